"""What the board's controllers need from Textual: a few calls, so that they work without an application."""

import os
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast

from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from lampfield.board.paint.direct import send
from lampfield.board.theming import themed_app

Work = Awaitable[Any] | Callable[[], Any]
"""A coroutine, or a function for a thread."""


class Window(Protocol):
    """The screen, as the controllers see it. `ScreenWindow` is the real one; tests bring their own."""

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""

    @property
    def top(self) -> Screen[Any]:
        """The screen in front: a dialog, or the board itself."""

    @property
    def is_in_front(self) -> bool:
        """Whether the operator sees the board: no dialog covers it, and the terminal has the focus."""

    @property
    def by_second(self) -> bool:
        """Whether running times count the seconds, not the minutes alone."""

    def focus(self, widget: Widget) -> None:
        """Give a widget the focus."""

    def open(self, dialog: Screen[Any]) -> None:
        """Open a dialog."""

    def post(self, message: Message) -> None:
        """Post a message to the screen."""

    def later(self, callback: Callable[..., object], *args: object) -> None:
        """Call a function after all queued messages."""

    def after_refresh(self, callback: Callable[[], object]) -> None:
        """Call a function after the next layout and paint."""

    def after(self, seconds: float, callback: Callable[[], object]) -> None:
        """Call a function once, after a delay."""

    def work(
        self, doing: Work, what: str, *, group: str, exclusive: bool = False, thread: bool = False
    ) -> None:
        """Run work in the background.

        Args:
            doing: A coroutine, or a function for a thread.
            what: Its description, for the message about a fault.
            group: Its group.
            exclusive: Cancel running work of this group.
            thread: Run it in a thread.
        """

    def is_working(self, what: str) -> bool:
        """Return whether work with a description is running."""

    def mark(self, name: str, *, on: bool = True) -> None:
        """Add a class of the stylesheet to the screen, or remove it."""

    def is_marked(self, name: str) -> bool:
        """Return whether the screen has a class of the stylesheet."""

    def copy(self, text: str) -> None:
        """Copy a text to the terminal's clipboard (OSC 52)."""

    def bell(self) -> None:
        """Ring the terminal's bell."""

    def send(self, sequence: str) -> None:
        """Send a control sequence to the terminal."""

    def leave(self, message: str | None = None) -> None:
        """Exit the application and print a message to the shell."""

    def suspend(self) -> bool:
        """Suspend to the shell that started the board. Returns False if there is none."""

    def theme_names(self) -> list[str]:
        """Return the names of the themes."""


class ScreenWindow:
    """A Textual screen as the controllers see it.

    Args:
        screen: The screen.
    """

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""
        return self._screen.focused

    @property
    def top(self) -> Screen[Any]:
        """The screen in front."""
        return self._screen.app.screen

    @property
    def is_in_front(self) -> bool:
        """Whether the operator sees the board."""
        return self._screen.app.app_focus and self.top is self._screen

    @property
    def by_second(self) -> bool:
        """Whether running times count seconds rather than minutes."""
        return themed_app(self._screen.app).by_second

    def focus(self, widget: Widget) -> None:
        """Give a widget the focus."""
        self._screen.set_focus(widget)

    def open(self, dialog: Screen[Any]) -> None:
        """Open a dialog."""
        self._screen.app.push_screen(dialog)

    def post(self, message: Message) -> None:
        """Post a message to the screen."""
        self._screen.post_message(message)

    def later(self, callback: Callable[..., object], *args: object) -> None:
        """Call a function after all queued messages."""
        self._screen.call_later(callback, *args)

    def after_refresh(self, callback: Callable[[], object]) -> None:
        """Call a function after the next layout and paint."""
        self._screen.call_after_refresh(callback)

    def after(self, seconds: float, callback: Callable[[], object]) -> None:
        """Call a function once, after a delay."""
        self._screen.set_timer(seconds, cast("Callable[[], Any]", callback))

    def work(
        self, doing: Work, what: str, *, group: str, exclusive: bool = False, thread: bool = False
    ) -> None:
        """Run work in the background."""
        self._screen.run_worker(
            doing, group=group, description=what, exclusive=exclusive, thread=thread, exit_on_error=False
        )

    def is_working(self, what: str) -> bool:
        """Return whether work with a description is running."""
        return any(worker.description == what for worker in self._screen.workers)

    def mark(self, name: str, *, on: bool = True) -> None:
        """Add a class of the stylesheet to the screen, or remove it."""
        self._screen.set_class(on, name)

    def is_marked(self, name: str) -> bool:
        """Return whether the screen has a class of the stylesheet."""
        return self._screen.has_class(name)

    def copy(self, text: str) -> None:
        """Copy a text to the terminal's clipboard."""
        self._screen.app.copy_to_clipboard(text)

    def bell(self) -> None:
        """Ring the terminal's bell."""
        self._screen.app.bell()

    def send(self, sequence: str) -> None:
        """Send a control sequence to the terminal."""
        send(self._screen.app, sequence)

    def leave(self, message: str | None = None) -> None:
        """Exit the application."""
        self._screen.app.exit(message=message)

    def suspend(self) -> bool:
        """Suspend to the shell that started the board."""
        if not has_job_control():
            return False
        self._screen.app.action_suspend_process()
        return True

    def theme_names(self) -> list[str]:
        """Return the names of the themes."""
        return themed_app(self._screen.app).theme_names()


def has_job_control() -> bool:
    """Return whether a shell started this process as a job, and can resume it."""
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:
        return False
