"""How a person wants the board: one struct a table of the settings file, one field a key."""

from enum import StrEnum
from typing import Annotated

import msgspec


class DensityChoice(StrEnum):
    """How much room a tile gets."""

    AUTO = "auto"
    """What suits the height of the terminal."""
    LARGE = "large"
    NORMAL = "normal"
    CLOSE = "close"


class Glyphs(StrEnum):
    """Which signs the board draws with."""

    AUTO = "auto"
    """What the terminal's locale can show."""
    UNICODE = "unicode"
    ASCII = "ascii"


class LookTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[look]``: colours, room and signs."""

    theme: str = "lampfield-dark"
    density: DensityChoice = DensityChoice.AUTO
    glyphs: Glyphs = Glyphs.AUTO
    motion: bool = True
    """What rings flashes."""


class KeysTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[keys]``: which key does what."""

    map: str = "mnemonic"
    """The name of a shipped key map, or of a file beside the settings."""


QUICK_TEXTS = (
    "A call for you: {caller}. Take it?",
    "Please call back {caller}.",
    "On hold for you: {caller}.",
    "Your visitor is at the front desk.",
    "One moment, please.",
    "Done, thank you.",
)
"""What an operator writes many times a day."""


class ChatTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[chat]``: what helps to write and to answer."""

    quick: tuple[str, ...] = QUICK_TEXTS
    """Texts by one key; ``{caller}``, ``{name}`` and ``{number}`` are those of who is on the line."""
    reply_minutes: Annotated[float, msgspec.Meta(ge=0)] = 5.0
    """After so long an unanswered message is called late; 0: none is."""


class PhotoChoice(StrEnum):
    """How the card draws a photo."""

    BLOCKS = "blocks"
    """By half blocks, as any terminal can."""
    AUTO = "auto"
    """By what the terminal says that it can draw; it is asked before the board starts."""
    KITTY = "kitty"
    """By the graphics protocol of Kitty."""
    SIXEL = "sixel"
    OFF = "off"


class CardTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[card]``: what is known of one contact."""

    photo: PhotoChoice = PhotoChoice.BLOCKS


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file; whatever it leaves out is as it comes."""

    look: LookTable = LookTable()
    keys: KeysTable = KeysTable()
    chat: ChatTable = ChatTable()
    card: CardTable = CardTable()
