"""The board as an application: themes, stylesheets, the feed, and what each key means."""

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
"""One stylesheet each."""


class BoardApp(ThemedApp, inherit_bindings=False):
    """The switchboard.

    Args:
        hub: Where the contacts come from.
        clock: Epoch seconds.
        settings: How this person wants the board.
        memory: What the board remembers by itself.
        announcer: Tells what happens to those who do not look.
        keys: The key map; None: the one that the board comes with.
        notes: What the operator wrote down about contacts.
        faults: What of all this cannot be used, a sentence each; it is said at the start.
        public: It is a wallboard: everybody looks at it, and nobody acts.
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
        """The screen under all dialogs."""
        screen = self.screen_stack[0]
        assert isinstance(screen, BoardScreen)  # noqa: S101
        return screen

    def get_default_screen(self) -> Screen[None]:
        """Return the board's screen."""
        return BoardScreen(self._hub, self.setup, self.shown, public=self.public)

    def on_mount(self) -> None:
        """Say what there is to be said at a start."""
        self.run_worker(self._welcome(), group="welcome", description="the first words", exit_on_error=False)

    async def _welcome(self) -> None:
        """When the first contacts are there, say what of the look cannot be, and offer the tour."""
        await self.shown.wait()
        self.say_theme_fault()
        if not self.public:
            self.board.guidance.offer_tour()
            self._tell_of_plain()
        if self._faults:
            more = f" ({len(self._faults) - 1} more in the log)" if len(self._faults) > 1 else ""
            self.board.context.hint(f"{self._faults[0]}{more}")

    def _tell_of_plain(self) -> None:
        """Say once to one who wants no motion, and may listen to a screen reader, what else there is."""
        memory, motion = self.setup.memory, self.settings.values.look.motion
        if not motion and memory.path is not None and not memory.values.told_of_plain:
            memory.change(told_of_plain=True)
            self.board.context.say(
                Kind.DONE, "With a screen reader, lampfield --plain is easier: lines, no screen."
            )

    async def on_event(self, event: events.Event) -> None:
        """Let a key have its effect before the next one is looked at.

        Textual gives a key to the focused widget and goes on; its binding runs later, when the keys behind it
        are on their way to the same widget. Of ``/dan`` that comes at once over a slow line, the ``d`` would
        not reach the search: it would dial.

        A key comes here again when nobody took it whom it was forwarded to, such as a dialog about to close.
        """
        if isinstance(event, events.InputEvent) and not self.screen_stack:
            # It comes while the board is left.
            return
        if isinstance(event, events.Key | events.MouseDown) and isinstance(self.screen, BoardScreen):
            self.screen.search.touch()
        if isinstance(event, KeyBehindEscape):
            for key in self._told_apart(event):
                await self.on_event(key)
            return
        if isinstance(event, events.Key):
            event = as_typed(event)
            if await self._acted(event):
                return
        elif isinstance(event, events.Paste) and isinstance(self.focused, TextBox):
            self.focused.take_paste(event)
            return
        await super().on_event(event)

    def _told_apart(self, event: KeyBehindEscape) -> Sequence[events.Key]:
        """Return the keys that an Esc and a key in one piece stand for.

        With Alt where that means something, but not in a chat, where it would do harm to one who meant Esc.
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

    async def _acted(self, event: events.Key) -> bool:
        """Let a key have its effect, by the key map. Returns whether it had any."""
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
        """Return what a key means now. A letter means nothing where one types, and in a dialog."""
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
        """Say whether a pane that has the focus does something with a key by itself."""
        own = self.screen.active_bindings.get(key)
        return own is not None and own.node not in (self.screen, self)

    @on(FeedEnded)
    def leave(self, event: FeedEnded) -> None:
        """End the board: without a login there is nothing to show."""
        self.exit(return_code=1, message=str(event.error) if event.error is not None else None)

    @on(SettingsChanged)
    def take_settings(self, event: SettingsChanged) -> None:
        """Look as the settings say now."""
        if event.concerns("look"):
            self.wear_look()

    def wear_look(self) -> None:
        """Look as the settings say now, tiles and all."""
        super().wear_look()
        self.board.wear(self.settings.values.look)

    @on(Worker.StateChanged)
    def report(self, event: Worker.StateChanged) -> None:
        """Say that something failed which should not: nothing ends silently."""
        worker = event.worker
        if event.state is WorkerState.ERROR:
            self.log.error(worker.description, worker.error)
            self.notify(
                f"{worker.description}: {worker.error!r}", title="Fault", severity="error", markup=False
            )

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave; what is written in the chats and not sent is kept for the next time."""
        if self.is_running and self.screen_stack:
            with suppress(NoMatches):
                self.board.keep_drafts()
        super().exit(result, return_code, message)

    async def action_quit(self) -> None:
        """Leave the board; Textual names this method."""
        await self.board.run("quit")

    def action_help_quit(self) -> None:
        """Say how one leaves, where Ctrl+C was expected to; Textual names this method."""
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
    """Return a board on a hub.

    Args:
        url: ``ws://HOST:PORT`` or ``wss://HOST:PORT``.
        account: Whom to log in.
        secret: The account's secret.
        token: A bearer token in place of both.
        ssl: Trust for ``wss``.
        clock: Epoch seconds.
        settings: How this person wants the board; None: as it comes.
        memory: What the board remembers by itself; None: nothing beyond this time.
        announcer: Tells what happens to those who do not look; None: nobody is told.
        keys: The key map; None: the one that the board comes with.
        notes: What the operator wrote down about contacts; None: nothing is kept beyond this time.
        hub_name: What the hub is called where something is kept for it; empty: by its address.
        faults: What of all this cannot be used, a sentence each; it is said at the start.
        public: A wallboard: everybody looks at it, and nobody acts.
    """
    client = f"lampfield board {VERSION}"
    here = HubAddress(url, account, secret, token, ssl, client, hub_name)
    return BoardApp(here, clock, settings, memory, announcer, keys, notes, faults=faults, public=public)
