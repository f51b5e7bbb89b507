"""The title of the terminal: which program runs in it, and for whom. Pure, but for the driver.

The former title is put on the terminal's stack at the start and taken back at the end (xterm, *Control
Sequences*: ``CSI 22 ; 2 t`` and ``CSI 23 ; 2 t``; tmux and VTE know them too).
"""

from collections.abc import Mapping
from typing import Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from lampfield.board.notifications.terminal import ESC, ST, TITLE_BYTES, field

SAVE, RESTORE = f"{ESC}[22;2t", f"{ESC}[23;2t"

UNTITLED = ("", "dumb", "linux")
"""Terminals without a title, by TERM."""


def title_of(made_up: str, name: str) -> str:
    """Return the title, without control characters.

    Args:
        made_up: The source whose people are not there, such as ``demo``; empty: they are.
        name: The operator's; empty before the login and on a wallboard.
    """
    program = f"lampfield {made_up.upper()}" if made_up else "lampfield"
    return field(f"{program}: {name}" if name else program, TITLE_BYTES)


def set_title(title: str) -> str:
    """Return what sets the title of a terminal (OSC 2)."""
    return f"{ESC}]2;{field(title, TITLE_BYTES)}{ST}"


def titling(kind: type[Driver], environ: Mapping[str, str]) -> type[Driver]:
    """Return a driver that sets its application's title, and sets the former one back whenever it leaves.

    Args:
        kind: The driver.
        environ: The environment; it says what kind of terminal this is.
    """
    if not issubclass(kind, LinuxDriver) or environ.get("TERM", "") in UNTITLED:
        return kind

    class Titling(kind):  # type: ignore[valid-type, misc]
        """Sets the title of the terminal."""

        title = ""
        is_titled = False
        """The former title is on the terminal's stack."""

        def start_application_mode(self) -> None:
            """Take over the terminal, at the start and when the shell gives it back."""
            super().start_application_mode()
            self.write(SAVE)
            self.is_titled = True
            self.show_title(self.title or self._app.title, again=True)

        def stop_application_mode(self) -> None:
            """Leave the terminal as it was."""
            if self.is_titled:
                self.is_titled = False
                self.write(RESTORE)
            super().stop_application_mode()

        def show_title(self, title: str, *, again: bool = False) -> None:
            """Set the title, where it is another."""
            if again or title != self.title:
                self.title = title
                self.write(set_title(title))

    return Titling


def show_title(driver: Any, title: str) -> None:
    """Let a driver set the title, if it can."""
    if (show := getattr(driver, "show_title", None)) is not None:
        show(title)
