"""A REST interface with its event line that answers as Asterisk's does, and misbehaves on cue.

Own HTTP, and websockets without its I/O: so a test says what goes over the wire to the byte.
Shapes of answers: recorded from Asterisk 22.
"""

import asyncio
import re
from base64 import b64encode
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from tests.sources.cues import Cue, Cues, Manner, StateSignal
from tests.sources.listening import Listener

END = b"\r\n\r\n"


class Asked(NamedTuple):
    """A request."""

    method: str
    path: str
    """Decoded, without ``/ari/``."""
    query: dict[str, str]
    body: Any
    """The JSON body; None: there is none."""

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"


class Reply(NamedTuple):
    """A response."""

    status: int = 200
    body: Any = None
    """Encoded as JSON, except bytes; None: no body."""
    kind: str = "application/json"

    @property
    def data(self) -> bytes:
        """The encoded response."""
        body = self.body
        content = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
        lines = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            "Server: Asterisk",
            f"Content-Type: {self.kind}",
            f"Content-Length: {len(content)}",
        )
        return "\r\n".join(lines).encode() + END + content


HTML = Reply(200, b"<!DOCTYPE html><html><body><h1>It works!</h1></body></html>", "text/html")
"""The response of a web server that is not Asterisk."""

Handle = Callable[..., Reply]
"""Called with a request and the groups of its path; returns the response."""


