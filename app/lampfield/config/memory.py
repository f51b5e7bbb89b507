"""What the board remembers between runs without being asked."""

import msgspec


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """The favourites and saved searches of one account at one hub."""

    favourites: tuple[int, ...] = ()
    """Their ``cID``, in the operator's own order. The hub assigns the same numbers after a restart."""
    saved: dict[str, str] = {}
    """Search texts by name."""


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the board remembers. Unknown fields, written by a newer board, are ignored."""

    toured: bool = False
    """Whether the operator has seen or skipped the tour."""
    told_of_plain: bool = False
    """Whether an operator who turned motion off has been shown the hint about plain mode."""
    finding: dict[str, SavedSearch] = {}
    """By account and hub: ``reception@wss://hub.example:8650``."""
    drafts: dict[str, dict[int, str]] = {}
    """Unsent texts by the recipient's ``cID``, by account and hub."""
