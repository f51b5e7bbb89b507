"""Telling many: each frame once for all who have seen the same, few frames in a burst."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

import pytest

from lampfield.client.replica import Replica
from lampfield.hub import broadcast, frames
from lampfield.hub.broadcast import (
    MAX_INTERVAL_SECONDS,
    MIN_INTERVAL_SECONDS,
    Broadcaster,
    Cohort,
    interval_seconds,
    send_to_ready,
)
from lampfield.hub.frames import Frame, Missed
from lampfield.hub.meter import Meter
from lampfield.hub.outbox import Outbox
from lampfield.hub.server import HubServer
from lampfield.hub.snapshots import MAX_ITEMS_PER_BATCH, Datasets
from lampfield.model.account import Account
from lampfield.model.change import ContactChange
from lampfield.protocol.limits import DATASETS
from lampfield.protocol.notifications import Notification
from tests.hub.caller import ACCOUNT, Caller, calling, serving
from tests.hub.replicas import load
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

EXTENSIONS = 1_000
LAST = "last"
"""The name of a contact when all was told."""


def extensions(blf: int | None) -> list[ContactChange]:
    """Return the lamp of every extension."""
    return [contact(str(number), blf=blf) for number in range(EXTENSIONS)]


@asynccontextmanager
async def following(hub: HubServer, count: int) -> AsyncIterator[list[Caller]]:
    """Let some clients follow."""
    async with AsyncExitStack() as stack:
        callers = [await stack.enter_async_context(calling(hub)) for _ in range(count)]
        for caller in callers:
            await caller.start()
        yield callers


async def read_to_the_end(caller: Caller, replica: Replica) -> None:
    """Read until the last change was told."""
    while not any(value.name == LAST for value in replica.contacts.values()):
        await caller.frame()
        load(caller.frames[-1], replica)


async def test_an_exchange_that_starts_anew_is_told_in_few_frames() -> None:
    source = Scripted(*extensions(0))
    async with serving(source) as hub, following(hub, 2) as callers:
        replicas = [Replica() for _ in callers]
        for caller, replica in zip(callers, replicas, strict=True):
            load(caller.frames[-1], replica)
        begun = [len(caller.frames) for caller in callers]
        clock = asyncio.get_running_loop().time
        began = clock()
        for blf in (None, 1, 2, 3, 0, 1):
            for change in extensions(blf):
                source.tell(change)
            await asyncio.sleep(0)
        source.tell(contact("0", name=LAST))
        for caller, replica in zip(callers, replicas, strict=True):
            await read_to_the_end(caller, replica)
        passed = (clock() - began) / MIN_INTERVAL_SECONDS
        for caller, begin in zip(callers, begun, strict=True):
            heard = caller.frames[begin:]
            assert len(heard) <= (passed + 2) * EXTENSIONS / MAX_ITEMS_PER_BATCH
            for frame in heard:
                told = Counter(part["params"]["contact"]["cID"] for part in frame)
                assert max(told.values()) == 1
        for replica in replicas:
            assert {value.blf for value in replica.contacts.values()} == {1}


async def test_all_who_have_seen_the_same_share_an_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[bytes] = []
    readers: list[int] = []

    def counted(text: bytes, to: Cohort) -> list[Outbox]:
        texts.append(text)
        readers.append(len(to))
        return send_to_ready(text, to)

    monkeypatch.setattr(broadcast, "send_to_ready", counted)
    source = Scripted(contact("1", blf=0))
    async with serving(source) as hub, following(hub, 5) as callers:
        for blf in (1, 2, 3):
            source.tell(contact("1", blf=blf))
            for caller in callers:
                assert (await caller.notice("contact.update"))["contact"]["blf"] == blf
    assert readers == [5, 5, 5]
    assert len(set(texts)) == 3


async def test_each_hears_what_it_follows() -> None:
    source = Scripted(contact("1", blf=0))
    async with serving(source) as hub, calling(hub) as one, calling(hub) as other:
        await one.start()
        await other.start(datasets=["rooms"])
        source.tell(contact("1", blf=1))
        await one.notice("contact.update")
        await other.ask("link.reset", name="chat")
        assert all(part.get("method") != "contact.update" for frame in other.frames for part in frame)


async def test_one_who_only_follows_has_no_task_that_writes() -> None:
    source = Scripted(contact("1", blf=0))
    async with serving(source) as hub, following(hub, 3) as callers:
        (desk,) = hub.context.accounts
        await until(
            lambda: all(reader._writer is None for reader in desk.broadcaster._readers), "idle outboxes"
        )
        source.tell(contact("1", blf=1))
        for caller in callers:
            await caller.notice("contact.update")
        assert all(reader._writer is None for reader in desk.broadcaster._readers)


async def test_an_answer_comes_after_all_that_was_changed_before_it() -> None:
    source = Scripted(contact("1", blf=0))
    async with serving(source) as hub, calling(hub) as caller:
        cid = (await caller.start())["contacts"][0]["cID"]
        source.go_on.clear()
        id_ = await caller.say("contact.xmppReq", cID=cid)
        await until(lambda: source.asked, "the action")
        read = len(caller.frames)
        source.tell(*extensions(0))
        source.go_on.set()
        await caller.answer(id_)
        told = [part["method"] for frame in caller.frames[read:] for part in frame if "method" in part]
        assert told.count("contact.new") == EXTENSIONS - 1


async def test_one_who_logs_in_anew_hears_no_more_of_the_account_before() -> None:
    source = Scripted(contact("1", blf=0))
    second = Account(name="second", secret="open sesame")
    async with HubServer([ACCOUNT, second], [source], linger=30.0) as hub, calling(hub) as caller:
        await caller.start()
        await caller.login(second)
        read = len(caller.frames)
        source.tell(contact("1", blf=1), contact("2", name="New"))
        for _ in range(3):
            await caller.refused("contact.dial", cID=1)
        assert all("method" not in part for frame in caller.frames[read:] for part in frame)
        assert len((await caller.ask("feed.start"))["contacts"]) == 1
        source.tell(contact("1", blf=2))
        assert (await caller.notice("contact.update"))["contact"]["blf"] == 2


async def test_what_cannot_be_told_ends_those_who_miss_it_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> list[Notification]:
        raise ValueError("no text of it")

    source = Scripted(contact("1", blf=0))
    async with serving(source, linger=30.0) as hub, calling(hub) as before:
        await before.start()
        with monkeypatch.context() as context:
            context.setattr(frames, "missed_changes", fail)
            source.tell(contact("1", blf=1))
            await before.end()
        async with calling(hub) as after:
            await after.start()
            source.tell(contact("1", blf=2))
            assert (await after.notice("contact.update"))["contact"]["blf"] == 2
    assert "no text of it" in caplog.text


@pytest.mark.parametrize("took", [0.0, 0.001, 0.003, 0.005, 0.01, 1.0])
def test_the_more_there_is_to_tell_the_fewer_frames_there_are(took: float) -> None:
    gap = interval_seconds(took)
    assert MIN_INTERVAL_SECONDS <= gap <= MAX_INTERVAL_SECONDS
    assert gap <= interval_seconds(took + 0.001)
    assert gap in {MIN_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS} or gap == pytest.approx(took * 5)


class Flat:
    """A store of numbers: each change is a text of its own, and a frame holds two of them."""

    def __init__(self) -> None:
        self.seq = 0

    def since(self, cursor: int, _: Datasets) -> Missed:
        upto = min(cursor + 2, self.seq)
        return Missed(Frame((f"[{cursor + 1}..{upto}]".encode(),)), upto)


class Standing:
    """A reader that is always ready."""

    def __init__(self) -> None:
        self.told: list[bytes] = []


@pytest.fixture
def flat(monkeypatch: pytest.MonkeyPatch) -> tuple[Flat, Broadcaster]:
    def give(text: bytes, flock: dict[Any, None]) -> list[Any]:
        for reader in flock:
            reader.told.append(text)
        return []

    monkeypatch.setattr(broadcast, "send_to_ready", give)
    store = Flat()
    return store, Broadcaster(cast("Any", store), Meter())


async def test_flocks_at_different_places_are_all_told_to_the_end_and_then_it_is_quiet(
    flat: tuple[Flat, Broadcaster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three flocks, one of them up to date: the frames that are left follow by themselves, no others."""
    store, broadcaster = flat
    calls = 0
    tell = broadcaster._send_changes

    def counted() -> None:
        nonlocal calls
        calls += 1
        tell()

    monkeypatch.setattr(broadcaster, "_send_changes", counted)
    every = frozenset(DATASETS)
    late, later, current = (Standing() for _ in range(3))
    for reader, cursor in ((late, 0), (later, 3), (current, 5)):
        broadcaster.add(cast("Any", reader))
        broadcaster.attach(cast("Any", reader), cursor, every)
    store.seq = 5
    for _ in range(2):
        broadcaster.changed()
        await until(lambda: broadcaster._timer is None, "nothing more to tell")
    assert late.told == [b"[1..2]", b"[3..4]", b"[5..5]"]
    assert later.told == [b"[4..5]"]
    assert current.told == []
    assert calls <= 5
    assert len(broadcaster._cohorts) == 1
    store.seq = 6
    broadcaster.changed()
    await until(lambda: broadcaster._timer is None, "nothing more to tell")
    assert [reader.told[-1] for reader in (late, later, current)] == [b"[6..6]"] * 3


async def test_a_fault_while_telling_does_not_stop_the_telling(
    flat: tuple[Flat, Broadcaster], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, broadcaster = flat
    reader = Standing()
    broadcaster.add(cast("Any", reader))
    broadcaster.attach(cast("Any", reader), 0, frozenset(DATASETS))
    faults: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))
    with monkeypatch.context() as context:
        context.setattr(broadcaster, "_advance_cohort", lambda *_: 1 / 0)
        store.seq = 1
        broadcaster.changed()
        await until(lambda: faults, "the fault")
    broadcaster.attach(cast("Any", reader), 0, frozenset(DATASETS))
    broadcaster.changed()
    await until(lambda: reader.told, "the next change")
    assert reader.told == [b"[1..1]"]


async def test_frames_are_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "CACHE_SECONDS", 0.01)
    source = Scripted(contact("1", blf=0))
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        (desk,) = hub.context.accounts
        kept = desk.broadcaster._frames._cache
        for blf in (1, 2):
            source.tell(contact("1", blf=blf))
            await caller.notice("contact.update")
            await until(lambda: not kept, "nothing is kept")