class ScriptedAri:
    """The interface.

    Args:
        cues: How it misbehaves, by names such as ``GET channels``, ``GET events``, ``DELETE channels/1.5``.
        going: Nothing is done while it is not set: the process stands still.
    """

    def __init__(self, cues: Cues, going: asyncio.Event) -> None:
        self.users = {"lampfield": "secret"}
        self.asked: list[Asked] = []
        """All requests."""
        self.signal = StateSignal()
        self.lines: dict[str, EventLine] = {}
        """By the name of the application."""
        self.listener = Listener(self._serve, cues)
        self._cues = cues
        self._going = going
        self._routes: list[tuple[str, re.Pattern[str], Handle]] = []
        self.route("PUT", "applications/(.+)/eventFilter", self._filter)
        self.route("POST", "applications/(.+)/subscription", self._subscribe)

    @property
    def names(self) -> list[str]:
        """The names of all requests."""
        return [asked.name for asked in self.asked]

    def count(self, name: str) -> int:
        """Return how many times a request was made."""
        return self.names.count(name)

    async def until_asked(self, name: str, count: int = 1) -> None:
        """Wait until a request was made ``count`` times in total."""
        await self.signal.until(lambda: self.count(name) >= count, f"{name} asked {count} times")

    def route(self, method: str, path: str, handle: Handle) -> None:
        """Register a route; a later one takes precedence."""
        self._routes.insert(0, (method, re.compile(path), handle))

    def emit_event(self, event: dict[str, Any]) -> None:
        """Send an event to all websockets that are subscribed to it."""
        for line in list(self.lines.values()):
            line.emit_event(event)

    def send(self, text: str) -> None:
        """Send any text frame to all event websockets."""
        for line in list(self.lines.values()):
            line.send(text)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(END)
            await self._going.wait()
            method, target, headers = _read_head(head)
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            where = urlsplit(target)
            path = unquote(where.path.partition("/ari/")[2])
            data = msgspec.json.decode(body) if body else None
            asked = Asked(method, path, dict(parse_qsl(where.query)), data)
            self.asked.append(asked)
            self.signal.notify()
            allowed = self._may(headers)
            if headers.get("upgrade", "").lower() == "websocket" and allowed:
                await self._have_line(asked, head, reader, writer)
                return
            cue = self._cues.of(asked.name)
            if cue is not None and cue.manner is Manner.INSTEAD:
                reply, cue = cue.answer, None
            else:
                reply = self._reply(asked) if allowed else Reply(401, {"message": "Authentication required"})
            if not await self._send(writer, cue, reply):
                return

    async def _send(self, writer: asyncio.StreamWriter, cue: Cue | None, reply: Reply) -> bool:
        """Send a response, subject to a cue. Return whether the connection stays open."""
        data = reply.data
        match cue.manner if cue is not None else None:
            case Manner.HOLD if cue is not None:
                await cue.released()
            case Manner.SILENT:
                await asyncio.Event().wait()
            case Manner.CUT:
                return False
            case Manner.HALF:
                writer.write(data[: len(data) // 2])
                await writer.drain()
                writer.close()
                await writer.wait_closed()
                return False
        await self._going.wait()
        writer.write(data)
        return True

    def _may(self, headers: dict[str, str]) -> bool:
        logins = (f"{name}:{secret}" for name, secret in self.users.items())
        allowed = {f"Basic {b64encode(login.encode()).decode()}" for login in logins}
        return headers.get("authorization") in allowed

    def _reply(self, asked: Asked) -> Reply:
        for method, path, handle in self._routes:
            match = path.fullmatch(asked.path)
            if method == asked.method and match:
                return handle(asked, *match.groups())
        return Reply(404, {"message": "Resource not found"})

    def _filter(self, asked: Asked, app: str) -> Reply:
        if app not in self.lines:
            return Reply(404, {"message": "Application not found"})
        self.lines[app].unwanted = {it["type"] for it in asked.body["disallowed"]}
        return Reply(200, {"name": app})

    def _subscribe(self, asked: Asked, app: str) -> Reply:
        if app not in self.lines:
            return Reply(404, {"message": "Application not found"})
        self.lines[app].sources |= set(asked.query["eventSource"].split(","))
        return Reply(200, {"name": app})

    async def _have_line(
        self, asked: Asked, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        cue = self._cues.of(asked.name)
        if cue is not None and not await self._opens(cue, writer):
            return
        line = EventLine(writer)
        line.open(head)
        app = asked.query["app"]
        before, self.lines[app] = self.lines.get(app), line
        if before is not None:
            before.send_event({"type": "ApplicationReplaced", "application": app})
        try:
            while not line.is_over:
                data = await reader.read(1 << 16)
                await self._going.wait()
                if not data:
                    break
                line.take(data)
        finally:
            if self.lines.get(app) is line:
                del self.lines[app]

    async def _opens(self, cue: Cue, writer: asyncio.StreamWriter) -> bool:
        match cue.manner:
            case Manner.HOLD:
                await cue.released()
                return True
            case Manner.INSTEAD:
                writer.write(cue.answer.data)
                await writer.drain()
                return False
            case Manner.SILENT:
                await asyncio.Event().wait()
        return False


class EventLine:
    """A websocket with the events of one application.

    Args:
        writer: Its end.
    """

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.sources: set[str] = set()
        """Its subscriptions, such as ``channel:``."""
        self.unwanted: set[str] = set()
        self._writer = writer
        self._protocol = ServerProtocol(max_size=None)

    @property
    def is_over(self) -> bool:
        """Whether the other side has closed it."""
        return self._protocol.state is State.CLOSED

    def open(self, head: bytes) -> None:
        """Send the handshake response."""
        self._protocol.receive_data(head)
        (request,) = self._protocol.events_received()
        assert isinstance(request, Request)
        self._protocol.send_response(self._protocol.accept(request))
        self._flush()

    def take(self, data: bytes) -> None:
        """Handle received bytes: answer pings."""
        self._protocol.receive_data(data)
        self._protocol.events_received()
        self._flush()

    def emit_event(self, event: dict[str, Any]) -> None:
        """Send an event if it is subscribed to."""
        kind = "bridge:" if event["type"].startswith("Bridge") else "channel:"
        if kind in self.sources and event["type"] not in self.unwanted:
            self.send_event(event)

    def send_event(self, event: dict[str, Any]) -> None:
        """Send an event."""
        self.send(msgspec.json.encode(event).decode())

    def send(self, text: str) -> None:
        """Send a text frame."""
        if self._protocol.state is State.OPEN and not self._writer.is_closing():
            self._protocol.send_text(text.encode())
            self._flush()

    def send_half(self, text: str) -> None:
        """Send the first half of a text frame, then end the connection."""
        self._protocol.send_text(text.encode())
        data = b"".join(self._protocol.data_to_send())
        self._writer.write(data[: len(data) // 2])
        self._writer.close()

    def close(self, code: int = 1001) -> None:
        """Close it cleanly."""
        self._protocol.send_close(code)
        self._flush()

    def cut(self) -> None:
        """Cut it without a close frame."""
        self._writer.transport.abort()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)
            else:
                self._writer.close()


def _read_head(head: bytes) -> tuple[str, str, dict[str, str]]:
    first, *lines = head.decode().strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = (line.partition(":")[::2] for line in lines)
    return method, target, {key.lower(): value.strip() for key, value in headers}
