"""Connections are bounded, in number and in time, and who logs in is never kept out by those who do not."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from lampfield.hub import admission as bounds
from lampfield.hub.admission import (
    ACCEPT_LOG_INTERVAL_SECONDS,
    AcceptErrorFilter,
    Connections,
    CountedConnection,
    Limits,
    limits_for,
)
from lampfield.hub.connection import MAX_BEFORE_LOGIN
from lampfield.hub.server import HubServer
from lampfield.hub.snapshots import valid_datasets
from tests.hub.caller import Caller, calling, serving
from tests.hub.scripted import Scripted
from tests.hub.stores import Clock
from tests.hub.test_session import ALICE
from tests.waiting import until

MANY = Limits(all=100, anonymous=100, anonymous_per_network=100)


class Connection:
    """A connection that notes how it ends."""

    def __init__(self, network: str) -> None:
        self.network = network
        self.ended = ""

    def abort(self) -> None:
        self.ended += "aborted"

    def expire(self) -> None:
        self.ended += "expired"


def names(*made: Connection) -> list[str]:
    return [connection.ended for connection in made]


async def test_the_oldest_without_a_login_gives_way_to_a_new_one() -> None:
    counted = Connections(Limits(all=9, anonymous=2, anonymous_per_network=9))
    one, two, three, four = (Connection(name) for name in "abcd")
    for connection in (one, two, three):
        counted.add(connection)
    assert names(one, two, three) == ["aborted", "", ""]
    counted.identify(two)
    counted.add(four)
    assert names(one, two, three, four) == ["aborted", "", "", ""]
    assert (len(counted), counted.anonymous, counted.dropped) == (4, 2, 1)
    for connection in (one, two, three, four):
        counted.remove(connection)
    assert (len(counted), counted.anonymous) == (0, 0)


async def test_one_address_has_a_bound_of_its_own() -> None:
    counted = Connections(Limits(all=9, anonymous=9, anonymous_per_network=2))
    other = Connection("b")
    counted.add(other)
    mine = [Connection("a") for _ in range(4)]
    for connection in mine:
        counted.add(connection)
    assert names(*mine) == ["aborted", "aborted", "", ""]
    assert other.ended == ""
    counted.remove(mine[3])
    fifth = Connection("a")
    counted.add(fifth)
    assert names(*mine, fifth) == ["aborted", "aborted", "", "", ""]


async def test_where_all_have_logged_in_the_new_one_is_dropped() -> None:
    counted = Connections(Limits(all=2, anonymous=2, anonymous_per_network=2))
    known = [Connection("a"), Connection("b")]
    for connection in known:
        counted.add(connection)
        counted.identify(connection)
    late = Connection("c")
    counted.add(late)
    assert names(*known, late) == ["", "", "aborted"]
    counted.remove(late)
    counted.remove(known[0])
    again = Connection("c")
    counted.add(again)
    assert again.ended == ""


async def test_who_does_not_log_in_is_ended_after_a_while_and_who_does_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounds, "LOGIN_SECONDS", 0.01)
    counted = Connections(MANY)
    idle, known, gone = Connection("a"), Connection("a"), Connection("a")
    for connection in (idle, known, gone):
        counted.add(connection)
    counted.identify(known)
    counted.remove(gone)
    await until(lambda: idle.ended, "the end of the one that is idle")
    assert names(idle, known, gone) == ["expired", "", ""]
    assert (len(counted), counted.anonymous) == (2, 0)


@pytest.mark.virtual_time
async def test_each_is_ended_at_its_own_time_by_one_timer_for_all() -> None:
    loop = asyncio.get_running_loop()
    counted = Connections(MANY)
    made = [Connection("a") for _ in range(3)]
    for connection in made:
        counted.add(connection)
        await asyncio.sleep(2.0)
    timers: list[object] = loop._scheduled  # type: ignore[attr-defined]
    assert len(timers) == 1
    await asyncio.sleep(3.9)
    for ended in (0, 1, 2, 3):
        assert names(*made).count("expired") == ended
        await asyncio.sleep(2.0)
    late = Connection("a")
    counted.add(late)
    await asyncio.sleep(9.9)
    assert names(late) == [""]
    await asyncio.sleep(0.2)
    assert names(late) == ["expired"]


async def test_what_is_known_of_a_connection_is_kept_beside_the_librarys_dictionary() -> None:
    """A further entry there makes Python copy its table for each connection."""
    async with bounded(MANY) as hub, calling(hub) as caller:
        await caller.start()
        (socket_,) = hub.context.sessions
        assert not vars(socket_).keys() & set(CountedConnection.__slots__)


def test_readers_of_the_same_datasets_share_one_set() -> None:
    assert valid_datasets(["calls", "contacts"]) is valid_datasets(["contacts", "calls", "unheard-of"])


async def test_that_connections_are_dropped_is_logged_once_in_a_while(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    clock = Clock()
    counted = Connections(Limits(all=9, anonymous=1, anonymous_per_network=9), clock)
    for _ in range(5):
        counted.add(Connection("a"))
    clock.now += bounds.LOG_INTERVAL_SECONDS
    counted.add(Connection("a"))
    assert [record.getMessage() for record in caplog.records] == [
        "too many connections without a login: the oldest is dropped (1 so far)",
        "too many connections without a login: the oldest is dropped (5 so far)",
    ]


@pytest.mark.parametrize(
    ("descriptors", "limits"),
    [
        (1024, Limits(824, 412, 206)),
        (256, Limits(64, 32, 16)),
        (8, Limits(4, 2, 1)),
        (65_536, Limits(65_336, 1_000, 500)),
    ],
)
def test_the_limits_leave_descriptors_in_reserve(descriptors: int, limits: Limits) -> None:
    assert limits_for(descriptors) == limits


@asynccontextmanager
async def idle(hub: HubServer, count: int) -> AsyncIterator[list[Caller]]:
    """Connect and say nothing."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(calling(hub)) for _ in range(count)]


