"""States to narrow find by: what a contact is right now. Pure."""

from collections.abc import Callable, Container
from enum import StrEnum
from typing import NamedTuple

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show
from lampfield.words.staleness import FRESH, Staleness


class State(StrEnum):
    """What may stand after ``is:``."""

    FAVOURITE = "fav"
    FREE = "free"
    ON_CALL = "oncall"
    ONLINE = "online"
    ASKING = "asking"
    STALE = "stale"


LABELS = {
    State.FAVOURITE: "Favourites",
    State.FREE: "Free now",
    State.ON_CALL: "On call",
    State.ONLINE: "Online",
    State.ASKING: "Asked me",
    State.STALE: "Stale",
}
"""What the states are called on the tabs, in their order there."""

FREE = Lamp.AVAILABLE.blf
TALKING = (Lamp.ON_CALL.blf, Lamp.ON_CALL_RINGING.blf)

Test = Callable[[Contact], bool]


class Situation(NamedTuple):
    """What a state depends on beside the contact."""

    staleness: Staleness = FRESH
    favourites: Container[ContactId] = ()


def state_test(state: State, situation: Situation) -> Test:
    """Return what says whether a contact is in a state.

    What is stale is not known: nobody is free, on a call or online by it.
    """
    phone, chat = (since is not None for since in situation.staleness)
    favourites = situation.favourites
    match state:
        case State.FAVOURITE:
            return lambda contact: contact.cid in favourites
        case State.FREE:
            return _nobody if phone else lambda contact: contact.blf == FREE
        case State.ON_CALL:
            return _nobody if phone else lambda contact: contact.blf in TALKING
        case State.ONLINE:
            return _nobody if chat else lambda contact: contact.show is Show.ONLINE
        case State.ASKING:
            return lambda contact: contact.relationship is Relationship.ASKING
        case State.STALE:
            return lambda contact: (phone and contact.blf is not None) or (chat and bool(contact.states))


def _nobody(_: Contact) -> bool:
    return False
