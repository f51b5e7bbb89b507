"""Invariants of lamps and calls."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.model.contact import Direction, Party
from lampfield.model.lamp import Lamp
from lampfield.sources.demo.phones import (
    NOT_MONITORED,
    OUTSIDE,
    CallEnd,
    OfficeCall,
    Phone,
    PhoneSystem,
    Stage,
)
from lampfield.sources.demo.simulation import Simulation


def lamp_of_calls(phone: Phone) -> int:
    return reduce(lambda bits, call: bits | call.lamp_at(phone.end.index), phone.calls, 0)


@settings(max_examples=25)
@given(st.integers(2, 80), st.integers(0, 99), st.floats(1, 60))
def test_a_lamp_is_always_the_union_of_its_calls(contacts: int, seed: int, rate: float) -> None:
    simulation = Simulation(contacts, rate, seed)
    for second in range(1, 120, 7):
        simulation.advance(float(second))
        for phone in simulation.world.phone_system.phones:
            assert phone.bits == lamp_of_calls(phone)
            assert (phone.party is None) == (not phone.calls or bool(phone.fault))
            assert all(call.stage is not Stage.OVER for call in phone.calls)
            assert all(phone.end.index in {call.caller.index, call.callee.index} for call in phone.calls)


def test_every_call_ends() -> None:
    simulation = Simulation(60, 5.0, 3)
    seen: dict[int, tuple[OfficeCall, float]] = {}
    for second in range(4000):
        simulation.advance(float(second))
        for call in _calls(simulation.world.phone_system):
            _, since = seen.setdefault(id(call), (call, float(second)))
            assert second - since < 1500, "a call that does not end"
    assert sum(call.stage is Stage.OVER for call, _ in seen.values()) > 100


def test_all_lamps_occur_within_an_hour() -> None:
    simulation = Simulation(120, None, 1)
    lamps: set[int | None] = set()
    for second in range(0, 3600, 5):
        simulation.advance(float(second))
        lamps |= {phone.blf for phone in simulation.world.phone_system.phones}
    assert lamps == {0, 1, 2, 3, None}


def test_unknown_lamp_has_a_reason() -> None:
    simulation = Simulation(400, 20.0, 1)
    simulation.advance(60.0)
    phones = simulation.world.phone_system.phones
    assert {phone.fault for phone in phones} >= {"", "no phone", "phone not registered", "not monitored"}
    assert all((phone.blf is None) == bool(phone.patch().blf_reason) for phone in phones)


def test_calls_are_internal_outgoing_and_incoming_also_through_queues() -> None:
    simulation = Simulation(120, None, 2)
    kinds: set[tuple[bool, bool]] = set()
    queues: set[str] = set()
    for second in range(0, 1800, 5):
        simulation.advance(float(second))
        for call in _calls(simulation.world.phone_system):
            kinds.add((call.caller.index == OUTSIDE, call.callee.index == OUTSIDE))
            queues.add(call.queue)
    assert kinds == {(False, False), (True, False), (False, True)}
    assert len(queues) > 1


def _calls(phone_system: PhoneSystem) -> set[OfficeCall]:
    return {call for phone in phone_system.phones for call in phone.calls}


ANN, BO = CallEnd("Ann", "201", 0), CallEnd("Bo", "202", 1)


def test_each_end_of_a_call_sees_the_other() -> None:
    call = OfficeCall(ANN, BO, 9, "sales")
    assert call.party_at(0) == Party("Bo", "202", Direction.OUT, 9, "sales", "9-201-202")
    assert call.party_at(1) == Party("Ann", "201", Direction.IN, 9, "sales", "9-201-202")
    assert (call.lamp_at(0), call.lamp_at(1)) == (Lamp.ON_CALL, Lamp.RINGING)
    call.stage = Stage.TALKING
    assert (call.lamp_at(0), call.lamp_at(1)) == (Lamp.ON_CALL, Lamp.ON_CALL)
    assert OfficeCall(ANN, BO, 9).queue == ""


@pytest.mark.parametrize("number", ["", "x", "²", "\u0662\u0660\u0663", "2030", "199", "0203"])
def test_number_that_is_no_extension_has_no_phone(number: str) -> None:
    assert Simulation(12, 0.0, 1).world.phone_of(number) is None


def test_extension_finds_its_owner_s_phone() -> None:
    world = Simulation(12, 0.0, 1).world
    for person in world.people:
        phone = world.phone_of(person.number)
        assert (phone.person if phone else None) is (person if person.number else None)


def test_answered_call_leads_and_a_faulty_phone_has_no_leading_call() -> None:
    phone_system = Simulation(12, 0.0, 1).world.phone_system
    phone = Phone(phone_system.phones[0].person, "", 0.0)
    first, talk = OfficeCall(BO, ANN, 1), OfficeCall(BO, ANN, 2)
    assert (phone.leading_call, phone.party, phone.is_idle) == (None, None, True)
    phone.calls = (first, talk)
    assert phone.leading_call is first
    talk.stage = Stage.TALKING
    assert phone.leading_call is talk
    broken = Phone(phone.person, "broken", 0.0, (first, talk))
    assert (broken.leading_call, broken.party, broken.blf, broken.is_idle) == (None, None, None, False)


def test_time_of_the_lamp_changes_only_with_the_lamp() -> None:
    phone = Phone(Simulation(12, 0.0, 1).world.people[0], "", 5.0)
    phone.update_lamp(7.0)
    assert (phone.bits, phone.since) == (0, 5.0)
    phone.calls = (OfficeCall(BO, ANN, 1),)
    phone.update_lamp(8.0)
    phone.update_lamp(9.0)
    assert (phone.bits, phone.since) == (2, 8.0)
    phone.fault = NOT_MONITORED
    phone.calls = ()
    phone.update_lamp(10.0)
    assert (phone.blf, phone.since) == (None, 8.0)
