"""How calls start, advance and end, with prescribed random numbers."""

from collections.abc import Sequence
from typing import Any

import pytest

from lampfield.sources.demo.people import generate_people
from lampfield.sources.demo.phones import (
    NOT_REGISTERED,
    OUTSIDE,
    CallEnd,
    OfficeCall,
    Phone,
    PhoneSystem,
    Stage,
)
from lampfield.sources.demo.scheduler import Scheduler
from lampfield.sources.demo.traffic import Traffic, outside_caller
from tests.sources.demo.scripted_random import ScriptedRandom

PEOPLE = generate_people(4, ScriptedRandom())
CALLER = CallEnd("Brown", "0161")
FIRST = CallEnd(PEOPLE[0].name, PEOPLE[0].number, 0)


class TrafficHarness:
    """Four idle phones and their traffic."""

    def __init__(self, *numbers: float, then: float = 0.5, tempo: float = 1.0) -> None:
        self.scheduler = Scheduler(1000.0)
        self.phone_system = PhoneSystem([Phone(it, "", 0.0) for it in PEOPLE], self.scheduler, lambda _: None)
        self.traffic = Traffic(self.phone_system, self.scheduler, ScriptedRandom(*numbers, then=then), tempo)

    @property
    def calls(self) -> list[OfficeCall]:
        return list({id(it): it for phone in self.phone_system.phones for it in phone.calls}.values())

    def at(self, seconds: float) -> "TrafficHarness":
        self.scheduler.run_until(seconds)
        return self


@pytest.mark.parametrize("tempo", [1.0, 4.0])
def test_call_rings_is_answered_and_ends_at_its_times(tempo: float) -> None:
    index = TrafficHarness(0.7, 0.2, 0.9, tempo=tempo)
    assert index.traffic.start_call() == 1
    (call,) = index.calls
    assert (call.caller.index, call.callee.index, call.since_ms) == (OUTSIDE, 0, 1_000_000)
    assert index.at(3.9 / tempo).traffic.advance_call() == 0
    assert index.at(4 / tempo).traffic.advance_call() == 1
    assert call.stage is Stage.TALKING
    assert index.at(4 / tempo).traffic.advance_call() == 0
    assert index.at(5000).traffic.advance_call() == 1
    assert (call.stage, index.calls) == (Stage.OVER, [])
    assert index.traffic.advance_call() == 0


@pytest.mark.parametrize(("chance", "stage"), [(0.84, Stage.TALKING), (0.85, Stage.OVER)])
def test_most_calls_are_answered(chance: float, stage: Stage) -> None:
    index = TrafficHarness(0.7, then=chance)
    index.traffic.start_call()
    (call,) = index.calls
    index.at(4).traffic.advance_call()
    assert call.stage is stage


def test_person_on_a_call_does_not_answer_a_second_one() -> None:
    index = TrafficHarness(0.7, 0.5, 0.5, then=0.0)
    index.traffic.start_call()
    (call,) = index.calls
    other = OfficeCall(CALLER, FIRST, 0)
    index.phone_system.ring(other)
    index.at(4).traffic.advance_call()
    assert call.stage is Stage.OVER


@pytest.mark.parametrize(
    ("chance", "ends"), [(0.7, (OUTSIDE, 0)), (0.55, (0, OUTSIDE)), (0.69, (0, OUTSIDE)), (0.54, None)]
)
def test_random_number_selects_the_ends_of_a_call(chance: float, ends: tuple[int, int] | None) -> None:
    """An internal call would have the same person at both ends here, so none starts."""
    index = TrafficHarness(chance)
    assert index.traffic.start_call() == (ends is not None)
    assert [(it.caller.index, it.callee.index) for it in index.calls] == ([ends] if ends else [])


@pytest.mark.parametrize(("chance", "queues"), [(0.39, 1), (0.4, 0)])
def test_some_outside_calls_come_through_a_queue(chance: float, queues: int) -> None:
    index = TrafficHarness(0.7, 0.5, chance, then=chance)
    index.traffic.start_call()
    assert [bool(it.queue) for it in index.calls] == [bool(queues)]


def test_no_call_starts_above_the_busy_share() -> None:
    index = TrafficHarness(then=0.75)
    assert index.traffic.start_call() == 1
    index.phone_system.phones[0].calls = ()
    assert index.traffic.start_call() == 1
    index.phone_system.phones[0].calls = ()
    assert index.traffic.start_call() == 0


def test_ongoing_call_was_answered_earlier() -> None:
    index = TrafficHarness(0.7)
    index.traffic.start_ongoing_call()
    (call,) = index.calls
    assert (call.stage, call.since_ms) == (Stage.TALKING, 995_000)
    assert index.phone_system.phones[0].since == 995.0
    assert index.at(69).traffic.advance_call() == 0
    assert index.at(71).traffic.advance_call() == 1


def test_idle_phones_are_rarely_unregistered() -> None:
    index = TrafficHarness(0.029, 0.03, 0.0)
    first = index.phone_system.phones[0]
    assert index.traffic.toggle_registration() == 1
    assert first.fault == NOT_REGISTERED
    assert index.traffic.toggle_registration() == 1
    assert first.fault == ""
    assert index.traffic.toggle_registration() == 0
    index.phone_system.ring(OfficeCall(CALLER, FIRST, 0))
    assert index.traffic.toggle_registration() == 0
    assert first.fault == ""


def test_nameless_outside_caller_mostly_has_a_number() -> None:
    class Nameless(ScriptedRandom):
        def choice(self, seq: Sequence[Any]) -> Any:  # type: ignore[override]
            return "" if "" in seq else seq[0]

    assert outside_caller(ScriptedRandom()).number.startswith("0161 496 ")
    assert outside_caller(Nameless(then=0.79)).number.startswith("0161 496 ")
    assert outside_caller(Nameless(then=0.8)) == CallEnd("", "anonymous")
