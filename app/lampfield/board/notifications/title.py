"""The title of the terminal: program and operator. Pure, except for the driver.

The previous title is saved on the terminal's stack at the start and restored at the end (xterm, *Control
Sequences*: ``CSI 22 ; 2 t`` and ``CSI 23 ; 2 t``; tmux and VTE support both).
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
        made_up: The source if its contacts are not real, such as ``demo``; else empty.
        name: The operator's; empty before the login and on a wallboard.
    """
    program = f"lampfield {made_up.upper()}" if made_up else "lampfield"
    return field(f"{program}: {name}" if name else program, TITLE_BYTES)


def set_title(title: str) -> str:
    """Return the sequence that sets a terminal's title (OSC 2)."""
    return f"{ESC}]2;{field(title, TITLE_BYTES)}{ST}"


def titled_driver(kind: type[Driver], environ: Mapping[str, str]) -> type[Driver]:
    """Return a driver that sets its application's title and restores the previous one on exit.

    Args:
        kind: The driver.
        environ: The environment; it identifies the terminal.
    """
    if not issubclass(kind, LinuxDriver) or environ.get("TERM", "") in UNTITLED:
        return kind

    class TitledDriver(kind):  # type: ignore[valid-type, misc]
        """Sets the title of the terminal."""

        title = ""
        is_titled = False
        """Whether the previous title is on the terminal's stack."""

        def start_application_mode(self) -> None:
            """Take over the terminal, at the start and after a suspension."""
            super().start_application_mode()
            self.write(SAVE)
            self.is_titled = True
            self.show_title(self.title or self._app.title, again=True)

        def stop_application_mode(self) -> None:
            """Restore the terminal."""
            if self.is_titled:
                self.is_titled = False
                self.write(RESTORE)
            super().stop_application_mode()

        def show_title(self, title: str, *, again: bool = False) -> None:
            """Set the title if it has changed."""
            if again or title != self.title:
                self.title = title
                self.write(set_title(title))

    return TitledDriver


def show_title(driver: Any, title: str) -> None:
    """Make a driver set the title, if it can."""
    if (show := getattr(driver, "show_title", None)) is not None:
        show(title)
