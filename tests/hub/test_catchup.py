"""The law of conflation: whoever reads late, and seldom, ends with the same picture as the store."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lampfield.hub import snapshots
from lampfield.hub.snapshots import missed_changes
from lampfield.model.change import Change, ContactChange, ContactGone, MessageChange
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.show import State
from lampfield.protocol.notifications import ContactNew, ContactUpdate, MessageNew, RoomNew
from tests.hub.changing import told
from tests.hub.stores import ALL, CHAT, PBX, Reader, picture, store_of

ALICE = ContactKey("alice@acme.test")

steps = st.lists(st.tuples(told, st.booleans()), max_size=60)
"""What is told, and whether the reader reads after it."""


@given(steps)
def test_a_reader_that_reads_now_and_then_ends_with_the_truth(
    told_steps: list[tuple[tuple[str, Change], bool]],
) -> None:
    store = store_of()
    slow = Reader(store)
    for (source, change), reads in told_steps:
        store.apply(source, change)
        if reads:
            slow.catch_up()
    slow.catch_up()
    assert picture(slow.replica) == picture(Reader(store).replica)


@given(steps)
def test_what_was_heard_twice_does_no_harm(told_steps: list[tuple[tuple[str, Change], bool]]) -> None:
    store = store_of()
    reader = Reader(store)
    for (source, change), reads in told_steps:
        store.apply(source, change)
        if reads:
            reader.replica.apply(missed_changes(store, reader.cursor, ALL))
    reader.catch_up()
    assert picture(reader.replica) == picture(Reader(store).replica)


@given(steps)
def test_notices_come_in_the_order_of_their_numbers(
    told_steps: list[tuple[tuple[str, Change], bool]],
) -> None:
    store = store_of()
    start = store.seq
    for (source, change), _ in told_steps:
        store.apply(source, change)
    numbers = [notice.seq for notice in missed_changes(store, start, ALL)]
    assert numbers == sorted(numbers)
    assert all(start < number <= store.seq for number in numbers)


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a frame hold little."""
    monkeypatch.setattr(snapshots, "MAX_ITEMS_PER_BATCH", 2)


few = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(steps)
@pytest.mark.usefixtures("few_at_once")
def test_a_reader_of_small_frames_ends_with_the_truth(
    told_steps: list[tuple[tuple[str, Change], bool]],
) -> None:
    store = store_of()
    slow = Reader(store)
    for (source, change), reads in told_steps:
        store.apply(source, change)
        if reads:
            slow.read_on()
    while slow.cursor < store.seq:
        before = slow.cursor
        slow.read_on()
        assert slow.cursor > before
    assert picture(slow.replica) == picture(Reader(store).replica)


@few
@given(steps, st.integers(0, 9))
@pytest.mark.usefixtures("few_at_once")
def test_one_who_is_cut_off_between_small_frames_misses_nothing(
    told_steps: list[tuple[tuple[str, Change], bool]], heard: int
) -> None:
    store = store_of()
    reader = Reader(store)
    for (source, change), _ in told_steps:
        store.apply(source, change)
    for _ in range(heard):
        reader.read_on()
    reader.cursor = reader.replica.seq
    reader.catch_up()
    assert picture(reader.replica) == picture(Reader(store).replica)


@few
@given(steps)
@pytest.mark.usefixtures("few_at_once")
def test_a_small_frame_is_small_and_tells_nothing_of_what_comes_after_it(
    told_steps: list[tuple[tuple[str, Change], bool]],
) -> None:
    store = store_of()
    reader = Reader(store)
    for (source, change), _ in told_steps:
        store.apply(source, change)
    known = set(reader.replica.contacts)
    while reader.cursor < store.seq:
        before, notices = reader.cursor, reader.read_on()
        numbers = [notice.seq for notice in notices]
        assert numbers == sorted(numbers)
        assert all(before < number <= reader.cursor for number in numbers)
        updated = {notice.contact.cid for notice in notices if isinstance(notice, ContactUpdate)}
        known |= {notice.contact.cid for notice in notices if isinstance(notice, ContactNew)}
        assert updated <= known


def test_ten_thousand_changed_contacts_come_in_frames_of_some_hundreds() -> None:
    reader = Reader(store_of())
    keys = [ContactKey(str(number)) for number in range(10_000)]
    for key in keys:
        reader.store.apply(PBX, ContactChange(key, ContactPatch(blf=0)))
    reader.catch_up()
    for key in keys:
        reader.store.apply(PBX, ContactChange(key, ContactPatch(blf=1)))
    frames = []
    while reader.cursor < reader.store.seq:
        frames.append(len(reader.read_on()))
    assert frames == [snapshots.MAX_ITEMS_PER_BATCH] * (len(keys) // snapshots.MAX_ITEMS_PER_BATCH)


def test_a_thousand_changes_of_a_contact_are_one_notice() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, ContactChange(ALICE, ContactPatch(name="Alice", blf=0)))
    (notice,) = reader.hear(
        PBX, *(ContactChange(ALICE, ContactPatch(blf=number % 2)) for number in range(1001)), _away()
    )
    assert isinstance(notice, ContactUpdate)
    assert notice.contact == ContactPatch(
        cid=reader.store.contacts.cid_of(ALICE),
        blf=0,
        states={"desk": State("away")},
        show=notice.contact.show,
        show_since=notice.contact.show_since,
        can_chat=True,
        blf_since=notice.contact.blf_since,
    )


def test_each_message_is_told() -> None:
    reader = Reader(store_of())
    notices = reader.hear(
        CHAT, *(MessageChange(key=ALICE, id=str(number), text="hi", time=number) for number in range(50))
    )
    assert [notice.message.time for notice in notices if isinstance(notice, MessageNew)] == list(range(50))


def test_a_room_is_told_before_what_was_said_in_it() -> None:
    reader = Reader(store_of())
    notices = reader.hear(
        CHAT, MessageChange(key=ALICE, id="1", text="one"), MessageChange(key=ALICE, id="2", text="two")
    )
    assert [type(notice) for notice in notices] == [RoomNew, MessageNew, MessageNew]


def test_one_that_came_again_is_told_whole() -> None:
    reader = Reader(store_of())
    reader.hear(PBX, ContactChange(ALICE, ContactPatch(name="Alice")))
    (notice,) = reader.hear(
        PBX, ContactGone(ALICE), ContactChange(ALICE, ContactPatch(name="Alicia")), _named("Alice")
    )
    assert isinstance(notice, ContactNew)
    assert notice.contact.name == "Alice"


def test_a_reader_hears_only_what_it_follows() -> None:
    store = store_of()
    start = store.seq
    store.apply(CHAT, ContactChange(ALICE, ContactPatch(name="Alice")))
    store.apply(CHAT, MessageChange(key=ALICE, id="1"))
    assert [type(notice) for notice in missed_changes(store, start, frozenset({"contacts"}))] == [ContactNew]
    assert [type(notice) for notice in missed_changes(store, start, frozenset({"rooms"}))] == [
        RoomNew,
        MessageNew,
    ]
    assert missed_changes(store, start, frozenset({"calls", "devices"})) == []


def _away() -> ContactChange:
    return ContactChange(ALICE, ContactPatch(states={"desk": State("away")}))


def _named(name: str) -> ContactChange:
    return ContactChange(ALICE, ContactPatch(name=name))
