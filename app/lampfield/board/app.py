"""The board as an application: themes, stylesheets, the feed, and the keys that work everywhere."""

import asyncio
import ssl as tls
import time
from collections.abc import Callable
from typing import ClassVar

from textual import constants, events, on
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from lampfield.board.canvas.direct import driver_for
from lampfield.board.feeding import FeedEnded, Hub
from lampfield.board.keys.mnemonic import MNEMONIC
from lampfield.board.screen import BoardScreen
from lampfield.board.settings.changed import SettingsChanged
from lampfield.board.stylesheets import stylesheet
from lampfield.board.theme import LAMPFIELD_DARK, THEMES
from lampfield.config.memory_file import MemoryFile
from lampfield.config.settings_file import SettingsFile
from lampfield.version import VERSION

REGIONS = ("board", "header", "calls", "find", "grid", "card", "chat", "footer", "dialogs")
"""One stylesheet each."""


class BoardApp(App[None]):
    """The switchboard.

    Args:
        hub: Where the contacts come from.
        clock: Epoch seconds.
        settings: How this person wants the board.
        memory: What the board remembers by itself.
    """

    TITLE = "lampfield"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar = [stylesheet(f"{region}.tcss") for region in REGIONS]
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in MNEMONIC if key.everywhere]

    def __init__(
        self,
        hub: Hub,
        clock: Callable[[], float] = time.time,
        settings: SettingsFile | None = None,
        memory: MemoryFile | None = None,
    ) -> None:
        super().__init__()
        self._hub = hub
        self.clock = clock
        self.settings = settings or SettingsFile()
        self.memory = memory or MemoryFile()
        self.shown = asyncio.Event()
        """Set when the first contacts are on the screen."""
        for theme in THEMES:
            self.register_theme(theme)
        # Set without its watcher, which would read all stylesheets twice before anything is shown.
        self.set_reactive(App.theme, LAMPFIELD_DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """Return what talks to the terminal: Textual's choice, and how much the terminal took."""
        return driver_for(super().get_driver_class())

    @property
    def board(self) -> BoardScreen:
        """The screen under all dialogs."""
        screen = self.screen_stack[0]
        assert isinstance(screen, BoardScreen)  # noqa: S101
        return screen

    def get_default_screen(self) -> Screen[None]:
        """Return the board's screen."""
        return BoardScreen(self._hub, self.clock, self.shown)

    async def on_event(self, event: events.Event) -> None:
        """Let a key of the board have its effect before the next one is looked at.

        Textual gives a key to the focused widget and goes on; its binding runs later, when the keys behind it
        are on their way to the same widget. Of ``/dan`` that comes at once over a slow line, the ``d`` would
        not reach the search: it would dial.
        """
        if isinstance(event, events.Key | events.MouseDown) and isinstance(self.screen, BoardScreen):
            self.screen.touched = True
        if isinstance(event, events.Key) and not event.is_forwarded and await self._acted(event.key):
            return
        await super().on_event(event)

    async def _acted(self, key: str) -> bool:
        """Carry out what a key is bound to on the board; not while somebody writes, or in a dialog."""
        if not isinstance(self.screen, BoardScreen) or isinstance(self.focused, Input):
            return False
        active = self.screen.active_bindings.get(key)
        return (
            active is not None
            and active.enabled
            and await self.run_action(active.binding.action, active.node)
        )

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
        """Take theme and motion from the settings."""
        look = self.settings.values.look
        self.animation_level = constants.TEXTUAL_ANIMATIONS if look.motion else "none"
        if look.theme in self.available_themes:
            self.theme = look.theme

    @on(Worker.StateChanged)
    def report(self, event: Worker.StateChanged) -> None:
        """Say that something failed which should not: nothing ends silently."""
        worker = event.worker
        if event.state is WorkerState.ERROR:
            self.log.error(worker.description, worker.error)
            self.notify(
                f"{worker.description}: {worker.error!r}", title="Fault", severity="error", markup=False
            )

    def action_answer(self) -> None:
        """Answer a call, in every screen."""
        self.board.action_answer()

    def action_hold(self) -> None:
        """Hold a call, in every screen."""
        self.board.action_hold()

    def action_hang_up(self) -> None:
        """Hang up, in every screen."""
        self.board.action_hang_up()


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
    """
    client = f"lampfield board {VERSION}"
    return BoardApp(Hub(url, account, secret, token, ssl, client), clock, settings, memory)
