"""How the office's calls begin, go on and end by themselves, with chance that is known."""

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
    """An exchange of four idle phones, and its traffic."""

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
def test_a_call_rings_for_its_time_then_is_taken_then_ends(tempo: float) -> None:
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
def test_most_calls_are_taken(chance: float, stage: Stage) -> None:
    index = TrafficHarness(0.7, then=chance)
    index.traffic.start_call()
    (call,) = index.calls
    index.at(4).traffic.advance_call()
    assert call.stage is stage


def test_one_who_talks_takes_no_second_call() -> None:
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
def test_who_rings_whom(chance: float, ends: tuple[int, int] | None) -> None:
    """Inside the office both ends would be the same one here: nobody rings oneself."""
    index = TrafficHarness(chance)
    assert index.traffic.start_call() == (ends is not None)
    assert [(it.caller.index, it.callee.index) for it in index.calls] == ([ends] if ends else [])


@pytest.mark.parametrize(("chance", "queues"), [(0.39, 1), (0.4, 0)])
def test_some_who_ring_from_outside_come_through_a_queue(chance: float, queues: int) -> None:
    index = TrafficHarness(0.7, 0.5, chance, then=chance)
    index.traffic.start_call()
    assert [bool(it.queue) for it in index.calls] == [bool(queues)]


def test_no_call_begins_while_many_talk() -> None:
    index = TrafficHarness(then=0.75)
    assert index.traffic.start_call() == 1
    index.phone_system.phones[0].calls = ()
    assert index.traffic.start_call() == 1
    index.phone_system.phones[0].calls = ()
    assert index.traffic.start_call() == 0


def test_a_call_of_before_is_a_talk_of_some_time() -> None:
    index = TrafficHarness(0.7)
    index.traffic.start_ongoing_call()
    (call,) = index.calls
    assert (call.stage, call.since_ms) == (Stage.TALKING, 995_000)
    assert index.phone_system.phones[0].since == 995.0
    assert index.at(69).traffic.advance_call() == 0
    assert index.at(71).traffic.advance_call() == 1


def test_a_phone_loses_its_registration_seldom_and_only_while_idle() -> None:
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


def test_one_of_outside_has_a_name_or_at_least_mostly_a_number() -> None:
    class Nameless(ScriptedRandom):
        def choice(self, seq: Sequence[Any]) -> Any:  # type: ignore[override]
            return "" if "" in seq else seq[0]

    assert outside_caller(ScriptedRandom()).number.startswith("0161 496 ")
    assert outside_caller(Nameless(then=0.79)).number.startswith("0161 496 ")
    assert outside_caller(Nameless(then=0.8)) == CallEnd("", "anonymous")
