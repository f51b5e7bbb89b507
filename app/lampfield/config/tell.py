"""``[tell]``: how a person is told of what happens without looking at the board."""

import re
from enum import StrEnum

import msgspec

from lampfield.config.quiet import quiet_hours

PLACEHOLDERS = ("event", "title", "text", "name", "number")
"""What the arguments of the command may name in braces."""

_BRACED = re.compile(r"\{(\w+)\}")


class EventKind(StrEnum):
    """What one is told of. Each is a key of ``[tell]``."""

    ASKS = "asks"
    """Somebody asks for a chat relationship."""
    MESSAGE = "message"
    """A chat message came."""
    FREE = "free"
    """A contact that is watched is free."""
    RINGS = "rings"
    """A call rings on one of the operator's devices."""
    LOST = "lost"
    """A link is lost."""
    BACK = "back"
    """A lost link is back."""


class Channel(StrEnum):
    """How one is told."""

    BELL = "bell"
    BELL_TWICE = "bell2"
    BELL_THRICE = "bell3"
    NOTIFY = "notify"
    """The terminal shows a notification of the desktop."""
    COMMAND = "command"


class Notify(StrEnum):
    """Which sequence asks the terminal for a notification."""

    AUTO = "auto"
    """What the terminal is known to understand."""
    OSC9 = "osc9"
    """iTerm2's."""
    OSC777 = "osc777"
    """rxvt-unicode's."""
    OSC99 = "osc99"
    """kitty's."""
    OFF = "off"


Ways = tuple[Channel, ...]


class TellTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[tell]``: the ways, when they are silent, and which of them each occasion takes."""

    bell: bool = True
    """Whether the terminal's bell rings at all."""
    notify: Notify = Notify.AUTO
    """Which escape sequence asks the terminal for a desktop notification."""
    command: tuple[str, ...] = ()
    """A program and its arguments; no shell reads them. Empty: none."""
    quiet: str = ""
    """Hours without notifications, such as ``18:00-08:00``."""
    asks: Ways = (Channel.BELL, Channel.NOTIFY, Channel.COMMAND)
    """When a contact request arrives."""
    message: Ways = (Channel.BELL, Channel.NOTIFY, Channel.COMMAND)
    """When a chat message arrives."""
    free: Ways = (Channel.BELL_TWICE, Channel.NOTIFY, Channel.COMMAND)
    """When a watched contact is free."""
    rings: Ways = (Channel.NOTIFY, Channel.COMMAND)
    """When a call rings on one of your devices."""
    lost: Ways = (Channel.BELL_THRICE, Channel.NOTIFY, Channel.COMMAND)
    """When a link is lost for three seconds."""
    back: Ways = (Channel.NOTIFY, Channel.COMMAND)
    """When a lost link is back."""

    def __post_init__(self) -> None:
        """Refuse hours and commands that cannot be.

        Raises:
            ValueError: A sentence that names the key.
        """
        try:
            quiet_hours(self.quiet)
        except ValueError as error:
            raise ValueError(f"quiet: {error}") from None
        if self.command and not self.command[0].strip():
            raise ValueError("command: the first text must be a program")
        for word in _BRACED.findall(" ".join(self.command)):
            if word not in PLACEHOLDERS:
                known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
                raise ValueError(f"command: there is no {{{word}}}; known are {known}")

    def ways(self, occasion: EventKind) -> Ways:
        """Return the ways of an occasion."""
        ways: Ways = getattr(self, occasion)
        return ways
