"""Show: the chat presence of a contact, derived from the states of its resources.

Chat presence says nothing about the phone: ``show`` and ``blf`` are independent, as in the IPCortex API.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Show(StrEnum):
    """The chat presence of a contact. The empty value means offline, no permission, or no data."""

    ONLINE = "online"
    """Available."""
    AWAY = "away"
    """Logged in, but away."""
    DND = "dnd"
    """Do not disturb."""
    OFFLINE = ""
    """Offline, no permission, or no data."""

    @classmethod
    def _missing_(cls, value: object) -> "Show":
        """Map an unknown value of a newer peer to *no data*."""
        return cls.OFFLINE


MOST_ONLINE_FIRST = (Show.ONLINE, Show.AWAY, Show.DND, Show.OFFLINE)
"""The precedence of ``show`` in the IPCortex API: the contact has the first of these that a resource has."""

_SHOWS = {
    "away": Show.AWAY,
    "xa": Show.AWAY,
    "dnd": Show.DND,
    "unavailable": Show.OFFLINE,
    "offline": Show.OFFLINE,
}
_PLACES = {show: place for place, show in enumerate(MOST_ONLINE_FIRST)}


PBX_RESOURCE = ""
"""The key of the PBX's own presence in ``states``: no chat client can have an empty resource (RFC 7622, 3.4).
It counts for ``show`` like any other resource, but cannot chat."""


class State(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The chat presence of one online resource."""

    show: str = "available"
    """The server's value: available, chat, away, xa or dnd (RFC 6121, 4.7.2.1)."""
    status: str = ""
    """The status text that the contact wrote."""
    priority: int = 0
    """From -128 to 127 (RFC 6121, 4.7.2.3)."""
    since: float = 0.0
    """Epoch seconds of the last known change; 0 when unknown."""


def show_of_word(word: str) -> Show:
    """Return the show of a resource's ``<show/>`` value.

    A resource without a value, or with one that RFC 6121 does not define, is online: it sent presence, and
    the RFC treats a missing ``<show/>`` as available.
    """
    return _SHOWS.get(word, Show.ONLINE)


def show_from_states(states: Mapping[str, State]) -> Show:
    """Return the show of the most online resource; offline if there is no resource."""
    shows = [_SHOWS.get(state.show, Show.ONLINE) for state in states.values()]
    return min(shows, key=_PLACES.__getitem__, default=Show.OFFLINE)


def can_chat_from_states(states: Mapping[str, State]) -> bool:
    """Return whether a contact is online with a chat client, not only with a phone (``canChat``).

    A client with a negative priority receives no messages sent to the bare address (RFC 6121, 8.5.2.1).
    """
    for name, state in states.items():
        is_there = name != PBX_RESOURCE and show_of_word(state.show) is not Show.OFFLINE
        if is_there and state.priority >= 0:
            return True
    return False


def leading_resource(states: Mapping[str, State]) -> str | None:
    """Return the resource that represents the contact: by show, then by priority, then the latest."""
    return min(states, key=lambda name: _rank(states[name]), default=None)


def status_from_states(states: Mapping[str, State]) -> str:
    """Return the status text of the leading resource, or an empty text."""
    if len(states) == 1:
        # Fast path: the usual case, evaluated for each painted tile.
        return next(iter(states.values())).status
    leader = leading_resource(states)
    return states[leader].status if leader is not None else ""


def _rank(state: State) -> tuple[int, int, float]:
    return (_PLACES[show_of_word(state.show)], -state.priority, -state.since)
