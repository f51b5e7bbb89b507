"""Show: the chat presence of a contact, derived from the states of its resources.

Chat presence says nothing about the phone: the seed keeps ``show`` and ``blf`` apart, and so do we.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Show(StrEnum):
    """How present a contact is in chat. The empty one is offline, no permission, or no data."""

    ONLINE = "online"
    """Can be reached."""
    AWAY = "away"
    """Logged in, but away."""
    DND = "dnd"
    """Do not disturb."""
    OFFLINE = ""
    """Offline, no permission, or no data."""

    @classmethod
    def _missing_(cls, value: object) -> "Show":
        """Read a word of a newer peer as *no data*, rather than fail."""
        return cls.OFFLINE


MOST_ONLINE_FIRST = (Show.ONLINE, Show.AWAY, Show.DND, Show.OFFLINE)
"""The seed's order of ``show``: the first of these that a resource has is the contact's."""

_SHOWS = {
    "away": Show.AWAY,
    "xa": Show.AWAY,
    "dnd": Show.DND,
    "unavailable": Show.OFFLINE,
    "offline": Show.OFFLINE,
}
_PLACES = {show: place for place, show in enumerate(MOST_ONLINE_FIRST)}


PBX_RESOURCE = ""
"""The name under which a PBX's own presence stands among the states: no chat client can have an empty one
(RFC 7622, 3.4). It counts for the show like any other, but nobody can chat with it."""


class State(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The chat presence of one online resource."""

    show: str = "available"
    """The word as the server has it: available, chat, away, xa or dnd (RFC 6121, 4.7.2.1)."""
    status: str = ""
    """The person's own words."""
    priority: int = 0
    """From -128 to 127 (RFC 6121, 4.7.2.3)."""
    since: float = 0.0
    """Epoch seconds of the last known change; 0 when unknown."""


def show_of_word(word: str) -> Show:
    """Return the show of one resource's word.

    A resource with no word, or with one that RFC 6121 does not define, is online: it did announce
    itself, and the RFC takes a missing ``<show/>`` as available.
    """
    return _SHOWS.get(word, Show.ONLINE)


def show_from_states(states: Mapping[str, State]) -> Show:
    """Return the contact's show: that of its most online resource (seed, ``show``); offline without one."""
    shows = [_SHOWS.get(state.show, Show.ONLINE) for state in states.values()]
    return min(shows, key=_PLACES.__getitem__, default=Show.OFFLINE)


def can_chat_from_states(states: Mapping[str, State]) -> bool:
    """Return whether a contact is online for chat (seed, ``canChat``): with a chat client, not just a phone.

    A client of negative priority is passed over when messages are delivered (RFC 6121, 8.5.2.1).
    """
    for name, state in states.items():
        is_there = name != PBX_RESOURCE and show_of_word(state.show) is not Show.OFFLINE
        if is_there and state.priority >= 0:
            return True
    return False


def leading_resource(states: Mapping[str, State]) -> str | None:
    """Return the resource whose words stand for the contact: most online, then priority, then latest."""
    return min(states, key=lambda name: _rank(states[name]), default=None)


def status_from_states(states: Mapping[str, State]) -> str:
    """Return the status text of the leading resource, or an empty text."""
    if len(states) == 1:
        # As most have it, and this is asked for each tile that is painted.
        return next(iter(states.values())).status
    leader = leading_resource(states)
    return states[leader].status if leader is not None else ""


def _rank(state: State) -> tuple[int, int, float]:
    return (_PLACES[show_of_word(state.show)], -state.priority, -state.since)
