"""The outcome of a call that the operator dials."""

from random import Random

import msgspec

from lampfield.model.number import MAX_EXTENSION_DIGITS
from lampfield.sources.demo.phones import NOT_REGISTERED, Phone
from lampfield.sources.demo.world import World

OPERATOR_EXTENSION = "100"

BUSY = "busy"
NO_ANSWER = "no answer"
NO_SUCH_NUMBER = "no such number"
BUSY_SHARE, NO_ANSWER_SHARE = 0.08, 0.18
"""Random numbers in [0, 1) below these make an outside call busy, or leave it unanswered."""


class CallOutcome(msgspec.Struct, frozen=True):
    """The outcome of a call."""

    cause: str = ""
    """Why it fails; empty if it is answered."""
    rings: bool = True
    """Whether the far end rings."""
    phone: Phone | None = None
    """The contact's phone; None for an outside number."""


def outcome_of(number: str, world: World, rng: Random) -> CallOutcome:
    """Return the outcome of a call to a number."""
    phone = world.phone_of(number)
    if phone is not None:
        return _internal_outcome(phone, rng)
    if number == OPERATOR_EXTENSION:
        return CallOutcome(BUSY, rings=False)
    if len(number) <= MAX_EXTENSION_DIGITS or number[0].isalpha():
        return CallOutcome(NO_SUCH_NUMBER, rings=False)
    chance = rng.random()
    return CallOutcome(BUSY, rings=False) if chance < BUSY_SHARE else CallOutcome(_answer_cause(chance))


def _internal_outcome(phone: Phone, rng: Random) -> CallOutcome:
    chance = rng.random()
    if phone.fault == NOT_REGISTERED:
        return CallOutcome(NOT_REGISTERED, rings=False, phone=phone)
    if len(phone.calls) > 1 or (phone.calls and chance < 0.5):
        return CallOutcome(BUSY, rings=False, phone=phone)
    return CallOutcome(NO_ANSWER if phone.calls else _answer_cause(chance), phone=phone)


def _answer_cause(chance: float) -> str:
    return NO_ANSWER if BUSY_SHARE <= chance < NO_ANSWER_SHARE else ""
