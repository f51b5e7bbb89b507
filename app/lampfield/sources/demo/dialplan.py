"""What becomes of a number that the operator dials."""

import re
from random import Random

import msgspec

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.demo.phones import NOT_REGISTERED, Phone
from lampfield.sources.demo.world import World

OPERATOR_EXTENSION = "100"
LONGEST_INTERNAL = 5
"""Digits: a longer number is one of outside."""

BUSY = "busy"
NO_ANSWER = "no answer"
NO_SUCH_NUMBER = "no such number"
BUSY_SHARE, NO_ANSWER_SHARE = 0.08, 0.18
"""Below which chance an outside call is busy, and below which it is not answered."""

_DRESS = re.compile(r"[ ()./-]+")
_NUMBER = re.compile(r"\+?[0-9*#]{1,30}")


class CallOutcome(msgspec.Struct, frozen=True):
    """How a call will go."""

    cause: str = ""
    """Why it fails; empty when it is answered."""
    rings: bool = True
    """Whether the far end rings at all."""
    phone: Phone | None = None
    """The contact's phone, if the number is a contact's."""


def dialled(text: str) -> str:
    """Return a number without the dress that people write it in.

    Raises:
        Refusal: It is empty, or no number. Nothing but digits, ``*``, ``#`` and a leading ``+`` is dialled.
    """
    number = _DRESS.sub("", text.strip())
    if not number:
        raise Refusal(RefusalCode.NO_NUMBER, "There is no number to dial.")
    if not _NUMBER.fullmatch(number):
        raise Refusal(RefusalCode.NO_NUMBER, "That is no number that can be dialled: use digits, * and #.")
    return number


def outcome_of(number: str, world: World, rng: Random) -> CallOutcome:
    """Return how a call to a number will go."""
    phone = world.phone_of(number)
    if phone is not None:
        return _internal_outcome(phone, rng)
    if number == OPERATOR_EXTENSION:
        return CallOutcome(BUSY, rings=False)
    if len(number) <= LONGEST_INTERNAL:
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
