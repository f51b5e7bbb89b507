"""One connection to a hub: the websocket, requests and responses, notifications."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import msgspec
from msgspec import UNSET
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, PayloadTooBig
from websockets.frames import DATA_OPCODES, Frame, Opcode

from lampfield.client.replica import FeedItem
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
    notifications_in,
)
from lampfield.protocol.limits import MAX_REQUEST_BYTES
from lampfield.protocol.notifications import NOTIFICATIONS, Notification
from lampfield.protocol.requests import Request, Started

log = logging.getLogger(__name__)


R = TypeVar("R", bound=msgspec.Struct)


FrameHandler = Callable[[bytes], bool]
"""Handles a frame as it arrives; returns False to leave it for `FeedSocket.receive`."""


OnItems = Callable[[Sequence[FeedItem]], None]
"""Gets the items of one frame, before the responses in it resolve their futures."""


Pending = tuple[type[msgspec.Struct], "asyncio.Future[msgspec.Struct]"]


CLOSED_TO_SLOW = 1013
"""The close code with which a hub drops a slow reader (*try again later*, RFC 6455)."""


class FeedSocket(ClientConnection):
    """A websocket that passes each frame to a callback as it arrives, before it is queued.

    Receiving a queued frame wakes a task in the next iteration of the event loop; for a frame of 16 changes
    that takes as long as applying them. Frames that the callback declines, or that arrive while others are
    queued, are queued in order of arrival. The same happens to every frame if a later version of websockets
    stops calling ``process_event``, its hook for subclasses.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.frame_handler: FrameHandler | None = None
        """Gets each whole data frame; None: all frames are queued."""
        self._queued = 0
        """Messages that have arrived and have not been received."""

    async def receive(self) -> bytes:
        """Return the next queued message.

        Raises:
            ConnectionClosed: The connection has ended.
        """
        message = await self.recv(decode=False)
        self._queued -= 1
        return message

    def process_event(self, event: Any) -> None:
        """Pass a frame to the callback, or queue it."""
        if not isinstance(event, Frame) or not event.fin or event.opcode not in DATA_OPCODES:
            super().process_event(event)
        elif not self._is_handled(event):
            self._queued += 1
            super().process_event(event)

    def _is_handled(self, last: Frame) -> bool:
        """Return whether the callback handled a message that arrived in a single frame."""
        is_whole = last.opcode is not Opcode.CONT
        return (
            self.frame_handler is not None
            and is_whole
            and not self._queued
            and self.frame_handler(bytes(last.data))
        )


class Connection:
    """Sends requests, and dispatches responses and notifications."""

    def __init__(self, socket: FeedSocket, on_items: OnItems) -> None:
        self._socket = socket
        self._on_items = on_items
        self._pending = PendingRequests()
        self._fault: Exception | None = None
        """The error of a frame that was handled as it arrived."""

    async def request(self, request: Request[R], seconds: float) -> R:
        """Send a request to the hub and return the response.

        Raises:
            RequestError: The hub refused, or the request is too long and was not sent.
            AnswerTimeout: No response arrived within ``seconds``.
            NotConnected: The connection had ended before.
            ConnectionLost: The connection ended before the response arrived.
        """
        id_, future = self._pending.add(request)
        try:
            async with asyncio.timeout(seconds):
                await self._socket.send(_checked_size(encode_request(id_, request)).decode())
                return cast("R", await future)
        except TimeoutError as error:
            raise AnswerTimeout(f"The hub did not answer within {seconds:g} s.") from error
        except ConnectionClosed as error:
            raise connection_lost(error) from error
        finally:
            self._pending.drop(id_)

    async def listen(self) -> None:
        """Read frames until the connection ends.

        Raises:
            ConnectionLost: It ended, or a frame cannot be read or applied; the text says how.
        """
        self._socket.frame_handler = self._handle_notifications
        try:
            while True:
                self._handle_received(await self._socket.receive())
        except Exception as error:
            reason = connection_lost(error)
            if isinstance(reason, Unreadable) and not isinstance(error, BadFrame | PayloadTooBig):
                log.exception("cannot apply a frame of the hub")
            self._pending.fail(reason)
            raise reason from error

    async def close(self) -> None:
        """Close the connection, and fail the pending requests."""
        await self._socket.close()
        self._pending.fail(ConnectionLost("The connection was closed."))

    def _handle_notifications(self, frame: bytes) -> bool:
        """Handle a frame that holds only notifications. Returns whether it was one.

        This runs inside the websocket's callback, where an exception would close the connection without a
        reason. An error is stored for `listen`, which receives the frame then.
        """
        try:
            if (notices := notifications_in(frame)) is None:
                return False
            self._on_items(notices)
        except Exception as error:  # noqa: BLE001 - `listen` logs it
            self._fault = error
            return False
        return True

    def _handle_received(self, frame: bytes) -> None:
        if self._fault is not None:
            raise self._fault
        self._handle_mixed(frame)

    def _handle_mixed(self, frame: bytes) -> None:
        """Handle a frame that holds more than known notifications, or was queued behind one."""
        items: list[FeedItem] = []
        outcomes: list[tuple[asyncio.Future[msgspec.Struct], object]] = []
        for envelope in decode_frame(frame):
            if envelope.method is not UNSET:
                items += _notification_in(envelope)
            elif answered := self._pending.read(envelope):
                outcomes.append(answered)
                items += [answered[1]] if isinstance(answered[1], Started) else []
        if items:
            self._on_items(items)
        for future, outcome in outcomes:
            resolve(future, outcome)


