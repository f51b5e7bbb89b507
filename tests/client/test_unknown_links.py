"""While the hub is not connected nobody knows how the links to phone and chat are, and nothing says so."""

import asyncio
from functools import partial

import lampfield
from lampfield.client.pbx import PBX
from lampfield.client.replica import HUB_LOST
from lampfield.hub.server import HubServer
from lampfield.model.change import LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from tests.client.test_reconnect import ALICE, connecting, hub_link
from tests.client.test_repeated_actions import is_tried
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted
from tests.hub.test_by_address import Directory
from tests.waiting import until
from tests.wire import wire_to

SOURCES = (LinkName.PHONE, LinkName.CHAT)
DOWN = Link(LinkName.CHAT, LinkState.DOWN, since=1_000.0, source="scripted", reason="It is off.")


def states(pbx: PBX) -> list[LinkState]:
    return [pbx.links[name].state for name in SOURCES]


async def test_the_links_are_not_known_while_the_hub_is_lost_and_come_back_with_it() -> None:
    """Twice, with one link up and one down."""
    source = Scripted(ALICE)
    async with (
        HubServer([ACCOUNT], [source]) as hub,
        wire_to(hub.port) as wire,
        connecting(wire.url) as pbx,
    ):
        source.tell(LinkChange(DOWN))
        await until(lambda: states(pbx) == [LinkState.UP, LinkState.DOWN], "the chat is down")
        before = dict(pbx.links)
        touched: list[set[LinkName]] = []
        pbx.subscribe(lambda batch: touched.append(batch.links))
        for _ in range(2):
            touched.clear()
            wire.accepts = False
            wire.cut()
            await until(lambda: hub_link(pbx) is not LinkState.UP, "the loss")
            assert touched[0] == {LinkName.HUB, *SOURCES}
            hub_since = pbx.links[LinkName.HUB].since
            phone, chat = (pbx.links[name] for name in SOURCES)
            assert phone == Link(LinkName.PHONE, LinkState.UNKNOWN, hub_since, reason=HUB_LOST)
            assert chat == Link(LinkName.CHAT, LinkState.UNKNOWN, 1_000.0, "scripted", HUB_LOST)
            tries = wire.connections + 2
            await until(partial(is_tried, wire, tries), "further tries")
            assert pbx.links[LinkName.HUB].since == hub_since
            assert pbx.links[LinkName.PHONE].since == hub_since
            wire.accepts = True
            await until(lambda: hub_link(pbx) is LinkState.UP, "the hub")
            assert {name: pbx.links[name] for name in SOURCES} == {name: before[name] for name in SOURCES}


async def test_a_link_that_is_not_configured_stays_so() -> None:
    async with (
        HubServer([ACCOUNT], [Directory()]) as hub,
        wire_to(hub.port) as wire,
        connecting(wire.url) as pbx,
    ):
        wire.accepts = False
        wire.cut()
        await until(lambda: hub_link(pbx) is not LinkState.UP, "the loss")
        assert states(pbx) == [LinkState.ABSENT, LinkState.ABSENT]


async def test_the_links_are_not_known_after_a_feed_that_ended_for_good() -> None:
    async with HubServer([ACCOUNT], [Scripted(ALICE)]) as hub, wire_to(hub.port) as wire:
        login = {"account": ACCOUNT.name, "secret": ACCOUNT.secret}
        async with lampfield.connect(wire.url, policy=lambda _: False, **login) as pbx:  # type: ignore[arg-type]
            wire.cut()
            async with asyncio.timeout(5):
                await pbx.closed()
            assert states(pbx) == [LinkState.UNKNOWN, LinkState.UNKNOWN]
            assert hub_link(pbx) is LinkState.DOWN
