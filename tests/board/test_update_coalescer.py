"""The board is woken by what it can show, and hears of everything in the end."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.update_coalescer import UpdateCoalescer
from lampfield.client.replica import Batch
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from tests.waiting import until

SEEN = {ContactId(1), ContactId(2)}


def updated(*cids: int, **more: object) -> Batch:
    return Batch(contacts_updated=set(map(ContactId, cids)), **more)  # type: ignore[arg-type]


def gathering(given_: list[Batch]) -> UpdateCoalescer:
    return UpdateCoalescer(given_.append, lambda cids: not SEEN.isdisjoint(cids))


async def test_what_is_in_sight_is_told_at_once() -> None:
    told: list[Batch] = []
    gathering(told).take(updated(1, 7))
    assert [batch.contacts_updated for batch in told] == [{1, 7}]


async def test_what_is_out_of_sight_comes_with_what_is_not() -> None:
    told: list[Batch] = []
    gathers = gathering(told)
    gathers.take(updated(7))
    gathers.take(updated(8))
    assert not told
    gathers.take(updated(2))
    assert [batch.contacts_updated for batch in told] == [{2, 7, 8}]
    gathers.stop()


async def test_whose_call_ended_out_of_sight_is_told_too() -> None:
    told: list[Batch] = []
    gathers, ann, bob = gathering(told), Contact(cid=ContactId(7)), Contact(cid=ContactId(1))
    gathers.take(updated(7, call_ends=[ann]))
    gathers.take(updated(1, call_ends=[bob]))
    gathers.take(updated(2))
    assert [batch.call_ends for batch in told] == [[ann, bob], []]
    gathers.stop()


async def test_it_comes_by_itself_after_a_while() -> None:
    told: list[Batch] = []
    gathering(told).take(updated(7))
    await until(lambda: told, "the change")
    assert told[0].contacts_updated == {7}


async def test_a_new_description_waits_for_nothing() -> None:
    told: list[Batch] = []
    gathering(told).take(updated(7, contacts_described={ContactId(7)}))
    assert told[0].contacts_described == {7}


cids = st.frozensets(st.integers(1, 6).map(ContactId))
batches = st.builds(
    lambda new, changed, gone: Batch(
        contacts_new=set(new), contacts_updated=set(changed - new), contacts_gone=set(gone - new - changed)
    ),
    cids,
    cids,
    cids,
)


@given(st.lists(batches))
async def test_nobody_is_forgotten_and_nobody_is_in_two_sets(frames: list[Batch]) -> None:
    told: list[Batch] = []
    gathers = gathering(told)
    for frame in frames:
        gathers.take(frame)
    gathers.take(updated(*SEEN))
    gathers.stop()
    changed = set().union(*(frame.contacts_updated for frame in frames))
    heard = set().union(
        *(batch.contacts_updated | batch.contacts_gone | batch.contacts_new for batch in told)
    )
    assert changed <= heard
    for batch in told:
        assert not batch.contacts_updated & (batch.contacts_new | batch.contacts_gone)
