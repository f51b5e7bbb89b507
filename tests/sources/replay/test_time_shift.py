"""The times of a replay: ages and order stay the same."""

from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from lampfield.model.call import Call
from lampfield.model.contact import Contact, Party
from lampfield.model.identity import CallUid, ContactId, MessageId, RoomId
from lampfield.model.room import Message
from lampfield.model.show import State
from lampfield.sources.replay.time_shift import TimeShift

TIMES = some.floats(1.0, 4e9)
SHIFTS = some.builds(TimeShift, TIMES, TIMES, some.floats(0.1, 100.0))


@given(TIMES, TIMES, some.floats(0.0, 1e6))
def test_what_was_before_is_as_long_ago_as_it_was(began: float, now: float, age: float) -> None:
    then = began - age
    if then > 0:
        assert abs((now - TimeShift(began, now, 5.0).seconds(then)) - age) < 1e-3


@given(SHIFTS, TIMES, TIMES)
def test_the_order_stays(shift: TimeShift, one: float, other: float) -> None:
    early, late = sorted((one, other))
    assert shift.seconds(early) <= shift.seconds(late)


def test_what_follows_goes_at_the_speed() -> None:
    assert TimeShift(1000.0, 5000.0, 2.0).seconds(1010.0) == 5005.0
    assert TimeShift(1000.0, 5000.0, 2.0).millis(1_010_000) == 5_005_000


@given(SHIFTS)
def test_unknown_stays_unknown(shift: TimeShift) -> None:
    assert (shift.seconds(0.0), shift.millis(0)) == (0.0, 0)


def test_all_times_of_a_thing_are_moved_and_nothing_else() -> None:
    shift = TimeShift(1000.0, 5000.0)
    party = Party("Ito", "205", since=990_000, call="7")
    contact = Contact(
        cid=ContactId(1),
        name="Ann",
        party=party,
        states={"desk": State("away", "out", 5, since=980.0), "pc": State()},
        blf_since=970.0,
        show_since=960.0,
    )
    assert shift.contact(contact) == Contact(
        cid=ContactId(1),
        name="Ann",
        party=Party("Ito", "205", since=4_990_000, call="7"),
        states={"desk": State("away", "out", 5, since=4980.0), "pc": State()},
        blf_since=4970.0,
        show_since=4960.0,
    )
    assert shift.contact(Contact(cid=ContactId(1))) == Contact(cid=ContactId(1))
    call = Call(uid=CallUid(1), name="Ito", stamp=980_000, start=990_000)
    assert shift.call(call) == Call(uid=CallUid(1), name="Ito", stamp=4_980_000, start=4_990_000)
    message = Message(msg_id=MessageId(1), room_id=RoomId(2), msg="hi", time=990_000)
    moved = Message(msg_id=MessageId(1), room_id=RoomId(2), msg="hi", time=4_990_000)
    assert shift.message(message) == moved
    assert shift.message(replace(message, claimed_time=980_000)) == replace(moved, claimed_time=4_980_000)
