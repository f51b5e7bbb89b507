"""The board as an application: themes, stylesheets, the feed, and key dispatch."""

import asyncio
import ssl as tls
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events, on
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from lampfield.board.context import BoardSetup
from lampfield.board.feed_worker import FeedEnded, HubAddress
from lampfield.board.keys.action import Action, Scope
from lampfield.board.keys.default import default_map
from lampfield.board.keys.escaped import KeyBehindEscape, apart, with_alt
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.keys.names import types
from lampfield.board.keys.pad import as_typed
from lampfield.board.kit.outcome import Kind
from lampfield.board.kit.text_box import TextBox
from lampfield.board.screen import BoardScreen
from lampfield.board.settings.changed import SettingsChanged
from lampfield.board.stylesheets import stylesheet
from lampfield.board.theming import ThemedApp
from lampfield.board.widgets.chat.box import ChatInput
from lampfield.config.memory_file import MemoryFile
from lampfield.config.notes_file import NotesFile
from lampfield.config.settings_file import SettingsFile
from lampfield.version import VERSION

if TYPE_CHECKING:
    from lampfield.frontend.announcing.announcer import Announcer

REGIONS = ("board", "header", "calls", "find", "grid", "card", "chat", "footer", "dialogs")
"""One stylesheet per region."""


