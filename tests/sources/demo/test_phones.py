"""Laws of lamps and calls."""

from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from lampfield.sources.demo.office import Office
from lampfield.sources.demo.phones import OUTSIDE, Exchange, OfficeCall, Phone, Stage


def lamp_of_calls(phone: Phone) -> int:
    return reduce(lambda bits, call: bits | call.lamp_at(phone.end.place), phone.calls, 0)


@settings(max_examples=25)
@given(st.integers(2, 80), st.integers(0, 99), st.floats(1, 60))
def test_a_lamp_is_always_the_union_of_its_calls(contacts: int, seed: int, rate: float) -> None:
    office = Office(contacts, rate, seed)
    for second in range(1, 120, 7):
        office.advance(float(second))
        for phone in office.floor.exchange.phones:
            assert phone.bits == lamp_of_calls(phone)
            assert (phone.party is None) == (not phone.calls or bool(phone.fault))
            assert all(call.stage is not Stage.OVER for call in phone.calls)
            assert all(phone.end.place in {call.caller.place, call.callee.place} for call in phone.calls)


def test_every_call_ends() -> None:
    office = Office(60, 5.0, 3)
    seen: dict[int, tuple[OfficeCall, float]] = {}
    for second in range(4000):
        office.advance(float(second))
        for call in _calls(office.floor.exchange):
            _, since = seen.setdefault(id(call), (call, float(second)))
            assert second - since < 1500, "a call that does not end"
    assert sum(call.stage is Stage.OVER for call, _ in seen.values()) > 100


def test_all_lamps_and_unknown_are_there_in_the_course_of_a_day() -> None:
    office = Office(120, None, 1)
    lamps: set[int | None] = set()
    for second in range(0, 3600, 5):
        office.advance(float(second))
        lamps |= {phone.blf for phone in office.floor.exchange.phones}
    assert lamps == {0, 1, 2, 3, None}


def test_an_unknown_lamp_says_why() -> None:
    office = Office(400, 20.0, 1)
    office.advance(60.0)
    phones = office.floor.exchange.phones
    assert {phone.fault for phone in phones} >= {"", "no phone", "phone not registered", "not monitored"}
    assert all((phone.blf is None) == bool(phone.patch().blf_reason) for phone in phones)


def test_calls_go_within_out_of_and_into_the_office_also_through_queues() -> None:
    office = Office(120, None, 2)
    kinds: set[tuple[bool, bool]] = set()
    queues: set[str] = set()
    for second in range(0, 1800, 5):
        office.advance(float(second))
        for call in _calls(office.floor.exchange):
            kinds.add((call.caller.place == OUTSIDE, call.callee.place == OUTSIDE))
            queues.add(call.queue)
    assert kinds == {(False, False), (True, False), (False, True)}
    assert len(queues) > 1


def _calls(exchange: Exchange) -> set[OfficeCall]:
    return {call for phone in exchange.phones for call in phone.calls}
