"""How a person wants the board: one struct a table of the settings file, one field a key."""

from enum import StrEnum

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
    """The name of the colours."""
    density: DensityChoice = DensityChoice.AUTO
    """How much room a tile gets."""
    glyphs: Glyphs = Glyphs.AUTO
    """Which signs the board draws with."""
    motion: bool = True
    """What rings flashes."""


class KeysTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[keys]``: which key does what."""

    map: str = "mnemonic"
    """The name of a shipped key map, or of a file beside the settings."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file; whatever it leaves out is as it comes."""

    look: LookTable = LookTable()
    keys: KeysTable = KeysTable()
