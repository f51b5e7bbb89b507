"""How the office's calls begin, go on and end by themselves, with chance that is known."""

from collections.abc import Sequence
from typing import Any

import pytest

from lampfield.sources.demo.people import hire
from lampfield.sources.demo.phones import NOT_REGISTERED, OUTSIDE, End, OfficeCall, Phone, PhoneSystem, Stage
from lampfield.sources.demo.scheduler import Scheduler
from lampfield.sources.demo.traffic import Traffic, outsider
from tests.sources.demo.chance import Chance

PEOPLE = hire(4, Chance())
CALLER = End("Brown", "0161")
FIRST = End(PEOPLE[0].name, PEOPLE[0].number, 0)


class Place:
    """An exchange of four idle phones, and its traffic."""

    def __init__(self, *numbers: float, then: float = 0.5, tempo: float = 1.0) -> None:
        self.agenda = Scheduler(1000.0)
        self.exchange = PhoneSystem([Phone(it, "", 0.0) for it in PEOPLE], self.agenda, lambda _: None)
        self.traffic = Traffic(self.exchange, self.agenda, Chance(*numbers, then=then), tempo)

    @property
    def calls(self) -> list[OfficeCall]:
        return list({id(it): it for phone in self.exchange.phones for it in phone.calls}.values())

    def at(self, seconds: float) -> "Place":
        self.agenda.run_until(seconds)
        return self


@pytest.mark.parametrize("tempo", [1.0, 4.0])
def test_a_call_rings_for_its_time_then_is_taken_then_ends(tempo: float) -> None:
    place = Place(0.7, 0.2, 0.9, tempo=tempo)
    assert place.traffic.begin() == 1
    (call,) = place.calls
    assert (call.caller.place, call.callee.place, call.since_ms) == (OUTSIDE, 0, 1_000_000)
    assert place.at(3.9 / tempo).traffic.go_on() == 0
    assert place.at(4 / tempo).traffic.go_on() == 1
    assert call.stage is Stage.TALKING
    assert place.at(4 / tempo).traffic.go_on() == 0
    assert place.at(5000).traffic.go_on() == 1
    assert (call.stage, place.calls) == (Stage.OVER, [])
    assert place.traffic.go_on() == 0


@pytest.mark.parametrize(("chance", "stage"), [(0.84, Stage.TALKING), (0.85, Stage.OVER)])
def test_most_calls_are_taken(chance: float, stage: Stage) -> None:
    place = Place(0.7, then=chance)
    place.traffic.begin()
    (call,) = place.calls
    place.at(4).traffic.go_on()
    assert call.stage is stage


def test_one_who_talks_takes_no_second_call() -> None:
    place = Place(0.7, 0.5, 0.5, then=0.0)
    place.traffic.begin()
    (call,) = place.calls
    other = OfficeCall(CALLER, FIRST, 0)
    place.exchange.ring(other)
    place.at(4).traffic.go_on()
    assert call.stage is Stage.OVER


@pytest.mark.parametrize(
    ("chance", "ends"), [(0.7, (OUTSIDE, 0)), (0.55, (0, OUTSIDE)), (0.69, (0, OUTSIDE)), (0.54, None)]
)
def test_who_rings_whom(chance: float, ends: tuple[int, int] | None) -> None:
    """Inside the office both ends would be the same one here: nobody rings oneself."""
    place = Place(chance)
    assert place.traffic.begin() == (ends is not None)
    assert [(it.caller.place, it.callee.place) for it in place.calls] == ([ends] if ends else [])


@pytest.mark.parametrize(("chance", "queues"), [(0.39, 1), (0.4, 0)])
def test_some_who_ring_from_outside_come_through_a_queue(chance: float, queues: int) -> None:
    place = Place(0.7, 0.5, chance, then=chance)
    place.traffic.begin()
    assert [bool(it.queue) for it in place.calls] == [bool(queues)]


def test_no_call_begins_while_many_talk() -> None:
    place = Place(then=0.75)
    assert place.traffic.begin() == 1
    place.exchange.phones[0].calls = ()
    assert place.traffic.begin() == 1
    place.exchange.phones[0].calls = ()
    assert place.traffic.begin() == 0


def test_a_call_of_before_is_a_talk_of_some_time() -> None:
    place = Place(0.7)
    place.traffic.begin_in_the_middle()
    (call,) = place.calls
    assert (call.stage, call.since_ms) == (Stage.TALKING, 995_000)
    assert place.exchange.phones[0].since == 995.0
    assert place.at(69).traffic.go_on() == 0
    assert place.at(71).traffic.go_on() == 1


def test_a_phone_loses_its_registration_seldom_and_only_while_idle() -> None:
    place = Place(0.029, 0.03, 0.0)
    first = place.exchange.phones[0]
    assert place.traffic.register() == 1
    assert first.fault == NOT_REGISTERED
    assert place.traffic.register() == 1
    assert first.fault == ""
    assert place.traffic.register() == 0
    place.exchange.ring(OfficeCall(CALLER, FIRST, 0))
    assert place.traffic.register() == 0
    assert first.fault == ""


def test_one_of_outside_has_a_name_or_at_least_mostly_a_number() -> None:
    class Nameless(Chance):
        def choice(self, seq: Sequence[Any]) -> Any:  # type: ignore[override]
            return "" if "" in seq else seq[0]

    assert outsider(Chance()).number.startswith("0161 496 ")
    assert outsider(Nameless(then=0.79)).number.startswith("0161 496 ")
    assert outsider(Nameless(then=0.8)) == End("", "anonymous")
