"""One connection to a hub: requests and their answers, notifications, the websocket."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import msgspec
from msgspec import UNSET
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, PayloadTooBig
from websockets.frames import DATA_OPCODES, Frame, Opcode

from lampfield.client.replica import Told
from lampfield.model.refusal import RefusalCode
from lampfield.protocol.errors import (
    INTERNAL_ERROR,
    LOGIN_REFUSED,
    REFUSAL_NUMBERS,
    TOO_MANY_LOGINS,
    AnswerTimeout,
    ConnectionLost,
    LampfieldError,
    LoginDelayed,
    LoginRefused,
    NotConnected,
    RequestError,
    Unreadable,
)
from lampfield.protocol.jsonrpc import (
    BadFrame,
    Envelope,
    decode_frame,
    decode_params,
    encode_request,
    told_in,
)
from lampfield.protocol.limits import MAX_REQUEST_BYTES
from lampfield.protocol.notifications import NOTIFICATIONS, Notification
from lampfield.protocol.requests import Request, Started

Taker = Callable[[bytes], bool]
"""Takes a frame that just arrived; False: it is to be received like any other."""


class FeedSocket(ClientConnection):
    """A connection that offers each frame as it arrives, before it is to be received.

    A frame that is received has to wake a task first, in another turn of the event loop: with 16 changes in a
    frame that takes as long as to apply them. What is not taken, or arrives while anything is still to be
    received, is received, in the order of arrival; so is everything, should the library no longer call
    ``process_event``, by which it lets subclasses see what arrives.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.taker: Taker | None = None
        """Gets the frames; None: all are received."""
        self._to_receive = 0
        """Messages that arrived and are not received yet."""

    async def receive(self) -> bytes:
        """Return the next message that nobody took.

        Raises:
            ConnectionClosed: None comes any more.
        """
        message = await self.recv(decode=False)
        self._to_receive -= 1
        return message

    def process_event(self, event: Any) -> None:
        """Offer a frame, or keep it to be received."""
        if not isinstance(event, Frame) or not event.fin or event.opcode not in DATA_OPCODES:
            super().process_event(event)
        elif not self._is_taken(event):
            self._to_receive += 1
            super().process_event(event)

    def _is_taken(self, last: Frame) -> bool:
        """Offer a message's last frame, where it is its first one, too."""
        is_whole = last.opcode is not Opcode.CONT
        return self.taker is not None and is_whole and not self._to_receive and self.taker(bytes(last.data))


R = TypeVar("R", bound=msgspec.Struct)

Waiting = tuple[type[msgspec.Struct], "asyncio.Future[msgspec.Struct]"]


class PendingRequests:
    """The open requests of one connection, by id."""

    def __init__(self) -> None:
        self._waiting: dict[int, Waiting] = {}
        self._last_id = 0
        self._ended: LampfieldError | None = None
        """Why no answer comes any more."""

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, request: Request[R]) -> tuple[int, "asyncio.Future[msgspec.Struct]"]:
        """Number a request. The future gets its answer, or its error.

        Raises:
            NotConnected: No answer comes any more.
        """
        if self._ended is not None:
            raise NotConnected(f"There is no connection to the hub. {self._ended}")
        self._last_id += 1
        future = asyncio.get_running_loop().create_future()
        self._waiting[self._last_id] = (request.answer, future)
        return self._last_id, future

    def drop(self, id_: int) -> None:
        """Forget a request: its answer, should it come, is nobody's."""
        self._waiting.pop(id_, None)

    def read(self, envelope: Envelope) -> tuple["asyncio.Future[msgspec.Struct]", object] | None:
        """Return who waits for an answer, and the answer or the error; None when nobody does."""
        waiting = self._waiting.get(envelope.id) if isinstance(envelope.id, int) else None
        if waiting is None:
            return None
        type_, future = waiting
        return future, _outcome(envelope, type_)

    def fail(self, error: LampfieldError) -> None:
        """End all open requests with an error. No further ones are taken."""
        self._ended = self._ended or error
        waiting, self._waiting = self._waiting, {}
        for _, future in waiting.values():
            if not future.done():
                future.set_exception(error)