class PendingRequests:
    """The open requests of one connection, by id."""

    def __init__(self) -> None:
        self._waiting: dict[int, Pending] = {}
        self._last_id = 0
        self._ended: LampfieldError | None = None
        """Why no further response can arrive."""

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, request: Request[R]) -> tuple[int, "asyncio.Future[msgspec.Struct]"]:
        """Assign an id to a request. Returns it with the future of the response.

        Raises:
            NotConnected: The connection has ended.
        """
        if self._ended is not None:
            raise NotConnected(f"There is no connection to the hub. {self._ended}")
        self._last_id += 1
        future = asyncio.get_running_loop().create_future()
        self._waiting[self._last_id] = (request.answer, future)
        return self._last_id, future

    def drop(self, id_: int) -> None:
        """Forget a request: a late response to it is ignored."""
        self._waiting.pop(id_, None)

    def read(self, envelope: Envelope) -> tuple["asyncio.Future[msgspec.Struct]", object] | None:
        """Return the future of a response and its result or error; None if no request is pending for it."""
        waiting = self._waiting.get(envelope.id) if isinstance(envelope.id, int) else None
        if waiting is None:
            return None
        type_, future = waiting
        return future, _outcome_of(envelope, type_)

    def fail(self, error: LampfieldError) -> None:
        """Fail all pending requests, and refuse further ones."""
        self._ended = self._ended or error
        waiting, self._waiting = self._waiting, {}
        for _, future in waiting.values():
            if not future.done():
                future.set_exception(error)


def resolve(future: "asyncio.Future[msgspec.Struct]", outcome: object) -> None:
    """Set the result or error of a future that is still pending."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)  # type: ignore[arg-type]


def connection_lost(error: Exception) -> ConnectionLost:
    """Return the error that describes how a connection ended."""
    if isinstance(error, BadFrame | PayloadTooBig):
        return Unreadable(f"The hub sent an unreadable frame: {error}.")
    if not isinstance(error, ConnectionClosed):
        return unexpected_error(error)
    close = error.rcvd
    if close is not None and close.code == CLOSED_TO_SLOW:
        return ConnectionLost("The hub closed the connection because this client read too slowly.")
    if close is not None and close.reason:
        return ConnectionLost(f"The hub closed the connection: {close.reason}")
    return ConnectionLost("The connection to the hub was lost.")


def unexpected_error(error: Exception) -> Unreadable:
    """Return the error for an unexpected exception, with its type."""
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Unreadable(f"This program failed on a frame of the hub ({reason}). See its log.")


def _checked_size(request: bytes) -> bytes:
    """Return the request if the hub accepts its size: a longer one would end the connection.

    Raises:
        RequestError: It is too long.
    """
    if len(request) > MAX_REQUEST_BYTES:
        sentence = f"This is too long: the limit is {MAX_REQUEST_BYTES} bytes. Send it in parts."
        raise RequestError(REFUSAL_NUMBERS[RefusalCode.BAD_TEXT], RefusalCode.BAD_TEXT, sentence)
    return request


def _outcome_of(envelope: Envelope, type_: type[msgspec.Struct]) -> object:
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
        sentence = f"The hub's response cannot be read ({problem}). Update the older of board and hub."
        return RequestError(INTERNAL_ERROR, "bad-answer", sentence)


def _notification_in(envelope: Envelope) -> list[Notification]:
    """Return an envelope's notification; none for a method that only a newer hub knows."""
    type_ = NOTIFICATIONS.get(str(envelope.method))
    if type_ is None:
        return []
    try:
        return [decode_params(envelope, type_)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFrame(f"{envelope.method}: {error}") from error
