"""Asterisk's manager interface (AMI) over TCP: packets, login, actions and events."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from lampfield.model.text import is_one_line

Packet = dict[str, str]
"""The fields of a packet. Where a key comes again, as ``Message`` may, the first one counts."""

END = b"\r\n\r\n"


def read_packet(data: bytes) -> Packet:
    """Return the fields of one packet; a line without a key is left out."""
    packet: Packet = {}
    for line in map(_text, data.split(b"\r\n")):
        key, colon, value = line.partition(":")
        if colon:
            packet.setdefault(key, value.removeprefix(" "))
    return packet


def _text(line: bytes) -> str:
    """Return a line as text. Files of an Asterisk have any encoding: what is no UTF-8 is Windows-1252."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def write_packet(fields: Mapping[str, str], variables: Iterable[str] = ()) -> bytes:
    """Return the bytes of an action.

    Args:
        fields: What it holds, with ``Action``.
        variables: ``name=value`` for the channel that it makes.

    Raises:
        ValueError: A value holds a line end or another control: it would begin a line of its own.
    """
    lines = [*fields.items(), *(("Variable", variable) for variable in variables)]
    for key, value in lines:
        if not is_one_line(value):
            raise ValueError(f"{key} of an action must be one line of printable characters")
    return "".join(f"{key}: {value}\r\n" for key, value in lines).encode() + b"\r\n"


log = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0
PING_SECONDS = 5.0
"""Between two pings. With the time that an answer may take, a silent PBX is known within ten seconds."""

PACKET_BYTES = 1 << 20
"""The longest packet that is taken."""

Hear = Callable[[Packet], None]


class AmiRefused(Exception):
    """Asterisk answered an action with an error.

    Args:
        action: What was asked.
        message: Its words.
    """

    def __init__(self, action: str, message: str) -> None:
        super().__init__(f"{action}: {message}")
        self.message = message


class AmiLost(Exception):
    """The connection ended, or no answer came in time."""


class Answer(NamedTuple):
    """What an action was answered."""

    head: Packet
    items: Sequence[Packet]
    """The packets of a list, without its last one."""


class Ami:
    """A connection. Any number of actions may be under way at once.

    Args:
        reader: Its one end.
        writer: Its other end.
        hear: Called with every event that is not part of an answer.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, hear: Hear) -> None:
        self._reader = reader
        self._writer = writer
        self._hear = hear
        self._is_over = False
        """Nobody reads any more, so that no answer would come."""
        self._ids = itertools.count(1)
        self._asked: dict[str, asyncio.Future[Answer]] = {}
        self._heads: dict[str, Packet] = {}
        self._items: dict[str, list[Packet]] = {}

    async def ask(self, action: str, variables: Sequence[str] = (), **fields: str) -> Answer:
        """Carry out an action.

        Raises:
            AmiRefused: Asterisk says no; or a field is not one line, and nothing was sent.
            AmiLost: The connection ended, or the answer is late.
        """
        if self._is_over:
            raise AmiLost("the connection ended")
        mark = str(next(self._ids))
        try:
            packet = write_packet({"Action": action, "ActionID": mark, **fields}, variables)
        except ValueError as error:
            raise AmiRefused(action, str(error)) from error
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asked[mark] = future
        try:
            self._writer.write(packet)
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await future
        except TimeoutError:
            raise AmiLost(f"no answer to {action} within {ANSWER_SECONDS:.0f} s") from None
        finally:
            self._forget(mark)
        if answer.head.get("Response") == "Error":
            raise AmiRefused(action, answer.head.get("Message", "no reason given"))
        return answer

    async def stay(self) -> None:
        """Read until the end, and see by pings that the other side is there.

        Raises:
            AmiLost: The connection ended.
        """
        pulse = asyncio.create_task(self._pulse(), name="ami pulse")
        try:
            while True:
                self._take(read_packet(await self._reader.readuntil(END)))
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            raise AmiLost("the connection ended") from error
        except Exception as error:
            log.exception("what the manager interface told could not be taken")
            raise AmiLost(f"what it told could not be taken ({type(error).__name__})") from error
        finally:
            self._is_over = True
            pulse.cancel()
            self._fail_all()

    async def _pulse(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            try:
                await self.ask("Ping")
            except AmiRefused:
                continue
            except AmiLost:
                self._writer.transport.abort()

    def _take(self, packet: Packet) -> None:
        mark = packet.get("ActionID", "")
        if mark not in self._asked:
            if "Event" in packet:
                self._hear(packet)
        elif "Response" in packet:
            self._head(mark, packet)
        elif packet.get("EventList") == "Complete":
            self._settle(mark)
        elif mark in self._items:
            self._items[mark].append(packet)

    def _head(self, mark: str, packet: Packet) -> None:
        self._heads[mark], self._items[mark] = packet, []
        if packet.get("EventList") != "start":
            self._settle(mark)

    def _settle(self, mark: str) -> None:
        future = self._asked[mark]
        if not future.done() and mark in self._heads:
            future.set_result(Answer(self._heads[mark], self._items[mark]))

    def _forget(self, mark: str) -> None:
        for store in (self._asked, self._heads, self._items):
            store.pop(mark, None)

    def _fail_all(self) -> None:
        for future in self._asked.values():
            if not future.done():
                future.set_exception(AmiLost("the connection ended"))
                # One that nobody awaits any more is no fault.
                future.exception()


@asynccontextmanager
async def ami_connected(host: str, port: int, hear: Hear) -> AsyncIterator[Ami]:
    """Have a connection while the block runs; it is not logged in, and nothing is read before `Ami.stay`.

    Raises:
        OSError: Nobody answers there.
        AmiLost: Somebody answers who is no Asterisk.
    """
    async with asyncio.timeout(ANSWER_SECONDS):
        reader, writer = await asyncio.open_connection(host, port, limit=PACKET_BYTES)
    try:
        await _greeting(reader)
        yield Ami(reader, writer, hear)
    finally:
        writer.transport.abort()


async def _greeting(reader: asyncio.StreamReader) -> None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            line = await reader.readline()
    except (TimeoutError, OSError, ValueError) as error:
        raise AmiLost("it does not greet") from error
    if not line.startswith(b"Asterisk Call Manager"):
        raise AmiLost("what answers there is no Asterisk manager interface")