def settle(future: "asyncio.Future[msgspec.Struct]", outcome: object) -> None:
    """Give an outcome to who waits for it, if it still does."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)  # type: ignore[arg-type]


def _outcome(envelope: Envelope, type_: type[msgspec.Struct]) -> object:
    if envelope.error is not UNSET:
        error = envelope.error
        if error.code == LOGIN_REFUSED:
            return LoginRefused(error.message)
        if error.code == TOO_MANY_LOGINS:
            return LoginDelayed(error.message)
        return RequestError(error.code, error.data, error.message)
    try:
        return msgspec.json.decode(b"{}" if envelope.result is UNSET else envelope.result, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        sentence = f"The hub's answer cannot be read ({problem}): update the older of board and hub."
        return RequestError(INTERNAL_ERROR, "bad-answer", sentence)


log = logging.getLogger(__name__)


OnTold = Callable[[Sequence[Told]], None]
"""Gets what one frame told, before the answers of that frame reach those who wait for them."""

CLOSED_TO_SLOW = 1013
"""The close code of a hub that drops a reader which cannot keep up (RFC 6455's *try again later*)."""


class Connection:
    """Requests out, answers and notifications in."""

    def __init__(self, socket: FeedSocket, on_told: OnTold) -> None:
        self._socket = socket
        self._on_told = on_told
        self._pending = PendingRequests()
        self._fault: Exception | None = None
        """What went wrong with a frame that was taken as it arrived."""

    async def request(self, request: Request[R], seconds: float) -> R:
        """Ask the hub and return its answer.

        Raises:
            RequestError: It refused, or the request is longer than a hub takes, which was not sent.
            AnswerTimeout: No answer came within this many seconds.
            NotConnected: The connection had ended before.
            ConnectionLost: The connection ended first.
        """
        id_, future = self._pending.add(request)
        try:
            async with asyncio.timeout(seconds):
                await self._socket.send(_fitting(encode_request(id_, request)).decode())
                return cast("R", await future)
        except TimeoutError as error:
            raise AnswerTimeout(f"The hub did not answer within {seconds:g} s.") from error
        except ConnectionClosed as error:
            raise lost(error) from error
        finally:
            self._pending.drop(id_)

    async def listen(self) -> None:
        """Read frames until the connection ends.

        Raises:
            ConnectionLost: It ended, or what came cannot be read or applied; the text says how.
        """
        self._socket.taker = self._take_notices
        try:
            while True:
                self._take_received(await self._socket.receive())
        except Exception as error:
            reason = lost(error)
            if isinstance(reason, Unreadable) and not isinstance(error, BadFrame | PayloadTooBig):
                log.exception("what the hub sent cannot be applied")
            self._pending.fail(reason)
            raise reason from error

    async def close(self) -> None:
        """End the connection in order."""
        await self._socket.close()
        self._pending.fail(ConnectionLost("The connection was closed."))

    def _take_notices(self, frame: bytes) -> bool:
        """Take a frame of notices alone. Returns whether it was one.

        This runs inside the connection, which an exception would cut without a word. So a fault is kept for
        `listen`, which receives the frame then.
        """
        try:
            if (notices := told_in(frame)) is None:
                return False
            self._on_told(notices)
        except Exception as error:  # noqa: BLE001 - `listen` logs it
            self._fault = error
            return False
        return True

    def _take_received(self, frame: bytes) -> None:
        if self._fault is not None:
            raise self._fault
        self._take_apart(frame)

    def _take_apart(self, frame: bytes) -> None:
        """Take a frame that holds more than known notifications, or came behind such a one."""
        told: list[Told] = []
        outcomes: list[tuple[asyncio.Future[msgspec.Struct], object]] = []
        for envelope in decode_frame(frame):
            if envelope.method is not UNSET:
                told += _notice(envelope)
            elif answered := self._pending.read(envelope):
                outcomes.append(answered)
                told += [answered[1]] if isinstance(answered[1], Started) else []
        if told:
            self._on_told(told)
        for future, outcome in outcomes:
            settle(future, outcome)


def _fitting(request: bytes) -> bytes:
    """Return a request that a hub takes: one that is too long would end the connection."""
    if len(request) > MAX_REQUEST_BYTES:
        sentence = f"This is too long: a request has up to {MAX_REQUEST_BYTES} bytes. Send it in parts."
        raise RequestError(REFUSAL_NUMBERS[RefusalCode.BAD_TEXT], RefusalCode.BAD_TEXT, sentence)
    return request


def lost(error: Exception) -> ConnectionLost:
    """Return how a connection ended, in words."""
    if isinstance(error, BadFrame | PayloadTooBig):
        return Unreadable(f"The hub sent what cannot be read: {error}.")
    if not isinstance(error, ConnectionClosed):
        return unforeseen(error)
    close = error.rcvd
    if close is not None and close.code == CLOSED_TO_SLOW:
        return ConnectionLost("The hub ended the connection because this side read too slowly.")
    if close is not None and close.reason:
        return ConnectionLost(f"The hub ended the connection: {close.reason}")
    return ConnectionLost("The connection to the hub was lost.")


def unforeseen(error: Exception) -> Unreadable:
    """Return an exception that nobody foresaw, in words, with its kind."""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Unreadable(f"This program failed at what the hub sent ({what}). Its log says where.")


def _notice(envelope: Envelope) -> list[Notification]:
    """Return an envelope's notification. One that a newer hub invented is skipped."""
    type_ = NOTIFICATIONS.get(str(envelope.method))
    if type_ is None:
        return []
    try:
        return [decode_params(envelope, type_)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFrame(f"{envelope.method}: {error}") from error
