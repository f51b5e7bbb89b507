"""A client of Asterisk's manager interface (AMI) over TCP: packets, login, actions and events."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from lampfield.model.text import is_one_line

Packet = dict[str, str]
"""The fields of a packet. Of a repeated key, such as ``Message``, the first value counts."""

PACKET_END = b"\r\n\r\n"

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0

PING_SECONDS = 5.0
"""Interval between pings. With `ANSWER_SECONDS`, a silent PBX is detected within ten seconds."""

PACKET_BYTES = 1 << 20
"""The longest accepted packet."""

OnEvent = Callable[[Packet], None]


class AmiRefused(Exception):
    """Asterisk answered an action with an error.

    Args:
        action: The action.
        message: Asterisk's message.
    """

    def __init__(self, action: str, message: str) -> None:
        super().__init__(f"{action}: {message}")
        self.message = message


class AmiLost(Exception):
    """The connection ended, or a response did not arrive in time."""


class Response(NamedTuple):
    """The response to an action."""

    head: Packet
    items: Sequence[Packet]
    """The packets of a list, without its closing one."""


class Ami:
    """A connection. Actions may run concurrently.

    Args:
        reader: Reads the connection.
        writer: Writes the connection.
        on_event: Called with each event that belongs to no response.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, on_event: OnEvent) -> None:
        self._reader = reader
        self._writer = writer
        self._on_event = on_event
        self._is_closed = False
        """Reading has ended, so no further response can arrive."""
        self._ids = itertools.count(1)
        self._pending: dict[str, asyncio.Future[Response]] = {}
        self._heads: dict[str, Packet] = {}
        self._items: dict[str, list[Packet]] = {}

    async def request(self, action: str, variables: Sequence[str] = (), **fields: str) -> Response:
        """Send an action and return its response.

        Raises:
            AmiRefused: Asterisk answered with an error; or a field is not one line, and nothing was sent.
            AmiLost: The connection ended, or the response timed out.
        """
        if self._is_closed:
            raise AmiLost("the connection ended")
        action_id = str(next(self._ids))
        try:
            packet = write_packet({"Action": action, "ActionID": action_id, **fields}, variables)
        except ValueError as error:
            raise AmiRefused(action, str(error)) from error
        future: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._pending[action_id] = future
        try:
            self._writer.write(packet)
            async with asyncio.timeout(ANSWER_SECONDS):
                response = await future
        except TimeoutError:
            raise AmiLost(f"no answer to {action} within {ANSWER_SECONDS:.0f} s") from None
        finally:
            self._forget(action_id)
        if response.head.get("Response") == "Error":
            raise AmiRefused(action, response.head.get("Message", "no reason given"))
        return response

    async def run(self) -> None:
        """Read until the connection ends, and check by pings that the other side responds.

        Raises:
            AmiLost: The connection ended.
        """
        ping = asyncio.create_task(self._ping(), name="ami pings")
        try:
            while True:
                self._handle(read_packet(await self._reader.readuntil(PACKET_END)))
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            raise AmiLost("the connection ended") from error
        except Exception as error:
            log.exception("a packet of the manager interface could not be handled")
            raise AmiLost(f"a packet could not be handled ({type(error).__name__})") from error
        finally:
            self._is_closed = True
            ping.cancel()
            self._fail_pending()

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            try:
                await self.request("Ping")
            except AmiRefused:
                continue
            except AmiLost:
                self._writer.transport.abort()

    def _handle(self, packet: Packet) -> None:
        action_id = packet.get("ActionID", "")
        if action_id not in self._pending:
            if "Event" in packet:
                self._on_event(packet)
        elif "Response" in packet:
            self._start_response(action_id, packet)
        elif packet.get("EventList") == "Complete":
            self._finish(action_id)
        elif action_id in self._items:
            self._items[action_id].append(packet)

    def _start_response(self, action_id: str, packet: Packet) -> None:
        self._heads[action_id], self._items[action_id] = packet, []
        if packet.get("EventList") != "start":
            self._finish(action_id)

    def _finish(self, action_id: str) -> None:
        future = self._pending[action_id]
        if not future.done() and action_id in self._heads:
            future.set_result(Response(self._heads[action_id], self._items[action_id]))

    def _forget(self, action_id: str) -> None:
        for store in (self._pending, self._heads, self._items):
            store.pop(action_id, None)

    def _fail_pending(self) -> None:
        for future in self._pending.values():
            if not future.done():
                future.set_exception(AmiLost("the connection ended"))
                # Mark it as retrieved: nobody may await it any more.
                future.exception()


@asynccontextmanager
async def connect_ami(host: str, port: int, on_event: OnEvent) -> AsyncIterator[Ami]:
    """Open a connection for the duration of the block. It is not logged in; `Ami.run` reads it.

    Raises:
        OSError: Nothing answers there.
        AmiLost: Something other than Asterisk answers.
    """
    async with asyncio.timeout(ANSWER_SECONDS):
        reader, writer = await asyncio.open_connection(host, port, limit=PACKET_BYTES)
    try:
        await _check_greeting(reader)
        yield Ami(reader, writer, on_event)
    finally:
        writer.transport.abort()


def read_packet(data: bytes) -> Packet:
    """Parse a packet. A line without a key is ignored."""
    packet: Packet = {}
    for line in map(_text, data.split(b"\r\n")):
        key, colon, value = line.partition(":")
        if colon:
            packet.setdefault(key, value.removeprefix(" "))
    return packet


def write_packet(fields: Mapping[str, str], variables: Iterable[str] = ()) -> bytes:
    """Encode an action.

    Args:
        fields: Its fields, with ``Action``.
        variables: ``name=value`` for the channel that it creates.

    Raises:
        ValueError: A value has a line end or another control character, which would inject a line.
    """
    lines = [*fields.items(), *(("Variable", variable) for variable in variables)]
    for key, value in lines:
        if not is_one_line(value):
            raise ValueError(f"{key} of an action must be one line of printable characters")
    return "".join(f"{key}: {value}\r\n" for key, value in lines).encode() + b"\r\n"


def _text(line: bytes) -> str:
    """Decode a line. Asterisk's files have any encoding: read as Windows-1252 what is not UTF-8."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


async def _check_greeting(reader: asyncio.StreamReader) -> None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            line = await reader.readline()
    except (TimeoutError, OSError, ValueError) as error:
        raise AmiLost("it sends no greeting") from error
    if not line.startswith(b"Asterisk Call Manager"):
        raise AmiLost("what answers there is no Asterisk manager interface")
