"""Conditions on the current state of a contact, such as ``is:free``."""

from collections.abc import Callable, Container
from enum import StrEnum
from typing import NamedTuple

from lampfield.frontend.staleness import FRESH, Staleness
from lampfield.frontend.wording import is_presence_known
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show


class State(StrEnum):
    """The values of ``is:``."""

    FAVOURITE = "fav"
    FREE = "free"
    ON_CALL = "oncall"
    ONLINE = "online"
    ASKING = "asking"
    STALE = "stale"
    RINGING = "ringing"
    BUSY = "busy"
    AWAY = "away"
    DND = "dnd"
    OFFLINE = "offline"
    UNKNOWN = "unknown"
    UNREAD = "unread"


LABELS = {
    State.FAVOURITE: "Favourites",
    State.FREE: "Free now",
    State.ON_CALL: "On call",
    State.ONLINE: "Online",
    State.ASKING: "Asked me",
    State.STALE: "Stale",
}
"""The labels of the tabs of states, in the order of the tabs."""

FREE = Lamp.AVAILABLE.blf
TALKING = (Lamp.ON_CALL.blf, Lamp.ON_CALL_RINGING.blf)
RINGING = (Lamp.RINGING.blf, Lamp.ON_CALL_RINGING.blf)
SHOWS = {State.ONLINE: Show.ONLINE, State.AWAY: Show.AWAY, State.DND: Show.DND}

WORDS = frozenset({State.RINGING, State.AWAY, State.DND, State.OFFLINE, State.UNREAD})
"""States that can also be searched for by the word on the tiles, without ``is:``."""

Test = Callable[[Contact], bool]


class Situation(NamedTuple):
    """What the conditions depend on besides the contact."""

    staleness: Staleness = FRESH
    favourites: Container[ContactId] = ()
    unread: Container[ContactId] = ()
    """Contacts with unread messages."""


def state_test(state: State, situation: Situation) -> Test:
    """Return a predicate for contacts in a state.

    A stale state counts as unknown: it matches neither free, nor on a call, nor online.
    """
    phone, chat = (since is not None for since in situation.staleness)
    favourites, unread = situation.favourites, situation.unread
    match state:
        case State.FAVOURITE:
            return lambda contact: contact.cid in favourites
        case State.UNREAD:
            return lambda contact: contact.cid in unread
        case State.ASKING:
            return lambda contact: contact.relationship is Relationship.ASKING
        case State.STALE:
            return lambda contact: (phone and contact.blf is not None) or (chat and bool(contact.states))
        case State.ONLINE | State.AWAY | State.DND | State.OFFLINE:
            return _matches_none if chat else _show_test(state)
    return _phone_test(state, is_stale=phone)


def _show_test(state: State) -> Test:
    if state is State.OFFLINE:
        return lambda contact: contact.show is Show.OFFLINE and is_presence_known(contact)
    show = SHOWS[state]
    return lambda contact: contact.show is show


def _phone_test(state: State, *, is_stale: bool) -> Test:
    match state:
        case State.UNKNOWN:
            return lambda contact: is_stale or contact.blf is None
        case State.FREE:
            return _matches_none if is_stale else lambda contact: contact.blf == FREE
        case State.ON_CALL:
            return _matches_none if is_stale else lambda contact: contact.blf in TALKING
        case State.RINGING:
            return _matches_none if is_stale else lambda contact: contact.blf in RINGING
    return _matches_none if is_stale else lambda contact: contact.blf not in (FREE, None)


def _matches_none(_: Contact) -> bool:
    return False
