"""The law of recordings: who watches a replay sees in the end what was seen when it was recorded."""

from contextlib import AsyncExitStack
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from lampfield.client.connect import connect
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.link import LinkName, LinkState
from lampfield.model.show import Show
from lampfield.sources.demo.source import DemoSource, demo_account
from lampfield.sources.replay.recording import Recording
from lampfield.sources.replay.source import ReplaySource, account_for
from tests.cli.recording.taping import differences, recording, seen, watching
from tests.waiting import until


async def work(pbx: PBX) -> None:
    """Do what changes every kind of thing that there is."""
    friends = [contact for contact in pbx.contacts if contact.can_chat and contact.name.isascii()][:3]
    await friends[0].dial()
    ended = await friends[1].dial()
    await ended.hangup()
    room = await friends[2].chat()
    await room.post("Mr Brown for you, take it?")
    await room.history(3)
    left, *others = [room for room in pbx.rooms if room.contact is not friends[2]]
    await left.leave()
    for other in others:
        await other.see()
    await friends[0].set_tags(["vip"])
    await pbx.set_presence(Show.AWAY, "lunch till 1")
    await pbx.add_contact("kim@example.com", "Kim")


async def ends_as(pbx: PBX, wanted: dict[str, Any]) -> None:
    """Wait until a client sees something; where it does not come, say what is otherwise."""
    try:
        await until(lambda: seen(pbx) == wanted, "the end of the recording", 20.0)
    except AssertionError:
        assert differences(seen(pbx), wanted) == {}
        raise


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_end_of_a_replay_is_what_was_seen_last(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "feed.jsonl"
    source = DemoSource(contacts=40, rate=400, seed=seed, speed=20, outage=0.05)
    async with watching(source) as pbx:
        for room in list(pbx.rooms)[1:]:
            await room.see()
        async with recording(pbx, file):
            before = pbx.seq
            await work(pbx)
            await until(lambda: pbx.seq > before + 300, "news")
            await pbx.reset_link(LinkName.CHAT)
            await until(lambda: pbx.links[LinkName.CHAT].state is not LinkState.UP, "an outage")
            await until(lambda: pbx.links[LinkName.CHAT].state is LinkState.UP, "its end")
        wanted = seen(pbx)
    tape = Recording(file)
    replay = ReplaySource(tape, clock=lambda: tape.header.began)
    async with watching(replay, account_for(tape, demo_account())) as pbx:
        await ends_as(pbx, wanted)


async def test_a_hub_that_starts_anew_in_between_is_recorded_too(tmp_path: Path) -> None:
    """Its numbers of calls, rooms and messages mean others then."""
    file, account = tmp_path / "feed.jsonl", demo_account()
    async with AsyncExitStack() as stack:
        first = HubServer([account], [DemoSource(contacts=20, rate=0)], linger=0.0)
        await first.__aenter__()
        joining = connect(first.url, account=account.name, secret=account.secret, delays=lambda: repeat(0.02))
        pbx = await stack.enter_async_context(joining)
        async with recording(pbx, file):
            await next(contact for contact in pbx.contacts if contact.can_chat).dial()
            port = first.port
            await first.__aexit__(None, None, None)
            other = DemoSource(contacts=12, rate=0, seed=4)
            await stack.enter_async_context(HubServer([account], [other], port=port, linger=0.0))
            await until(lambda: len(pbx.contacts) == 12 and not pbx.calls, "the other hub", 20.0)
        wanted = seen(pbx)
    tape = Recording(file)
    replay = ReplaySource(tape, clock=lambda: tape.header.began)
    async with watching(replay, account_for(tape, account)) as pbx:
        await ends_as(pbx, wanted)
