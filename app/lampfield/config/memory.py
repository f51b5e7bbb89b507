"""What the board remembers by itself from one time to the next."""

import msgspec


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """What one account keeps for finding at one hub."""

    favourites: tuple[int, ...] = ()
    """Their ``cID``, which the hub gives them again after a restart, in the operator's own order."""
    saved: dict[str, str] = {}
    """Searches by their names, as they are typed."""


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is remembered; what a newer board wrote besides is ignored."""

    toured: bool = False
    """The short tour was seen or skipped."""
    told_of_plain: bool = False
    """One who wants no motion was told that there is a switchboard as lines."""
    finding: dict[str, SavedSearch] = {}
    """By account and hub: ``reception@wss://hub.example:8650``."""
    drafts: dict[str, dict[int, str]] = {}
    """What was written to whom (their ``cID``) and not sent, by account and hub."""
