"""The answers to ``feed.start``: one encoding for all who start together, and nobody waits for it."""

import asyncio

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.hub import snapshots as module
from lampfield.hub.snapshots import SnapshotCache, encode_snapshot
from lampfield.hub.store import Store
from lampfield.model.change import ContactChange
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.identity import ContactId, ContactKey
from lampfield.model.link import Link, LinkName, Me
from lampfield.protocol.requests import Since, Started
from tests.hub.stores import ALL, EPOCH, PBX, store_of
from tests.waiting import until

CONTACTS = 1_000
texts = st.one_of(st.text(max_size=10), st.sampled_from(['"contacts":[', '"contacts":[]', "],", "\\"]))


def office() -> Store:
    """Return a store of many contacts."""
    store = store_of()
    for number in range(CONTACTS):
        change = ContactChange(ContactKey(str(number)), ContactPatch(name=f"Person {number}", blf=0))
        store.apply(PBX, change)
    return store


@given(st.lists(texts, max_size=8), texts, st.integers(1, 3))
def test_a_snapshot_in_slices_is_the_same_snapshot(names: list[str], text: str, slice_: int) -> None:
    started = Started(
        epoch=text,
        seq=1,
        me=Me(account=text),
        links=(Link(LinkName.PHONE, reason=text),),
        contacts=tuple(Contact(cid=ContactId(number), name=name) for number, name in enumerate(names)),
    )
    before, module.SLICE_CONTACTS = module.SLICE_CONTACTS, slice_
    try:
        parts = asyncio.run(encode_snapshot(started))
    finally:
        module.SLICE_CONTACTS = before
    assert b"".join(parts) == msgspec.json.encode(started)


async def test_all_who_start_at_once_share_one_snapshot() -> None:
    openings = SnapshotCache(office(), EPOCH)
    one, other = await asyncio.gather(openings.get(None, ALL), openings.get(None, ALL))
    assert one is other
    assert await openings.get(None, ALL) is one
    assert await openings.get(None, frozenset({"contacts"})) is not one


async def test_a_snapshot_is_not_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_SECONDS", 0.0)
    openings = SnapshotCache(office(), EPOCH)
    await openings.get(None, ALL)
    await until(lambda: not openings._snapshots, "the snapshot's end")


async def test_others_have_their_turn_while_a_snapshot_is_made() -> None:
    openings = SnapshotCache(office(), EPOCH)
    making = asyncio.create_task(openings.get(None, ALL))
    turns = 0
    while not making.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns >= CONTACTS // module.SLICE_CONTACTS


async def test_what_changes_while_a_snapshot_is_made_is_told_after_it() -> None:
    store = office()
    openings = SnapshotCache(store, EPOCH)
    making = asyncio.create_task(openings.get(None, ALL))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    before = store.seq
    store.apply(PBX, ContactChange(ContactKey("999"), ContactPatch(name="Somebody else")))
    opening = await making
    started = msgspec.json.decode(b"".join(opening.parts), type=Started)
    assert (opening.upto, started.seq) == (before, before)
    assert started.contacts[-1].name == "Person 999"


async def test_one_who_goes_away_meanwhile_does_not_take_it_from_the_others() -> None:
    openings = SnapshotCache(office(), EPOCH)
    leaving = asyncio.create_task(openings.get(None, ALL))
    staying = asyncio.create_task(openings.get(None, ALL))
    await asyncio.sleep(0)
    leaving.cancel()
    assert len(msgspec.json.decode(b"".join((await staying).parts), type=Started).contacts) == CONTACTS


async def test_a_snapshot_whose_rest_is_not_known_any_more_is_made_anew() -> None:
    store = office()
    openings = SnapshotCache(store, EPOCH)
    first = await openings.get(None, ALL)
    store.journal.contacts.floor = store.journal.next_seq()
    second = await openings.get(None, ALL)
    assert second is not first
    assert second.upto == store.seq


async def test_one_who_was_cut_off_goes_on_where_it_was() -> None:
    store = office()
    opening = await SnapshotCache(store, EPOCH).get(Since(epoch=EPOCH, seq=store.seq), ALL)
    started = msgspec.json.decode(b"".join(opening.parts), type=Started)
    assert (started.resumed, started.contacts, opening.upto) == (True, (), store.seq)
