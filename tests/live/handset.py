"""A telephone on loopback: it registers, calls, rings, answers, holds and transfers, over UDP."""

import asyncio
import contextlib
import itertools
import uuid
from collections.abc import Coroutine
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from tests.live.sip import (
    SipMessage,
    digest,
    name_of,
    number_of,
    read_message,
    session_description,
    uri_of,
    write_message,
)
from tests.waiting import until

ANSWER_SECONDS = 5.0
LEAVE_SECONDS = 1.0
"""A server that is not there any more is not waited for."""

AUDIO_PORT = 9
"""Nobody listens to the audio."""


class Manner(StrEnum):
    """What an incoming call gets."""

    RING = "ring"
    ANSWER = "answer"
    BUSY = "busy"
    DECLINE = "decline"
    SILENT = "silent"


class Stage(StrEnum):
    """Where a call is, as the telephone sees it."""

    TRYING = "trying"
    RINGING = "ringing"
    UP = "up"
    ENDED = "ended"


class HandsetCall:
    """A call of a handset.

    Args:
        handset: Whose.
        call_id: Of SIP.
        invite: The request that rang it; None when it calls itself.
    """

    def __init__(self, handset: "Handset", call_id: str, invite: SipMessage | None = None) -> None:
        self.handset = handset
        self.call_id = call_id
        self.invite = invite
        self.stage = Stage.TRYING
        self.status = 0
        """The last answer to an own INVITE."""
        self.tag = uuid.uuid4().hex[:10]
        self.target = uri_of(invite.get("contact")) if invite else ""
        self.own = f"{invite.get('to')};tag={self.tag}" if invite else ""
        self.other = invite.get("from") if invite else ""
        self.sequences = itertools.count(1)
        self.invite_number = 0
        self.branch = ""

    @property
    def caller(self) -> tuple[str, str]:
        """Name and number that an incoming call shows."""
        shown = self.invite.get("from") if self.invite else ""
        return name_of(shown), number_of(shown)

    async def reaches(self, *stages: Stage) -> None:
        """Wait until the call is at one of some stages."""
        await until(lambda: self.stage in stages, f"the call at {stages}, it is {self.stage}")

    async def answer(self) -> None:
        """Take an incoming call."""
        self._respond(200, "OK", session_description(AUDIO_PORT))
        self.stage = Stage.UP

    async def hang_up(self) -> None:
        """End the call, wherever it is."""
        if self.stage is Stage.UP:
            await self.handset.request("BYE", self.target, self)
        elif self.invite is not None and self.stage is Stage.RINGING:
            self._respond(603, "Decline")
        elif self.stage in (Stage.TRYING, Stage.RINGING):
            self.handset.cancel(self)
        self.stage = Stage.ENDED

    async def hold(self) -> None:
        """Put the other on hold."""
        await self.handset.request("INVITE", self.target, self, session_description(AUDIO_PORT, "sendonly"))

    async def resume(self) -> None:
        """Take the other back."""
        await self.handset.request("INVITE", self.target, self, session_description(AUDIO_PORT))

    async def refer(self, number: str) -> None:
        """Send the other to a number, and leave (RFC 3515)."""
        host, port = self.handset.server
        extra = [("Refer-To", f"<sip:{number}@{host}:{port}>"), ("Referred-By", f"<{self.handset.address}>")]
        assert await self.handset.request("REFER", self.target, self, extra=extra) == 202
        await self.reaches(Stage.UP, Stage.ENDED)
        await self.hang_up()

    def ring(self) -> None:
        """Ring."""
        self._respond(180, "Ringing")
        self.stage = Stage.RINGING

    def reject(self, status: int, words: str) -> None:
        """Refuse an incoming call."""
        self._respond(status, words)
        self.stage = Stage.ENDED

    def _respond(self, status: int, words: str, body: str = "") -> None:
        if self.invite is not None:
            self.handset.respond(self.invite, status, words, self.own, body)


