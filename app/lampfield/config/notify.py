"""``[notify]``: notifications outside the board: bell, desktop, command."""

import re
from enum import StrEnum

import msgspec

from lampfield.config.quiet import quiet_hours

PLACEHOLDERS = ("event", "title", "text", "name", "number")
"""What the arguments of the command may name in braces."""

_BRACED = re.compile(r"\{(\w+)\}")


class EventKind(StrEnum):
    """What notifications are about. Each is a key of ``[notify]``."""

    ASKS = "asks"
    """A contact request arrives."""
    MESSAGE = "message"
    """A chat message arrives."""
    FREE = "free"
    """A watched contact is free."""
    RINGS = "rings"
    """A call rings on one of the operator's devices."""
    LOST = "lost"
    """A link is lost."""
    BACK = "back"
    """A lost link is back."""


class Channel(StrEnum):
    """How a notification is given."""

    BELL = "bell"
    BELL_TWICE = "bell2"
    BELL_THRICE = "bell3"
    NOTIFY = "notify"
    """The terminal shows a desktop notification."""
    COMMAND = "command"


class Notify(StrEnum):
    """Which escape sequence asks the terminal for a desktop notification."""

    AUTO = "auto"
    """The one that the terminal is known to support."""
    OSC9 = "osc9"
    """iTerm2's."""
    OSC777 = "osc777"
    """rxvt-unicode's."""
    OSC99 = "osc99"
    """kitty's."""
    OFF = "off"


Channels = tuple[Channel, ...]


class NotifyTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[notify]``: the channels, quiet hours, and the channels of each event."""

    bell: bool = True
    """Whether the terminal's bell rings at all."""
    desktop: Notify = Notify.AUTO
    """Which escape sequence asks the terminal for a desktop notification."""
    command: tuple[str, ...] = ()
    """A program and its arguments; no shell reads them. Empty: none."""
    quiet: str = ""
    """Hours without notifications, such as ``18:00-08:00``."""
    asks: Channels = (Channel.BELL, Channel.NOTIFY, Channel.COMMAND)
    """When a contact request arrives."""
    message: Channels = (Channel.BELL, Channel.NOTIFY, Channel.COMMAND)
    """When a chat message arrives."""
    free: Channels = (Channel.BELL_TWICE, Channel.NOTIFY, Channel.COMMAND)
    """When a watched contact is free."""
    rings: Channels = (Channel.NOTIFY, Channel.COMMAND)
    """When a call rings on one of your devices."""
    lost: Channels = (Channel.BELL_THRICE, Channel.NOTIFY, Channel.COMMAND)
    """When a link is lost for three seconds."""
    back: Channels = (Channel.NOTIFY, Channel.COMMAND)
    """When a lost link is back."""

    def __post_init__(self) -> None:
        """Refuse invalid hours and commands.

        Raises:
            ValueError: The message names the key.
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

    def channels(self, kind: EventKind) -> Channels:
        """Return the channels of an event."""
        channels: Channels = getattr(self, kind)
        return channels
