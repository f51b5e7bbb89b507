"""A board's context without an application: what the controllers ask of the window is noted."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from lampfield.board.commands import Command
from lampfield.board.context import BoardContext, BoardSetup
from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.keys.default import default_map
from lampfield.board.kit.outcome import Outcome
from lampfield.client.pbx import PBX
from lampfield.config.memory_file import MemoryFile
from lampfield.config.notes_file import NotesFile
from lampfield.config.settings_file import SettingsFile
from lampfield.model.identity import ContactId
from tests.board.booth import NOON


class NotedWindow:
    """Notes what is asked of it. What is done in the background waits until `finish`."""

    focused: Widget | None = None
    is_in_front = True
    by_second = True
    has_shell = False

    def __init__(self) -> None:
        self.said: list[str] = []
        self.dialogs: list[Screen[Any]] = []
        self.marks: set[str] = set()
        self.sent: list[str] = []
        self.copied: list[str] = []
        self.left: list[str | None] = []
        self._background: list[tuple[str, Awaitable[Any]]] = []
        self._later: list[Callable[[], object]] = []

    @property
    def top(self) -> Screen[Any]:
        """The dialog that was opened last."""
        return self.dialogs[-1] if self.dialogs else Screen[Any]()

    def focus(self, widget: Widget) -> None:
        """Note what has the focus."""
        self.focused = widget

    def open(self, dialog: Screen[Any]) -> None:
        """Note a dialog."""
        self.dialogs.append(dialog)

    def post(self, message: Message) -> None:
        """Note an outcome."""
        if isinstance(message, Outcome):
            self.said.append(message.sentence)

    def later(self, callback: Callable[..., object], *args: object) -> None:
        """Keep a call for `finish`."""
        self._later.append(lambda: callback(*args))

    def after_refresh(self, callback: Callable[[], object]) -> None:
        """Keep a call for `finish`."""
        self._later.append(callback)

    def after(self, seconds: float, callback: Callable[[], object]) -> None:
        """Let no time pass."""

    def work(
        self,
        doing: Awaitable[Any] | Callable[[], Any],
        what: str,
        *,
        group: str,
        exclusive: bool = False,
        thread: bool = False,
    ) -> None:
        """Keep a coroutine for `finish`."""
        assert (group != "", thread, exclusive) == (True, False, False)
        assert not callable(doing)
        self._background.append((what, doing))

    def is_working(self, what: str) -> bool:
        """Return whether something waits for `finish`."""
        return any(name == what for name, _ in self._background)

    async def finish(self) -> None:
        """Do all that waits."""
        while self._background or self._later:
            background, self._background = self._background, []
            await asyncio.gather(*(doing for _, doing in background))
            later, self._later = self._later, []
            for call in later:
                call()

    def mark(self, name: str, *, on: bool = True) -> None:
        """Note a class of the stylesheet."""
        (self.marks.add if on else self.marks.discard)(name)

    def is_marked(self, name: str) -> bool:
        """Return whether a class of the stylesheet is set."""
        return name in self.marks

    def copy(self, text: str) -> None:
        """Note what is copied."""
        self.copied.append(text)

    def bell(self) -> None:
        """Note the bell."""
        self.sent.append("\a")

    def send(self, sequence: str) -> None:
        """Note a sequence."""
        self.sent.append(sequence)

    def leave(self, message: str | None = None) -> None:
        """Note the end."""
        self.left.append(message)

    def suspend(self) -> bool:
        """Return whether there is a shell."""
        return self.has_shell

    def theme_names(self) -> list[str]:
        """Return two themes."""
        return ["dark", "light"]


class Desk:
    """A context with its window.

    Args:
        pbx: The client; None before it is there.
        cursor: Whom the cursor is on.
        settings: How this person wants the board.
        memory: What the board remembers.
    """

    def __init__(
        self,
        pbx: PBX | None = None,
        cursor: ContactId | None = None,
        settings: SettingsFile | None = None,
        memory: MemoryFile | None = None,
    ) -> None:
        self.window = NotedWindow()
        self.cursor = cursor
        self.now = NOON
        setup = BoardSetup(
            lambda: self.now, settings or SettingsFile(), memory or MemoryFile(), NotesFile(), default_map()
        )
        self.context = BoardContext(self.window, setup, lambda: self.cursor)
        self.context.pbx = pbx

    @property
    def said(self) -> list[str]:
        """What was said so far."""
        return self.window.said

    def answer(self, value: object) -> None:
        """Answer the dialog that was opened last."""
        dialog = self.window.dialogs[-1]
        assert isinstance(dialog, Dialog)
        assert dialog.then is not None
        dialog.then(value)


def available(commands: tuple[Command, ...]) -> set[str]:
    """Return the ids of the commands that can be done now."""
    return {it.id for it in commands if it.available()}
