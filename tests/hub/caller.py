"""A raw client of the hub: what it says and hears is JSON, so that the wire itself is tested."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from lampfield.hub.server import HubServer
from lampfield.model.account import Account, Right
from lampfield.model.identity import DeviceName
from lampfield.protocol.limits import SUBPROTOCOL
from lampfield.sources.port import Source

Json = dict[str, Any]

ACCOUNT = Account(
    name="reception",
    secret="open sesame",
    devices=(DeviceName("PJSIP/1"),),
    jid="me@acme.test",
    may=(Right.DIAL, Right.CHAT, Right.PARTIES, Right.RESET),
)
SECONDS = 5.0


class Caller:
    """A client that reads frames when it is told to."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[list[Json]] = []
        """All frames that were read, each as a list of its objects."""
        self._id = 0

    async def frame(self) -> list[Json]:
        """Read the next frame."""
        async with asyncio.timeout(SECONDS):
            data = json.loads(await self.socket.recv())
        objects: list[Json] = data if isinstance(data, list) else [data]
        self.frames.append(objects)
        return objects

    async def say(self, method: str, **params: Any) -> int:
        """Send a request and return its id."""
        self._id += 1
        request = {"jsonrpc": "2.0", "id": self._id, "method": method, "params": params}
        await self.socket.send(json.dumps(request))
        return self._id

    async def answer(self, id_: int) -> Json:
        """Read until an answer comes."""
        while True:
            for part in await self.frame():
                if part.get("id") == id_:
                    return part

    async def ask(self, method: str, **params: Any) -> Json:
        """Send a request and return its result."""
        answer = await self.answer(await self.say(method, **params))
        assert "result" in answer, answer
        result: Json = answer["result"]
        return result

    async def refused(self, method: str, **params: Any) -> Json:
        """Send a request and return its error."""
        answer = await self.answer(await self.say(method, **params))
        assert "error" in answer, answer
        error: Json = answer["error"]
        return error

    async def login(self, account: Account = ACCOUNT) -> Json:
        """Log in."""
        return await self.ask("login", account=account.name, secret=account.secret)

    async def start(self, **params: Any) -> Json:
        """Log in and start the feed. Returns the snapshot."""
        await self.login()
        return await self.ask("feed.start", **params)

    async def notice(self, method: str) -> Json:
        """Read until a notification comes. Returns its params."""
        while True:
            for part in await self.frame():
                if part.get("method") == method:
                    params: Json = part["params"]
                    return params

    async def end(self) -> tuple[int | None, str | None]:
        """Read until the connection ends. Returns the close code and reason."""
        async with asyncio.timeout(SECONDS):
            await self.socket.wait_closed()
        return self.socket.close_code, self.socket.close_reason


@asynccontextmanager
async def calling(hub: HubServer, **options: Any) -> AsyncIterator[Caller]:
    """Connect and hear the hello."""
    defaults: dict[str, Any] = {
        "subprotocols": [Subprotocol(SUBPROTOCOL)],
        "max_size": None,
        "compression": None,
    }
    async with connect(hub.url, **defaults | options) as socket:
        caller = Caller(socket)
        await caller.frame()
        yield caller


@asynccontextmanager
async def serving(*sources: Source, **options: Any) -> AsyncIterator[HubServer]:
    """Run a hub with one account."""
    async with HubServer([ACCOUNT], sources, **{"linger": 0.0} | options) as hub:
        yield hub
