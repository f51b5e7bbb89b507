"""How much of one client is taken at once, and what becomes of it when the client goes."""

import asyncio
from functools import partial

import pytest

from lampfield.hub import auth, outbox
from lampfield.hub.connection import MAX_CONCURRENT_REQUESTS
from lampfield.hub.server import HubServer
from tests.hub.caller import serving
from tests.hub.lines import Line, line_to
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

PEOPLE = [contact(str(number), name=f"Person {number}") for number in range(MAX_CONCURRENT_REQUESTS + 5)]


async def settled() -> None:
    """Let everything go on that can."""
    for _ in range(50):
        await asyncio.sleep(0)


def taken(hub: HubServer, count: int) -> bool:
    """Say whether so many requests were taken."""
    return hub.context.meter.requests.total() == count


def told(line: Line, count: int) -> bool:
    """Say whether so much was read by the client."""
    return len(line.sent) == count


async def test_the_requests_of_one_who_does_not_read_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice: what was held back once is held back again."""
    monkeypatch.setattr(outbox, "MAX_ANSWERS", 4)
    async with serving(Scripted()) as hub, line_to(hub) as line:
        await until(lambda: line.sent, "the hello")
        for number in (1, 2):
            before = hub.context.meter.requests.total()
            line.takes.clear()
            for _ in range(20):
                line.ask("nope")
            await settled()
            # One is being written, as many wait, and one more was read.
            assert 4 <= hub.context.meter.requests.total() - before <= 6
            line.takes.set()
            await until(partial(taken, hub, before + 20), "the rest")
            await until(partial(told, line, 1 + 20 * number), "all answers")


async def test_only_so_many_requests_are_carried_out_at_once() -> None:
    source = Scripted(*PEOPLE)
    async with serving(source) as hub, line_to(hub) as line:
        people = [it["cID"] for it in (await line.start())["contacts"]]
        source.go_on.clear()
        asked = [line.ask("contact.xmppReq", cID=cid) for cid in people]
        await until(lambda: len(source.asked) == MAX_CONCURRENT_REQUESTS, "the first ones")
        await settled()
        assert len(source.asked) == MAX_CONCURRENT_REQUESTS
        source.go_on.set()
        for id_ in asked:
            assert "result" in await line.answer(id_)
        assert len(source.asked) == len(PEOPLE)


async def test_what_a_client_asked_ends_with_it() -> None:
    source = Scripted(*PEOPLE[:1])
    async with serving(source, linger=30.0) as hub:
        async with line_to(hub) as line:
            (person,) = (await line.start())["contacts"]
            source.go_on.clear()
            line.ask("contact.xmppReq", cID=person["cID"])
            await until(lambda: source.asked, "the action")
            (task,) = [it for it in asyncio.all_tasks() if "dispatch" in repr(it.get_coro())]
        await until(task.done, "the end of the request")
        assert task.cancelled()


async def test_a_login_that_waits_ends_with_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "LAST_DELAY_SECONDS", 60.0)
    async with serving(Scripted()) as hub:
        monkeypatch.setattr(hub.context.authenticator, "_first_delay", 60.0)
        async with line_to(hub) as line:
            line.ask("login", account="nobody", secret="wrong")
            await until(lambda: hub.context.meter.logins_refused, "the refusal")
        await until(lambda: not hub.context.authenticator._waiting, "nobody waits any more")