@asynccontextmanager
async def bounded(limits: Limits, **options: Any) -> AsyncIterator[HubServer]:
    async with serving(Scripted(ALICE), limits=limits, **options) as hub:
        yield hub


async def test_idle_connections_keep_nobody_out() -> None:
    async with bounded(Limits(all=6, anonymous=4, anonymous_per_network=4)) as hub, idle(hub, 4) as idlers:
        async with calling(hub) as caller, calling(hub) as other:
            await caller.start()
            await other.start()
            for idler in idlers[:2]:
                with pytest.raises(ConnectionClosed):
                    await idler.frame()
            assert len(hub.context.connections) <= 6
        for idler in idlers[2:]:
            await idler.login()


async def test_what_says_nothing_at_all_is_counted_too() -> None:
    async with bounded(Limits(all=6, anonymous=2, anonymous_per_network=2)) as hub:
        plain = [await asyncio.open_connection("127.0.0.1", hub.port) for _ in range(5)]
        await until(lambda: hub.context.connections.dropped == 3, "three were dropped")
        async with calling(hub) as caller:
            await caller.login()
        for _, writer in plain:
            writer.close()
        await until(lambda: len(hub.context.connections) == 0, "nobody is counted any more")


async def test_nobody_stays_without_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LOGIN_SECONDS", 0.1)
    async with bounded(MANY) as hub, calling(hub) as known, calling(hub) as stranger:
        await known.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        code, reason = await stranger.end()
        assert (code, reason) == (1008, "Nobody logged in within 10 s.")
        assert await reader.read() == b""
        writer.close()
        await until(lambda: len(hub.context.connections) == 1, "the others are gone")
        await known.refused("contact.dial", cID=99)


async def test_a_photo_may_take_longer_than_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LOGIN_SECONDS", 0.1)
    async with bounded(MANY) as hub, calling(hub) as caller:
        token = (await caller.login())["token"]
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def answer(*_: object) -> Any:
            begun.set()
            await go_on.wait()
            from lampfield.hub.http import sentence

            return sentence(200, "late")

        monkeypatch.setattr("lampfield.hub.routes.answer", answer)
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(f"GET /late HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        await begun.wait()
        async with calling(hub) as stranger:
            await stranger.end()
        go_on.set()
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()


async def test_there_is_only_so_much_to_say_before_a_login() -> None:
    async with bounded(MANY) as hub, calling(hub) as known, calling(hub) as stranger:
        await known.login()
        notice = '{"jsonrpc": "2.0", "method": "a"}'
        for caller in (known, stranger):
            for _ in range(3):
                await caller.socket.send("[" + ",".join([notice] * (MAX_BEFORE_LOGIN // 2)) + "]")
        assert (await stranger.end())[0] == 1008
        await known.login()


async def test_the_end_of_descriptors_is_logged_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    clock = Clock()
    accept_errors = AcceptErrorFilter(clock)
    loop = asyncio.get_running_loop()
    others: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: others.append(context))
    accept_errors.install()
    exhausted = {"message": "no", "exception": OSError(24, "Too many open files"), "socket": socket.socket()}
    for _ in range(100):
        loop.call_exception_handler(exhausted)
    clock.now += ACCEPT_LOG_INTERVAL_SECONDS
    loop.call_exception_handler(exhausted)
    loop.call_exception_handler({"message": "something else", "exception": OSError(24, "elsewhere")})
    accept_errors.uninstall()
    loop.call_exception_handler({"message": "after"})
    assert len(caplog.records) == 2
    assert {record.exc_info for record in caplog.records} == {None}
    assert [context["message"] for context in others] == ["something else", "after"]


async def test_a_hub_without_descriptors_goes_on_and_floods_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """All sockets that may be opened are: those who are served go on, and the log has one line."""
    resource = pytest.importorskip("resource")
    async with bounded(MANY) as hub, calling(hub) as caller:
        await caller.start()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        client = socket.socket()
        resource.setrlimit(resource.RLIMIT_NOFILE, (client.fileno() + 1, hard))
        try:
            client.setblocking(False)
            await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", hub.port))
            await until(lambda: "no connection can be accepted" in caplog.text, "the line")
            await caller.refused("contact.dial", cID=99)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            client.close()
    assert "Traceback" not in caplog.text
    assert len([it for it in caplog.records if it.levelno >= logging.ERROR]) == 1
