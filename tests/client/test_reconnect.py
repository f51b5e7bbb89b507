"""A connection that is lost comes back by itself, with what was missed and nothing twice."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import pytest

import lampfield
from lampfield.client import handshake
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.hub.server import HubServer
from lampfield.model.change import ContactGone, MessageChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName, LinkState
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until
from tests.wire import wire_to

ALICE = contact("a", name="Alice", blf=0, chat_id="a")
BOB = contact("b", name="Bob", blf=0)


def soon() -> Iterator[float]:
    """Yield waits that no test notices."""
    while True:
        yield 0.01


def knows(pbx: PBX, **names: int | None) -> bool:
    """Return whether exactly these contacts are known, with these lamps."""
    return {it.name: it.blf for it in pbx.contacts} == names


def hub_link(pbx: PBX) -> LinkState:
    return pbx.links[LinkName.HUB].state


def connecting(url: str, **options: Any) -> Any:
    login: dict[str, Any] = {"account": ACCOUNT.name, "secret": ACCOUNT.secret, "delays": soon}
    return lampfield.connect(url, **login | options)


async def test_what_was_missed_comes_without_a_snapshot() -> None:
    source = Scripted(ALICE, BOB)
    async with (
        HubServer([ACCOUNT], [source]) as hub,
        wire_to(hub.port) as wire,
        connecting(wire.url) as pbx,
    ):
        alice = next(it for it in pbx.contacts if it.name == "Alice")
        batches: list[Batch] = []
        pbx.subscribe(batches.append)
        wire.accepts = False
        wire.cut()
        await until(lambda: hub_link(pbx) is not LinkState.UP, "the loss")
        source.tell(contact("a", blf=1), ContactGone(ContactKey("b")), contact("c", name="Cara", blf=2))
        wire.accepts = True
        await until(lambda: knows(pbx, Alice=1, Cara=2), "what was missed")
        assert not any(batch.reset for batch in batches)
        assert next(it for it in pbx.contacts if it.name == "Alice") is alice
        assert hub_link(pbx) is LinkState.UP


async def test_a_hub_that_restarts_is_followed_from_a_snapshot() -> None:
    source = Scripted(ALICE, BOB)
    async with AsyncExitStack() as stack:
        hub = HubServer([ACCOUNT], [source], linger=0.0)
        await hub.__aenter__()
        pbx = await stack.enter_async_context(connecting(hub.url))
        alice = next(it for it in pbx.contacts if it.name == "Alice")
        port = hub.port
        await hub.__aexit__(None, None, None)
        await until(lambda: hub_link(pbx) is not LinkState.UP, "the loss")
        assert knows(pbx, Alice=0, Bob=0)
        again = HubServer([ACCOUNT], [Scripted(contact("a", name="Alice", blf=3))], port=port, linger=0.0)
        await stack.enter_async_context(again)
        await until(lambda: knows(pbx, Alice=3), "the new hub's picture")
        assert next(iter(pbx.contacts)) is alice


@pytest.mark.parametrize("limit", [150, 300, 450, 600, 750])
async def test_a_connection_cut_anywhere_ends_with_the_truth(limit: int) -> None:
    source = Scripted(ALICE, BOB)
    async with HubServer([ACCOUNT], [source]) as hub, wire_to(hub.port) as wire:
        wire.cut_after_bytes = limit
        async with connecting(wire.url, first="retry") as pbx:
            await until(lambda: wire.connections > 2, "some tries")
            wire.cut_after_bytes = None
            wire.cut()
            await until(lambda: knows(pbx, Alice=0, Bob=0), "everybody")
            source.tell(contact("a", blf=1))
            await until(lambda: knows(pbx, Alice=1, Bob=0), "a change")


async def test_messages_come_once_however_often_the_line_breaks() -> None:
    source = Scripted(ALICE)
    async with HubServer([ACCOUNT], [source]) as hub, wire_to(hub.port) as wire, connecting(wire.url) as pbx:
        received: list[str] = []
        pbx.subscribe(lambda batch: received.extend(said.msg for said in batch.messages))
        for number in range(10):
            source.tell(MessageChange(key=ContactKey("a"), id=str(number), text=str(number)))
            wire.cut()
            await until(partial(received.__contains__, str(number)), f"message {number}")
        assert received == [str(number) for number in range(10)]


async def test_a_line_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "PING_SECONDS", 0.1)
    source = Scripted(ALICE)
    async with HubServer([ACCOUNT], [source]) as hub, wire_to(hub.port) as wire, connecting(wire.url) as pbx:
        wire.hold()
        await until(lambda: hub_link(pbx) is not LinkState.UP, "the silence was noticed")
        wire.release()
        await until(lambda: hub_link(pbx) is LinkState.UP, "the line again")


async def test_a_request_on_a_lost_line_fails_and_is_not_repeated() -> None:
    source = Scripted(ALICE)
    source.go_on.clear()
    async with HubServer([ACCOUNT], [source]) as hub, wire_to(hub.port) as wire, connecting(wire.url) as pbx:
        (alice,) = pbx.contacts
        import asyncio

        asking = asyncio.create_task(alice.xmpp_req())
        await until(lambda: source.asked, "the request")
        wire.cut()
        with pytest.raises(lampfield.FeedError):
            await asking
        await until(lambda: hub_link(pbx) is LinkState.UP, "the line again")
        source.go_on.set()
        assert len(source.asked) == 1


async def test_a_wrong_secret_is_final() -> None:
    async with HubServer([ACCOUNT], [Scripted(ALICE)]) as hub:
        with pytest.raises(lampfield.FeedError, match="secret"):
            async with connecting(hub.url, secret="wrong"):
                pass
        async with connecting(hub.url, secret="wrong", first="retry") as pbx:
            await pbx.closed()
            assert "secret" in str(pbx.failed)
            assert hub_link(pbx) is LinkState.DOWN


async def test_policy_and_delays_are_the_caller_s() -> None:
    asked: list[Exception] = []

    def never(error: Exception) -> bool:
        asked.append(error)
        return False

    async with connecting("ws://127.0.0.1:1", first="retry", policy=never) as pbx:
        await pbx.closed()
        assert asked == [pbx.failed]
    async with connecting("ws://127.0.0.1:1", first="retry", delays=lambda: iter([0.0, 0.0])) as pbx:
        await pbx.closed()
        assert "lampfield serve" in str(pbx.failed)


async def test_a_hub_that_comes_later_is_found() -> None:
    async with HubServer([ACCOUNT], [Scripted(ALICE)]) as hub, wire_to(hub.port) as wire:
        wire.accepts = False
        async with connecting(wire.url, first="retry") as pbx:
            assert len(pbx.contacts) == 0
            await until(lambda: wire.connections > 1, "some tries")
            wire.accepts = True
            await until(lambda: knows(pbx, Alice=0), "the hub")
