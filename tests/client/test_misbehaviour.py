"""Hubs that are newer, older, broken or something else."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

import lampfield
from lampfield.protocol.errors import AnswerTimeout, CannotConnect, ProtocolMismatch
from lampfield.protocol.limits import SUBPROTOCOL
from tests.waiting import until

Json = dict[str, Any]
Play = Callable[[ServerConnection], Awaitable[None]]

ME = {"account": "reception"}
SNAPSHOT: Json = {"epoch": "e", "seq": 1, "me": ME, "contacts": [{"cID": 1, "name": "Alice"}]}


def hello(**changes: Any) -> str:
    params = {"server": "test", "version": "9", "epoch": "e", "protocolMin": 1, "protocolMax": 1} | changes
    return notice("feed.hello", **params)


def notice(method: str, **params: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params})


async def login(socket: ServerConnection, **more: Any) -> list[Json]:
    """Play a hub up to the snapshot. Returns the two requests."""
    await socket.send(hello())
    asked: list[Json] = []
    for result in ({"me": ME, "token": "t"} | more, SNAPSHOT | more):
        asked.append(json.loads(await socket.recv()))
        await socket.send(json.dumps({"jsonrpc": "2.0", "id": asked[-1]["id"], "result": result}))
    return asked


@asynccontextmanager
async def playing(play: Play) -> AsyncIterator[str]:
    """Run a server that plays a script for each connection. Yields its address."""
    async with serve(play, "127.0.0.1", 0, subprotocols=[Subprotocol(SUBPROTOCOL)]) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}"


def connecting(url: str, **options: Any) -> Any:
    return lampfield.connect(url, account="reception", secret="s", **{"timeout": 1.0} | options)


async def test_a_hub_is_told_who_logs_in_with_which_program_and_what_it_follows() -> None:
    asked: list[Json] = []

    async def play(socket: ServerConnection) -> None:
        asked.extend(await login(socket))
        await socket.wait_closed()

    more = {"client": "wall 2.0", "datasets": ["contacts", "calls"], "early": True}
    async with playing(play) as url, connecting(url, **more):
        pass
    assert [request["method"] for request in asked] == ["login", "feed.start"]
    assert asked[0]["params"] == {"account": "reception", "secret": "s", "client": "wall 2.0"}
    assert asked[1]["params"] == {"datasets": ["contacts", "calls"], "since": None, "early": True}


async def test_what_a_newer_hub_invented_is_skipped() -> None:
    async def play(socket: ServerConnection) -> None:
        await login(socket, mood="sunny")
        await socket.send(notice("weather.new", seq=2, weather={"sky": "blue"}))
        await socket.send(notice("contact.update", seq=3, contact={"cID": 1, "name": "Alicia", "aura": 7}))
        await socket.wait_closed()

    async with playing(play) as url, connecting(url) as pbx:
        await until(lambda: [it.name for it in pbx.contacts] == ["Alicia"], "what is known of it")


@pytest.mark.parametrize(
    "frame", ["{half a fra", "[]", '{"jsonrpc": "1.0"}', '"text"', notice("contact.new", seq="x")]
)
async def test_a_frame_that_cannot_be_read_ends_the_connection_and_it_is_made_anew(frame: str) -> None:
    connections = 0

    async def play(socket: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        await login(socket)
        if connections == 1:
            await socket.send(frame)
        await socket.wait_closed()

    async with playing(play) as url, connecting(url, delays=lambda: iter([0.0] * 5)) as pbx:
        await until(lambda: connections == 2, "another connection")
        assert [it.name for it in pbx.contacts] == ["Alice"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"protocolMin": 7, "protocolMax": 9}, "update this program"),
        ({"protocolMin": 0, "protocolMax": 0}, "update the hub"),
    ],
)
async def test_protocols_that_do_not_meet_are_told_with_what_to_update(changes: Json, words: str) -> None:
    async def play(socket: ServerConnection) -> None:
        await socket.send(hello(**changes))
        await socket.wait_closed()

    async with playing(play) as url:
        with pytest.raises(ProtocolMismatch, match=words):
            async with connecting(url):
                pass


@pytest.mark.parametrize("first", ["I am a chat room", notice("contact.gone", cID=1), None])
async def test_what_is_no_hub_is_told(first: str | None) -> None:
    async def play(socket: ServerConnection) -> None:
        if first is not None:
            await socket.send(first)
        await socket.wait_closed()

    async with playing(play) as url:
        with pytest.raises(CannotConnect, match="no Lampfield hub"):
            async with connecting(url, timeout=0.2):
                pass


async def test_an_answer_that_never_comes_is_given_up() -> None:
    async def play(socket: ServerConnection) -> None:
        await socket.send(hello())
        await socket.wait_closed()

    async with playing(play) as url:
        with pytest.raises(AnswerTimeout):
            async with connecting(url, timeout=0.2):
                pass


async def test_the_reason_of_a_close_is_told() -> None:
    async def play(socket: ServerConnection) -> None:
        await login(socket)
        await socket.close(1001, "The hub is updated tonight.")

    async with playing(play) as url, connecting(url, delays=lambda: iter(())) as pbx:
        await pbx.closed()
        assert "The hub is updated tonight." in str(pbx.failed)


async def test_one_who_read_too_slowly_is_told_so() -> None:
    async def play(socket: ServerConnection) -> None:
        await login(socket)
        await socket.close(1013, "You read too slowly.")

    async with playing(play) as url, connecting(url, delays=lambda: iter(())) as pbx:
        await pbx.closed()
        assert str(pbx.failed) == "The hub closed the connection because this client read too slowly."


async def test_answers_in_another_order_reach_who_asked() -> None:
    async def play(socket: ServerConnection) -> None:
        await login(socket)
        asked = [json.loads(await socket.recv()) for _ in range(2)]
        for request in reversed(asked):
            error = {"code": 2001, "message": request["method"], "data": "refused"}
            await socket.send(json.dumps({"jsonrpc": "2.0", "id": request["id"], "error": error}))
        await socket.wait_closed()

    async with playing(play) as url, connecting(url) as pbx:
        (alice,) = pbx.contacts
        answers = await asyncio.gather(alice.xmpp_req(), alice.xmpp_del(), return_exceptions=True)
        assert [str(answer) for answer in answers] == ["contact.xmppReq", "contact.xmppDel"]