class Handset(asyncio.DatagramProtocol):
    """A telephone; it is registered while the block runs.

    Args:
        user: Its extension.
        password: At the registrar.
        server: Host and port.
    """

    def __init__(self, user: str, password: str, server: tuple[str, int]) -> None:
        self.user = user
        self.server = server
        self.manner = Manner.RING
        self.obeys = True
        """It answers and holds when a NOTIFY asks it to."""
        self.refusal = (489, "Bad Event")
        """What a NOTIFY gets that it does not obey."""
        self.asked: list[str] = []
        """The events that NOTIFYs within calls asked for."""
        self.answers_itself = True
        """It takes a call by itself that asks for it."""
        self.allow_events = ""
        """What it names in ``Allow-Events``; empty: it has no such header."""
        self.calls: list[HandsetCall] = []
        self._password = password
        self._transport: asyncio.DatagramTransport | None = None
        self._answers: dict[tuple[str, int, str], asyncio.Queue[SipMessage]] = {}
        self._registration = uuid.uuid4().hex
        self._sequences = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        """Its address at the server."""
        return f"sip:{self.user}@{self.server[0]}:{self.server[1]}"

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        await self.register()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for call in self.calls:
            if call.stage is not Stage.ENDED:
                with contextlib.suppress(TimeoutError):
                    await call.hang_up()
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_SECONDS):
                await self.register(0)
        if self._transport is not None:
            self._transport.close()

    async def register(self, seconds: int = 300) -> None:
        """Register, or with no seconds take the registration back: the plug is drawn."""
        extra = [("Expires", str(seconds))]
        status = await self.request("REGISTER", f"sip:{self.server[0]}:{self.server[1]}", extra=extra)
        assert status == 200, f"{self.user} cannot register: {status}"

    async def dial(self, number: str) -> HandsetCall:
        """Call a number. The call goes on behind."""
        call = HandsetCall(self, uuid.uuid4().hex)
        call.own = f"<{self.address}>;tag={call.tag}"
        call.target = f"sip:{number}@{self.server[0]}:{self.server[1]}"
        call.other = f"<{call.target}>"
        self.calls.append(call)
        self._later(self._dial(call))
        return call

    async def next_call(self) -> HandsetCall:
        """Wait for an incoming call, and return it."""
        await until(lambda: bool(self._ringing()), f"{self.user} to ring")
        return self._ringing()[-1]

    def _ringing(self) -> list[HandsetCall]:
        return [call for call in self.calls if call.invite and call.stage is Stage.RINGING]

    async def request(
        self,
        method: str,
        uri: str,
        call: HandsetCall | None = None,
        body: str = "",
        extra: list[tuple[str, str]] | None = None,
    ) -> int:
        """Send a request, answer a challenge, and return the final status."""
        status, challenge = await self._once(method, uri, call, body, extra or [])
        if challenge:
            header = "Authorization" if status == 401 else "Proxy-Authorization"
            answer = digest(self.user, self._password, method, uri, challenge)
            status, _ = await self._once(method, uri, call, body, [*(extra or []), (header, answer)])
        return status

    def cancel(self, call: HandsetCall) -> None:
        """Give up a call that rings."""
        headers = self._headers("CANCEL", call.invite_number, call, call.branch)
        self._send(write_message(f"CANCEL {call.target} SIP/2.0", headers))

    def respond(self, request: SipMessage, status: int, words: str, to: str, body: str = "") -> None:
        """Answer a request."""
        headers = [
            *(("Via", via) for via in request.headers["via"]),
            ("From", request.get("from")),
            ("To", to),
            ("Call-ID", request.get("call-id")),
            ("CSeq", request.get("cseq")),
            ("Contact", self._contact()),
            *self._named_events(),
        ]
        self._send(write_message(f"SIP/2.0 {status} {words}", headers, body))

    def datagram_received(self, data: bytes, addr: tuple[str | object, int]) -> None:  # noqa: ARG002
        """Take a message."""
        message = read_message(data)
        if not message.get("call-id"):
            return
        if message.status:
            number, method = message.sequence
            queue = self._answers.get((message.get("call-id"), number, method))
            if queue is not None:
                queue.put_nowait(message)
        else:
            self._asked(message)

    def _asked(self, request: SipMessage) -> None:
        method = request.first.split()[0]
        call = next((call for call in self.calls if call.call_id == request.get("call-id")), None)
        if method == "INVITE":
            self._invited(request, call)
        elif method == "CANCEL" and call is not None and call.invite is not None:
            self.respond(request, 200, "OK", request.get("to"))
            call.reject(487, "Request Terminated")
        elif method == "NOTIFY" and call is not None:
            self._told(request, call)
        elif method != "ACK":
            self.respond(request, 200, "OK", request.get("to"))
            if method == "BYE" and call is not None:
                call.stage = Stage.ENDED

    def _told(self, request: SipMessage, call: HandsetCall) -> None:
        """Do what the event packages talk and hold ask for."""
        event = request.get("event")
        self.asked.append(event)
        if event not in ("talk", "hold") or not self.obeys:
            self.respond(request, *self.refusal, request.get("to"))
            return
        self.respond(request, 200, "OK", request.get("to"))
        if event == "hold":
            self._later(call.hold())
        else:
            self._later(call.answer() if call.stage is Stage.RINGING else call.resume())

    def _invited(self, request: SipMessage, call: HandsetCall | None) -> None:
        if call is not None:
            again = call.invite is not None and call.invite.get("cseq") == request.get("cseq")
            if not again:
                self.respond(request, 200, "OK", call.own, session_description(AUDIO_PORT))
            return
        if self.manner is Manner.SILENT:
            return
        call = HandsetCall(self, request.get("call-id"), request)
        self.calls.append(call)
        match self.manner:
            case Manner.BUSY:
                call.reject(486, "Busy Here")
            case Manner.DECLINE:
                call.reject(603, "Decline")
            case _:
                call.ring()
                asked = self.answers_itself and "answer-after" in request.get("call-info")
                if self.manner is Manner.ANSWER or asked:
                    self._later(call.answer())

    async def _dial(self, call: HandsetCall) -> None:
        status = await self.request("INVITE", call.target, call, session_description(AUDIO_PORT))
        call.status = status
        if call.stage is not Stage.ENDED:
            call.stage = Stage.UP if status == 200 else Stage.ENDED

    async def _once(
        self, method: str, uri: str, call: HandsetCall | None, body: str, extra: list[tuple[str, str]]
    ) -> tuple[int, str]:
        """Send a request once. Returns the final status, and the challenge if there is one."""
        number = next(call.sequences if call else self._sequences)
        branch = f"z9hG4bK{uuid.uuid4().hex[:12]}"
        if call is not None and method == "INVITE":
            call.invite_number, call.branch = number, branch
        key = (call.call_id if call else self._registration, number, method)
        queue = self._answers[key] = asyncio.Queue()
        headers = self._headers(method, number, call, branch) + extra
        self._send(write_message(f"{method} {uri} SIP/2.0", headers, body))
        try:
            return await self._final(queue, method, uri, call, branch)
        finally:
            del self._answers[key]

    async def _final(
        self, queue: "asyncio.Queue[SipMessage]", method: str, uri: str, call: HandsetCall | None, branch: str
    ) -> tuple[int, str]:
        while True:
            seconds = 60.0 if method == "INVITE" else ANSWER_SECONDS
            answer = await asyncio.wait_for(queue.get(), seconds)
            challenge = answer.get("www-authenticate") or answer.get("proxy-authenticate")
            if call is not None and method == "INVITE":
                self._follow(call, answer, uri, branch)
            if answer.status >= 200:
                return answer.status, challenge

    def _follow(self, call: HandsetCall, answer: SipMessage, uri: str, branch: str) -> None:
        """Follow the answers to an INVITE; the final one is acknowledged."""
        if answer.status == 180 and call.stage is Stage.TRYING:
            call.stage = Stage.RINGING
        if answer.status < 200:
            return
        to, number = answer.get("to"), answer.sequence[0]
        if answer.status < 300:
            call.other, call.target = to, uri_of(answer.get("contact")) or call.target
            uri, branch = call.target, f"z9hG4bK{uuid.uuid4().hex[:12]}"
        headers = dict(self._headers("ACK", number, call, branch)) | {"To": to}
        self._send(write_message(f"ACK {uri} SIP/2.0", list(headers.items())))

    def _headers(
        self, method: str, number: int, call: HandsetCall | None, branch: str
    ) -> list[tuple[str, str]]:
        own = call.own if call else f"<{self.address}>;tag={self._registration[:8]}"
        return [
            ("Via", f"SIP/2.0/UDP 127.0.0.1:{self._port()};rport;branch={branch}"),
            ("Max-Forwards", "70"),
            ("From", own),
            ("To", call.other if call else f"<{self.address}>"),
            ("Call-ID", call.call_id if call else self._registration),
            ("CSeq", f"{number} {method}"),
            ("Contact", self._contact()),
            ("Allow", "INVITE, ACK, BYE, CANCEL, REFER, NOTIFY"),
            *self._named_events(),
        ]

    def _named_events(self) -> list[tuple[str, str]]:
        return [("Allow-Events", self.allow_events)] if self.allow_events else []

    def _contact(self) -> str:
        return f"<sip:{self.user}@127.0.0.1:{self._port()}>"

    def _port(self) -> int:
        port: int = self._transport.get_extra_info("sockname")[1] if self._transport else 0
        return port

    def _send(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.sendto(data, self.server)

    def _later(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
