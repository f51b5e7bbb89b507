"""Settings of every kind, which no board has."""

from enum import StrEnum
from typing import Annotated

import msgspec

from lampfield.config.settings import Settings


class Side(StrEnum):
    """A side."""

    LEFT = "left"
    """Where the heart is."""
    RIGHT = "right"
    BOTH = "both"


class OddTable(msgspec.Struct, frozen=True, kw_only=True):
    """``[odd]``: one of every kind."""

    loud: bool = False
    """Whether it is heard."""
    side: Side = Side.LEFT
    """Where it is."""
    name: str = "Ann"
    """How it is called."""
    rings: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3
    """How often it rings."""
    wait: Annotated[float, msgspec.Meta(ge=0)] = 1.5
    """Seconds of silence."""
    limit: int | None = None
    """How many at most; nothing: as many as there are."""
    texts: tuple[str, ...] = ("one", "two")
    """What can be said."""
    sides: tuple[Side, ...] = (Side.LEFT,)
    """Where it may be."""
    extra: dict[str, int] = {}
    """Whatever else."""


class Odd(Settings, frozen=True, kw_only=True):
    """A file with a table of every kind."""

    odd: OddTable = OddTable()
