"""A manager interface that answers as Asterisk's does, and misbehaves on cue.

Shapes of packets: recorded from Asterisk 22.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.sources.cues import Cue, Cues, Manner, StateSignal
from tests.sources.listening import Listener

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
END = b"\r\n\r\n"

Fields = dict[str, str]
Answer = Callable[[Fields], Sequence[Fields]]
"""Returns the packets of a response, the first with ``Response``; ``ActionID`` is added."""

NAMING = ("Variable", "Family", "Extension", "Exten", "Channel", "Provider", "Endpoint")
"""Fields that name the subject of an action; the first one present is part of its name."""


def success(**fields: str) -> list[Fields]:
    """Return a response of one packet."""
    return [{"Response": "Success", **fields}]


def error(message: str) -> list[Fields]:
    """Return an error response."""
    return [{"Response": "Error", "Message": message}]


def listed(event: str, items: Iterable[Fields]) -> list[Fields]:
    """Return a list: its head, its items and its end, named after the event of the items."""
    items = list(items)
    end = {"Event": f"{event}Complete", "EventList": "Complete", "ListItems": str(len(items))}
    head = {"Response": "Success", "EventList": "start", "Message": "A list will follow"}
    return [head, *items, end]


def packed(packets: Iterable[Fields]) -> bytes:
    """Encode packets."""
    lines = ("".join(f"{key}: {value}\r\n" for key, value in packet.items()) for packet in packets)
    return "".join(f"{text}\r\n" for text in lines).encode()


def unpacked(data: bytes) -> Fields:
    """Parse an action. The values of a repeated field are joined by line ends."""
    fields: Fields = {}
    for line in data.decode().split("\r\n"):
        key, colon, value = line.partition(":")
        if colon:
            known = fields.get(key)
            fields[key] = value.strip() if known is None else f"{known}\n{value.strip()}"
    return fields


class ScriptedAmi:
    """The interface.

    Args:
        cues: How it misbehaves, by names such as ``Getvar DEVICE_STATE(PJSIP/201)``.
        going: Nothing is done while it is not set: the process stands still.
    """

    def __init__(self, cues: Cues, going: asyncio.Event) -> None:
        self.users = {"lampfield": "secret"}
        self.answers: dict[str, Answer] = {}
        """By action. Any other is unknown, as to an Asterisk without its module."""
        self.asked: list[Fields] = []
        """All actions, over all connections."""
        self.signal = StateSignal()
        self.greeting = GREETING
        self.silent_events: set[str] = set()
        """Events that the user has no right to receive."""
        self.listener = Listener(self._serve, cues)
        self._cues = cues
        self._going = going
        self._sessions: set[_Session] = set()

    @property
    def names(self) -> list[str]:
        """The names of all requests."""
        return [name_of(fields) for fields in self.asked]

    def count(self, name: str) -> int:
        """Return how many times a request was made."""
        return self.names.count(name)

    async def until_asked(self, name: str, count: int = 1) -> None:
        """Wait until a request was made ``count`` times in total."""
        await self.signal.until(lambda: self.count(name) >= count, f"{name} asked {count} times")

    def send_event(self, **fields: str) -> None:
        """Send an event to all logged-in connections whose filter passes it."""
        if fields["Event"] in self.silent_events:
            return
        for session in self._sessions:
            session.send_event(fields)

    def send(self, data: bytes) -> None:
        """Send bytes to all logged-in connections."""
        for session in self._sessions:
            session.send(data)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._going.wait()
        cue = self._cues.of("AMI")
        if cue is not None:
            await self._misbehave(cue, writer, self.greeting)
        else:
            writer.write(self.greeting)
        session = _Session(writer)
        late: set[asyncio.Task[None]] = set()
        try:
            while True:
                fields = unpacked(await reader.readuntil(END))
                await self._going.wait()
                task = self._cues.start(self._do(session, fields), "scripted answer")
                late.add(task)
                task.add_done_callback(late.discard)
        finally:
            self._sessions.discard(session)
            for task in late:
                task.cancel()

    async def _do(self, session: "_Session", fields: Fields) -> None:
        self.asked.append(fields)
        name = name_of(fields)
        cue = self._cues.of(name)
        if cue is not None and cue.manner is Manner.HOLD:
            self.signal.notify()
            await cue.released()
            cue = None
        if cue is not None and cue.manner is Manner.INSTEAD:
            packets, cue = cue.answer, None
        else:
            packets = self._answer(session, fields)
        data = packets if isinstance(packets, bytes) else packed(_marked(packets, fields))
        await self._going.wait()
        if cue is None:
            session.send(data)
        else:
            await self._misbehave(cue, session.writer, data)
        self.signal.notify()

    async def _misbehave(self, cue: Cue, writer: asyncio.StreamWriter, data: bytes) -> None:
        match cue.manner:
            case Manner.CUT:
                writer.transport.abort()
            case Manner.HALF:
                writer.write(data[: len(data) // 2])
                writer.close()
            case Manner.TWICE:
                writer.write(data + data)
            case Manner.INSTEAD:
                writer.write(cue.answer)
            case Manner.HOLD:
                await cue.released()
                writer.write(data)

    def _answer(self, session: "_Session", fields: Fields) -> Any:
        action = fields.get("Action", "")
        if action == "Login":
            return self._login(session, fields)
        if session not in self._sessions:
            return error("Permission denied")
        if action == "Filter":
            session.filters.append(fields["Filter"])
            return success(Message="Filter added successfully")
        if action == "Ping":
            return success(Ping="Pong", Timestamp="1795458096.660395")
        if action not in self.answers:
            use = "Use Action: ListCommands to show available commands."
            return error(f"Invalid/unknown command: {action}. {use}")
        return self.answers[action](fields)

    def _login(self, session: "_Session", fields: Fields) -> list[Fields]:
        if self.users.get(fields.get("Username", "")) != fields.get("Secret"):
            return error("Authentication failed")
        self._sessions.add(session)
        return success(Message="Authentication accepted")


class _Session:
    """A logged-in connection.

    Args:
        writer: Its end.
    """

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.filters: list[str] = []

    def send_event(self, fields: Fields) -> None:
        data = packed([fields])
        if not self.filters or any(re.search(it, data.decode()) for it in self.filters):
            self.send(data)

    def send(self, data: bytes) -> None:
        if not self.writer.is_closing():
            self.writer.write(data)


def name_of(fields: Fields) -> str:
    """Return an action's name, with its subject."""
    about = next((fields[key] for key in NAMING if key in fields), "")
    return f"{fields.get('Action', '')} {about}".strip()


def _marked(packets: Sequence[Fields], fields: Fields) -> list[Fields]:
    mark = {"ActionID": fields["ActionID"]} if "ActionID" in fields else {}
    return [dict([*list(packet.items())[:1], *mark.items(), *list(packet.items())[1:]]) for packet in packets]
