"""The feed server, a process of its own: ``python -m tests.bench.feed.server CONTACTS IN_SIGHT``.

It speaks as much of ``lampfield.v1`` as a board needs that only looks, in batches like a hub, and hands out
the page that does the same in a browser. Commands come on standard input, answers go to standard output.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterable

import msgspec
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from lampfield.model.account import USUAL_RIGHTS
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.show import Show
from lampfield.protocol.errors import METHOD_NOT_FOUND, ErrorBody
from lampfield.protocol.limits import SUBPROTOCOL
from lampfield.protocol.notifications import Hello
from lampfield.protocol.requests import LoggedIn, Started
from tests.bench.feed.changes import Changes
from tests.bench.feed.messages import Answer, Command, Probe, Report
from tests.bench.feed.pacing import Due, Pace
from tests.bench.feed.people import people
from tests.bench.feed.probes import word
from tests.repository import ROOT

BATCH_SECONDS = 0.016
PAGES = ROOT / "tests" / "bench" / "browser"
ONLY_SHOWN = msgspec.json.encode(ErrorBody(METHOD_NOT_FOUND, "The bench's hub only shows."))
ME = Me(account="reception", name="Reception", show=Show.ONLINE, rights=tuple(map(str, USUAL_RIGHTS)))


class FeedServer:
    """One feed for whoever comes.

    Args:
        contacts: How many there are.
        in_sight: How many of the first of them the programs show.
    """

    def __init__(self, contacts: int, in_sight: int) -> None:
        now = int(time.time())
        self.pace = Pace()
        """Changes a second, from now on."""
        self._started: set[ServerConnection] = set()
        self._reports: list[Report] = []
        self._next: list[bytes] = []
        """A probe that goes with the next batch."""
        self._probed: asyncio.Future[int] | None = None
        """When it was sent."""
        everybody = people(contacts, now)
        self._changes = Changes(everybody, in_sight, now)
        links = tuple(Link(name, LinkState.UP, now, "bench") for name in (LinkName.PHONE, LinkName.CHAT))
        self._answers = {
            "login": msgspec.json.encode(LoggedIn(me=ME, token="bench")),
            "feed.start": msgspec.json.encode(
                Started(epoch="bench", seq=0, me=ME, links=links, contacts=everybody)
            ),
        }

    def answer(self, port: int = 0, probes: Iterable[Probe] = ()) -> Answer:
        """Return how things are."""
        reports, self._reports = tuple(self._reports), []
        return Answer(port, tuple(probes), reports)

    async def talk(self, socket: ServerConnection) -> None:
        """Greet a client, and answer it until it goes."""
        hello = Hello(server="bench", version="1", epoch="bench")
        await socket.send(self._text(b'"method":"feed.hello","params":', msgspec.json.encode(hello)))
        try:
            async for frame in socket:
                await self._take(socket, json.loads(frame))
        except ConnectionClosed:
            pass
        finally:
            self._started.discard(socket)

    async def run(self) -> None:
        """Send what is due, in batches."""
        pace, due = self.pace, Due(self.pace, time.monotonic())
        while True:
            if pace is not self.pace:
                pace, due = self.pace, Due(self.pace, time.monotonic())
            near, far = due.take(time.monotonic())
            changes = self._changes
            notices = changes.anywhere(far) if pace.in_sight is None else changes.near_and_far(near, far)
            self._send(notices + self._next)
            await asyncio.sleep(BATCH_SECONDS)

    async def probe(self, command: Command) -> list[Probe]:
        """Send probes, each in a batch with what is due then, and return when each was sent."""
        probes, chance = [], random.Random(command.from_word)
        for number in range(command.from_word, command.from_word + command.probes):
            await asyncio.sleep(command.seconds_between * chance.uniform(1.0, 1.5))
            self._next = [self._changes.probe(word(number))]
            self._probed = asyncio.get_running_loop().create_future()
            probes.append(Probe(word(number), await self._probed))
        return probes

    def page(self, connection: ServerConnection, request: Request) -> Response | None:
        """Hand out the page; None: the client wants the feed."""
        del connection
        if request.headers.get("Upgrade"):
            return None
        name = request.path.partition("?")[0].lstrip("/") or "page.html"
        if name not in ("page.html", "page.js"):
            return Response(404, "Not Found", Headers({"Content-Length": "0"}), b"")
        body = (PAGES / name).read_bytes()
        kind = "text/javascript" if name.endswith(".js") else "text/html"
        headers = Headers({"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))})
        return Response(200, "OK", headers, body)

    async def _take(self, socket: ServerConnection, request: dict[str, object]) -> None:
        method = request.get("method")
        if method == "bench.report":
            self._note(msgspec.convert(request["params"], dict[str, object]))
            return
        key, value = b'"error":', ONLY_SHOWN
        if isinstance(method, str) and method in self._answers:
            key, value = b'"result":', self._answers[method]
        await socket.send(self._text(b'"id":%b,' % json.dumps(request.get("id")).encode() + key, value))
        if method == "feed.start":
            self._started.add(socket)

    def _note(self, params: dict[str, object]) -> None:
        """Keep a report, its moment turned from the page's clock to the monotonic one."""
        offset = time.perf_counter_ns() - time.time_ns()
        at = int(float(str(params.pop("at"))) * 1e6) + offset
        self._reports.append(msgspec.convert({**params, "at": at}, Report))

    def _send(self, notices: list[bytes]) -> None:
        if not notices:
            return
        frame = (b"[" + b",".join(notices) + b"]").decode()
        sent = time.perf_counter_ns()
        broadcast(self._started, frame)
        if self._next and self._probed is not None:
            self._next = []
            self._probed.set_result(sent)

    @staticmethod
    def _text(key: bytes, value: bytes) -> str:
        return (b'{"jsonrpc":"2.0",' + key + value + b"}").decode()


async def obey(server: FeedServer) -> None:
    """Do what is asked on standard input, until it ends."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = msgspec.json.decode(line, type=Command)
        server.pace = command.pace or server.pace
        tell(server.answer(probes=await server.probe(command)))


def tell(answer: Answer) -> None:
    """Write an answer."""
    print(msgspec.json.encode(answer).decode(), flush=True)


async def main(contacts: int, in_sight: int) -> None:
    """Serve until standard input ends."""
    server = FeedServer(contacts, in_sight)
    listening = serve(
        server.talk,
        "127.0.0.1",
        0,
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        process_request=server.page,
        compression=None,
        ping_interval=None,
        max_size=None,
    )
    async with listening as sockets, asyncio.TaskGroup() as tasks:
        tell(server.answer(port=next(iter(sockets.sockets)).getsockname()[1]))
        sending = tasks.create_task(server.run())
        await obey(server)
        sending.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
