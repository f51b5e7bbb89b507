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


class TileField(StrEnum):
    """What a tile can say of a contact besides its name, lamp and show."""

    NUMBER = "number"
    AGE = "age"
    """How long the lamp has been so."""
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
    """``[look]``: colours, room and signs."""

    theme: str = "lampfield-dark"
    density: DensityChoice = DensityChoice.AUTO
    glyphs: Glyphs = Glyphs.AUTO
    motion: bool = True
    """What rings flashes, and what is scrolled to glides."""
    fields: tuple[TileField, ...] = USUAL_FIELDS
    """What tiles say: the upper corner, the lower one, and of the others the first that says something."""


class KeysTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[keys]``: which key does what."""

    map: str = "mnemonic"
    """The name of a shipped key map, or of a file beside the settings."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file; whatever it leaves out is as it comes."""

    look: LookTable = LookTable()
    keys: KeysTable = KeysTable()
