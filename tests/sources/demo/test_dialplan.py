"""The outcome of dialled calls, and which chat addresses are valid."""

from functools import partial
from random import Random

import pytest

from lampfield.model.change import MessageChange, RoomChange
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import RoomState
from lampfield.sources.demo.dialplan import BUSY, NO_ANSWER, NO_SUCH_NUMBER, CallOutcome, outcome_of
from lampfield.sources.demo.phones import NOT_REGISTERED, CallEnd
from lampfield.sources.demo.roster import checked_address
from tests.sources.demo.harness import Harness


class ScriptedRandom(Random):
    """Always returns the same number."""

    def __init__(self, value: float) -> None:
        super().__init__(0)
        self.value = value

    def random(self) -> float:
        """Return the value."""
        return self.value


@pytest.mark.parametrize(
    ("number", "chance", "expected"),
    [
        ("100", 0.5, CallOutcome(BUSY, rings=False)),
        ("999999", 0.5, CallOutcome(NO_SUCH_NUMBER, rings=False)),
        ("voicemail2", 0.5, CallOutcome(NO_SUCH_NUMBER, rings=False)),
        ("9999999", 0.5, CallOutcome()),
        ("9999999", 0.0, CallOutcome(BUSY, rings=False)),
        ("9999999", 0.08, CallOutcome(NO_ANSWER)),
        ("9999999", 0.17, CallOutcome(NO_ANSWER)),
        ("9999999", 0.18, CallOutcome()),
    ],
)
def test_outcome_of_an_outside_call(number: str, chance: float, expected: CallOutcome) -> None:
    assert outcome_of(number, Harness().simulation.world, ScriptedRandom(chance)) == expected


def test_outcome_of_an_internal_call() -> None:
    world = Harness().simulation.world
    phone = world.phone_of("203")
    assert phone is not None
    phone.fault, phone.calls = "", ()
    decided = partial(outcome_of, "203", world)
    assert decided(ScriptedRandom(0.5)) == CallOutcome("", phone=phone)
    assert decided(ScriptedRandom(0.1)) == CallOutcome(NO_ANSWER, phone=phone)
    phone.fault = NOT_REGISTERED
    assert decided(ScriptedRandom(0.5)) == CallOutcome(NOT_REGISTERED, rings=False, phone=phone)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ann", "'ann' is not a person's chat address. Write it like alice@example.com."),
        (" Front@ACME.test ", "front@acme.test is your own address."),
    ],
)
def test_invalid_or_own_chat_address_is_refused(text: str, why: str) -> None:
    assert checked_address(" Ann@Acme.test ", "front@acme.test") == "ann@acme.test"
    with pytest.raises(Refusal) as refused:
        checked_address(text, "FRONT@acme.test")
    assert (refused.value.word, str(refused.value)) == (RefusalCode.BAD_ADDRESS, why)


def test_only_one_incoming_call_rings_at_a_time() -> None:
    harness = Harness()
    for caller in (CallEnd("Brown", "1"), CallEnd("Green", "2")):
        harness.view.own_phones.receive_call(caller)
    assert [call.name for call in harness.collect().replica.calls.values()] == ["Brown"]


def test_deleted_chat_is_emitted_as_closed_once() -> None:
    harness = Harness()
    key = harness.people[20]
    harness.view.chats.open(key)
    said = harness.view.chats.post(key, "hi", "post-1")
    assert isinstance(said, MessageChange)
    assert (said.text, said.own, said.post_id) == ("hi", True, "post-1")
    harness.collect()
    changes = len(harness.changes)
    harness.view.chats.drop(key)
    harness.view.chats.drop(key)
    (closed,) = harness.collect().changes[changes:]
    assert isinstance(closed, RoomChange)
    assert (closed.key, closed.state) == (key, RoomState.CLOSED)
    assert harness.view.chats.get(key) is None
