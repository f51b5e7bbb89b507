"""The settings of the board: one struct per table of the settings file, one field per key."""

from enum import StrEnum
from typing import Annotated

import msgspec

from lampfield.config.notify import NotifyTable
from lampfield.model.announcement import AnnouncementTopic


class DensityChoice(StrEnum):
    """How much room a tile gets."""

    AUTO = "auto"
    """What suits the height of the terminal."""
    LARGE = "large"
    """Names that can be read across a room."""
    NORMAL = "normal"
    CLOSE = "close"


class Glyphs(StrEnum):
    """Which characters the board draws with."""

    AUTO = "auto"
    """What the terminal's locale can show."""
    UNICODE = "unicode"
    ASCII = "ascii"


class TileField(StrEnum):
    """What a tile can show besides name, phone and presence."""

    NUMBER = "number"
    AGE = "age"
    """How long the phone has been in its state."""
    STATUS = "status"
    """The person's own words."""
    COMPANY = "company"
    TAGS = "tags"
    UNAME = "uname"
    """The login name."""
    EMAIL = "email"
    NOTHING = "nothing"
    """Leaves a corner empty."""


USUAL_FIELDS = (TileField.NUMBER, TileField.AGE, TileField.STATUS, TileField.COMPANY, TileField.TAGS)


class LookTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[look]``: colours, room, signs and motion."""

    theme: str = "lampfield-dark"
    """The name of the colours."""
    density: DensityChoice = DensityChoice.AUTO
    """How much room a tile gets."""
    glyphs: Glyphs = Glyphs.AUTO
    """Which signs are drawn with; with ascii nothing else goes to the terminal."""
    motion: bool = True
    """What rings flashes."""
    fields: tuple[TileField, ...] = USUAL_FIELDS
    """What tiles say: the upper corner, the lower one, and of the others the first that says something."""


class KeysTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[keys]``: which key does what."""

    map: str = "mnemonic"
    """The name of a shipped key map, or of a file beside the settings."""


class FindTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[find]``: what a search shows."""

    dim: bool = False
    """Dim contacts that do not match instead of hiding them."""


USUALLY_ANNOUNCED = (
    AnnouncementTopic.LAMPS,
    AnnouncementTopic.SHOWS,
    AnnouncementTopic.CALLS,
    AnnouncementTopic.MESSAGES,
    AnnouncementTopic.REQUESTS,
    AnnouncementTopic.LINKS,
)


class AnnounceTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[announce]``: one line for each event that matters, for screen readers, sounds and logs."""

    to: str = ""
    """A file or FIFO for the lines; ``-`` is standard output, where no board has it. Empty: none."""
    what: tuple[AnnouncementTopic, ...] = USUALLY_ANNOUNCED
    """Which events are announced."""
    people: tuple[str, ...] = ()
    """Whose phone and presence are announced: numbers, login names, addresses or whole names."""
    digits_apart: bool = False
    """Write numbers digit by digit, here and in plain mode: a speech synthesizer reads 201 as a quantity."""


QUICK_TEXTS = (
    "A call for you: {caller}. Take it?",
    "Please call back {caller}.",
    "On hold for you: {caller}.",
    "Your visitor is at the front desk.",
    "One moment, please.",
    "Done, thank you.",
)
"""Texts that operators often write."""


class ChatTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[chat]``: quick texts, and when an answer is overdue."""

    quick: tuple[str, ...] = QUICK_TEXTS
    """Quick texts; ``{caller}``, ``{name}`` and ``{number}`` are those of the person on the line."""
    reply_minutes: Annotated[float, msgspec.Meta(ge=0)] = 5.0
    """Minutes after which an unanswered message is overdue; 0: never."""


class PhotoChoice(StrEnum):
    """How the card draws a photo."""

    BLOCKS = "blocks"
    """Half blocks, which every terminal can show."""
    AUTO = "auto"
    """What the terminal says it can draw; it is asked before the board starts."""
    KITTY = "kitty"
    """The graphics protocol of Kitty."""
    SIXEL = "sixel"
    OFF = "off"


class CardTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[card]``: what is known of one contact."""

    photo: PhotoChoice = PhotoChoice.BLOCKS
    """How a photo is drawn."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file; every key has a default."""

    look: LookTable = LookTable()
    keys: KeysTable = KeysTable()
    announce: AnnounceTable = AnnounceTable()
    notify: NotifyTable = NotifyTable()
    chat: ChatTable = ChatTable()
    card: CardTable = CardTable()
    find: FindTable = FindTable()