class BoardApp(ThemedApp, inherit_bindings=False):
    """The switchboard.

    Args:
        hub: The hub that the contacts come from.
        clock: Returns epoch seconds.
        settings: The operator's settings.
        memory: What the board itself remembers between runs.
        announcer: Writes announcements for operators who do not watch the screen.
        keys: The key map; None: the default one.
        notes: The operator's notes on contacts.
        faults: Problems with any of these, one sentence each; shown at the start.
        public: Run as a wallboard: everybody looks at it, and nobody acts.
    """

    TITLE = "lampfield"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar = [stylesheet(f"{region}.tcss") for region in REGIONS]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False, system=True)]

    def __init__(
        self,
        hub: HubAddress,
        clock: Callable[[], float] = time.time,
        settings: SettingsFile | None = None,
        memory: MemoryFile | None = None,
        announcer: "Announcer | None" = None,
        keys: KeyMap | None = None,
        notes: NotesFile | None = None,
        *,
        faults: Sequence[str] = (),
        public: bool = False,
    ) -> None:
        super().__init__(settings or SettingsFile())
        self._hub = hub
        self.public = public
        self._faults = faults
        self.setup = BoardSetup(
            clock,
            self.settings,
            memory or MemoryFile(),
            notes or NotesFile(),
            keys or default_map(),
            announcer,
        )
        """What the board is opened with."""
        self.shown = asyncio.Event()
        """Set when the first contacts are on the screen."""

    @property
    def board(self) -> BoardScreen:
        """The board's own screen, below all dialogs."""
        screen = self.screen_stack[0]
        assert isinstance(screen, BoardScreen)  # noqa: S101
        return screen

    def get_default_screen(self) -> Screen[None]:
        """Return the board's screen."""
        return BoardScreen(self._hub, self.setup, self.shown, public=self.public)

    def on_mount(self) -> None:
        """Show the first messages once the board is up."""
        self.run_worker(self._welcome(), group="welcome", description="the first words", exit_on_error=False)

    async def _welcome(self) -> None:
        """Once the first contacts are shown, report theme problems and offer the tour."""
        await self.shown.wait()
        self.show_theme_fault()
        if not self.public:
            self.board.guidance.offer_tour()
            self._mention_plain_mode()
        if self._faults:
            more = f" ({len(self._faults) - 1} more in the log)" if len(self._faults) > 1 else ""
            self.board.context.hint(f"{self._faults[0]}{more}")

    def _mention_plain_mode(self) -> None:
        """Mention plain mode once to an operator who turned motion off and may use a screen reader."""
        memory, motion = self.setup.memory, self.settings.values.look.motion
        if not motion and memory.path is not None and not memory.values.told_of_plain:
            memory.change(told_of_plain=True)
            self.board.context.say(
                Kind.DONE, "With a screen reader, lampfield --plain is easier: lines, no screen."
            )

    async def on_event(self, event: events.Event) -> None:
        """Apply each key before handling the next one.

        Textual gives a key to the focused widget and goes on; its binding runs later, when the keys that
        follow are already on their way to the same widget. If ``/dan`` arrives in one piece over a slow line,
        the ``d`` would not reach the search: it would dial.

        A key arrives here a second time when it was forwarded to a widget that did not handle it, such as a
        dialog that is closing.
        """
        if isinstance(event, events.InputEvent) and not self.screen_stack:
            # The board is closing.
            return
        if isinstance(event, events.Key | events.MouseDown) and isinstance(self.screen, BoardScreen):
            self.screen.search.touch()
        if isinstance(event, KeyBehindEscape):
            for key in self._split(event):
                await self.on_event(key)
            return
        if isinstance(event, events.Key):
            event = as_typed(event)
            if await self._run_key(event):
                return
        elif isinstance(event, events.Paste) and isinstance(self.focused, TextBox):
            self.focused.insert_paste(event)
            return
        await super().on_event(event)

    def _split(self, event: KeyBehindEscape) -> Sequence[events.Key]:
        """Return the keys that an Esc and a key in one piece stand for.

        The key with Alt where that has a meaning, but never in a chat, where it would do harm to an operator
        who pressed Esc.
        """
        alt, box = with_alt(event), self.focused
        if isinstance(box, ChatInput):
            if not box.means(alt.key, self.board):
                return apart(event)
            self.board.context.hint("This terminal sends Alt as Esc: F1 shows the other keys of the chat.")
            return ()
        means = (
            box.means(alt.key, self.board) if isinstance(box, TextBox) else self._meant(alt.key) is not None
        )
        return (alt,) if means else apart(event)

    async def _run_key(self, event: events.Key) -> bool:
        """Run the action of a key, by the key map. Returns whether it had one."""
        action, board = self._meant(event.key), self.board
        is_call = action is not None and action.scope is Scope.EVERYWHERE and not types(event.key)
        if self.screen is board and board.guidance.is_jumping and not is_call:
            board.guidance.jump_by(event.key)
            return True
        if action is not None:
            return await board.run(action.id)
        if isinstance(self.focused, TextBox):
            return await self.focused.take(event, board)
        if self.screen is board and types(event.key) and board.keys.begins_search(event.character):
            board.search.begin(event.character or "")
            return True
        return False

    def _meant(self, key: str) -> Action | None:
        """Return the action of a key at this moment. In a text box or a dialog a letter has none."""
        in_force = self.screen is self.board and not isinstance(self.focused, TextBox)
        action = self.board.keys.meant(key, Scope.EVERYWHERE)
        if action is not None:
            return action if in_force or not types(key) else None
        if not in_force:
            return None
        if self.focused is self.board.grid:
            return self.board.keys.meant(key, Scope.GRID, Scope.BOARD)
        return self.board.keys.meant(key, Scope.BOARD) if not self._is_own(key) else None

    def _is_own(self, key: str) -> bool:
        """Return whether a focused pane binds a key itself."""
        own = self.screen.active_bindings.get(key)
        return own is not None and own.node not in (self.screen, self)

    @on(FeedEnded)
    def leave(self, event: FeedEnded) -> None:
        """Exit: without a login there is nothing to show."""
        self.exit(return_code=1, message=str(event.error) if event.error is not None else None)

    @on(SettingsChanged)
    def take_settings(self, event: SettingsChanged) -> None:
        """Apply changed settings."""
        if event.concerns("look"):
            self.apply_look()

    def apply_look(self) -> None:
        """Apply the look from the settings to theme and tiles."""
        super().apply_look()
        self.board.apply_look(self.settings.values.look)

    @on(Worker.StateChanged)
    def report(self, event: Worker.StateChanged) -> None:
        """Show a fault when a worker fails unexpectedly: nothing fails silently."""
        worker = event.worker
        if event.state is WorkerState.ERROR:
            self.log.error(worker.description, worker.error)
            self.notify(
                f"{worker.description}: {worker.error!r}", title="Fault", severity="error", markup=False
            )

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Exit; unsent text in the chats is kept for the next start."""
        if self.is_running and self.screen_stack:
            with suppress(NoMatches):
                self.board.keep_drafts()
        super().exit(result, return_code, message)

    async def action_quit(self) -> None:
        """Exit the board; Textual names this method."""
        await self.board.run("quit")

    def action_help_quit(self) -> None:
        """Show how to exit, where the operator tried Ctrl+C; Textual names this method."""
        self.board.context.hint(f"{self.board.keys.shown('quit')} leaves the board.")


def make_board(
    url: str,
    *,
    account: str = "",
    secret: str = "",
    token: str = "",
    ssl: tls.SSLContext | None = None,
    clock: Callable[[], float] = time.time,
    settings: SettingsFile | None = None,
    memory: MemoryFile | None = None,
    announcer: "Announcer | None" = None,
    keys: KeyMap | None = None,
    notes: NotesFile | None = None,
    hub_name: str = "",
    faults: Sequence[str] = (),
    public: bool = False,
) -> BoardApp:
    """Return a board connected to a hub.

    Args:
        url: ``ws://HOST:PORT`` or ``wss://HOST:PORT``.
        account: The account to log in with.
        secret: The account's secret.
        token: A bearer token instead of both.
        ssl: Trust for ``wss``.
        clock: Returns epoch seconds.
        settings: The operator's settings; None: the defaults.
        memory: What the board itself remembers; None: nothing is kept after this run.
        announcer: Writes announcements for operators who do not watch the screen; None: no announcements.
        keys: The key map; None: the default one.
        notes: The operator's notes on contacts; None: nothing is kept after this run.
        hub_name: The hub's name in files that are kept per hub; empty: its address.
        faults: Problems with any of these, one sentence each; shown at the start.
        public: Run as a wallboard: everybody looks at it, and nobody acts.
    """
    client = f"lampfield board {VERSION}"
    here = HubAddress(url, account, secret, token, ssl, client, hub_name)
    return BoardApp(here, clock, settings, memory, announcer, keys, notes, faults=faults, public=public)
