"""The port in real time: sessions of the demo on a running event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from lampfield.model.account import Account
from lampfield.model.call import CallState
from lampfield.model.change import Change
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import Show
from lampfield.sources.demo.session import DemoSession
from lampfield.sources.demo.source import DemoSource, demo_account
from tests.sources.demo.replica import Replica
from tests.waiting import until

ACCOUNT = demo_account()
DESK = ACCOUNT.devices[0]


class SessionRecorder:
    """A session that records its changes."""

    def __init__(self, source: DemoSource, account: Account = ACCOUNT) -> None:
        self.batches: list[list[Change]] = []
        self.replica = Replica()
        self.session: DemoSession = source.open(account, self._collect)

    def _collect(self, changes: Any) -> None:
        self.batches.append(list(changes))
        self.replica.apply(changes)

    @property
    def ready(self) -> bool:
        return self.replica.me is not None


@asynccontextmanager
async def listening(source: DemoSource, count: int = 1) -> AsyncIterator[list[SessionRecorder]]:
    """Open sessions, wait for their snapshots, and close all."""
    recorders = [SessionRecorder(source) for _ in range(count)]
    for recorder in recorders:
        await recorder.session.start()
    await until(lambda: all(recorder.ready for recorder in recorders), "the first picture")
    try:
        yield recorders
    finally:
        for recorder in recorders:
            await recorder.session.close()
        await source.close()


async def test_session_connects_then_emits_a_snapshot() -> None:
    source = DemoSource(120, rate=0)
    async with listening(source) as (recorder,):
        first = Replica(recorder.batches[0])
        assert {link.state for link in first.links.values()} == {LinkState.CONNECTING}
        assert recorder.replica.up()
        assert len(recorder.replica.contacts) == 120
        assert list(recorder.replica.devices) == list(ACCOUNT.devices)
        assert recorder.replica.rooms
        assert source.links == frozenset({LinkName.PHONE, LinkName.CHAT})


async def test_changes_occur_without_actions() -> None:
    async with listening(DemoSource(120, rate=200)) as (recorder,):
        batches = len(recorder.batches)
        await until(lambda: len(recorder.batches) > batches + 3, "changes")


async def test_dial_rings_connects_and_hangs_up_at_rate_zero() -> None:
    async with listening(DemoSource(120, rate=0, speed=40)) as (recorder,):
        talks: list[str] = []

        def up(channel: str) -> bool:
            call = recorder.replica.calls.get(channel)
            return call is None or call.state is CallState.UP

        for _ in range(10):
            channel = await recorder.session.dial(DESK, "203", None)
            assert channel in recorder.replica.calls
            await until(lambda channel=channel: up(channel), "an answer or an end")  # type: ignore[misc]
            if channel in recorder.replica.calls:
                talks.append(channel)
                break
        await recorder.session.hold(talks[0])
        assert recorder.replica.calls[talks[0]].state is CallState.HOLD
        await recorder.session.talk(talks[0])
        await recorder.session.hang_up(talks[0])
        assert recorder.replica.ended[-1].cause == ""


async def test_a_posted_message_carries_the_id_that_was_returned() -> None:
    async with listening(DemoSource(120, rate=0, speed=40)) as (recorder,):
        key = next(iter(recorder.replica.contacts))
        sent = await recorder.session.post(key, "Good morning")
        assert recorder.replica.messages[key, sent].text == "Good morning"
        await until(lambda: recorder.replica.messages[key, sent].receipt, "a receipt")


async def test_sessions_of_one_account_share_its_view() -> None:
    async with listening(DemoSource(30, rate=0), 2) as (one, other):
        await one.session.set_presence(Show.DND, "in a call")
        assert one.replica.me == other.replica.me
        assert other.replica.me
        assert (other.replica.me.show, other.replica.me.status) == (Show.DND, "in a call")
        one.replica.assert_equals(other.replica)


async def test_reset_link_reconnects() -> None:
    async with listening(DemoSource(60, rate=0, outage=0.1)) as (recorder,):
        await recorder.session.reset(LinkName.PHONE)
        assert recorder.replica.links[LinkName.PHONE].state is LinkState.DOWN
        with pytest.raises(Refusal) as refused:
            await recorder.session.dial(DESK, "203", None)
        assert refused.value.word is RefusalCode.LINK_DOWN
        await recorder.session.set_presence(Show.AWAY, "")
        await until(recorder.replica.up, "the link again")
        await recorder.session.dial(DESK, "203", None)


async def test_half_of_the_people_have_a_photo() -> None:
    async with listening(DemoSource(40, rate=0)) as (recorder,):
        photos = {key: await recorder.session.photo(key) for key in recorder.replica.contacts}
        for key, photo in photos.items():
            assert (photo.photo_id if photo else "") == recorder.replica.contacts[key]["photo_id"]
        assert 8 < sum(photo is not None for photo in photos.values()) < 32


async def test_closed_session_emits_nothing_and_leaves_no_task() -> None:
    before = asyncio.all_tasks()
    source = DemoSource(60, rate=500)
    async with listening(source) as (recorder,):
        pass
    batches = len(recorder.batches)
    await recorder.session.close()
    await source.close()
    assert asyncio.all_tasks() == before
    assert len(recorder.batches) == batches


async def test_time_stands_still_without_sessions() -> None:
    source = DemoSource(60, rate=0)
    for shown in (Show.DND, Show.AWAY):
        recorder = SessionRecorder(source)
        await recorder.session.start()
        await until(lambda recorder=recorder: recorder.ready, "the picture")  # type: ignore[misc]
        await recorder.session.set_presence(shown, "")
        await recorder.session.close()
    again = SessionRecorder(source)
    await again.session.start()
    await until(lambda: again.ready, "the picture")
    assert again.replica.me
    assert again.replica.me.show is Show.AWAY
    await again.session.close()


@pytest.mark.parametrize("options", [{"contacts": 0}, {"contacts": 10_001}, {"rate": -1.0}, {"speed": 0.0}])
def test_options_out_of_bounds_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="demo"):
        DemoSource(**options)


async def test_a_status_of_two_lines_is_refused() -> None:
    async with listening(DemoSource(3, rate=0)) as (recorder,):
        with pytest.raises(Refusal, match="one line"):
            await recorder.session.set_presence(Show.ONLINE, "two\nlines")
