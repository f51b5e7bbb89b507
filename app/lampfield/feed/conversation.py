"""One connection to a hub, from its first word to its end."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

import msgspec
from msgspec import UNSET
from websockets.exceptions import ConnectionClosed, PayloadTooBig

from lampfield.feed.decoding import told_in
from lampfield.feed.envelope import BadFrame, Envelope, decode_frame, decode_params, encode_request
from lampfield.feed.errors import (
    REFUSAL_NUMBERS,
    AnswerTimeout,
    ConnectionLost,
    RequestError,
    Unreadable,
)
from lampfield.feed.notices import NOTICES, Notice
from lampfield.feed.pending import Pending, settle
from lampfield.feed.protocol import MAX_REQUEST_BYTES
from lampfield.feed.replica import Told
from lampfield.feed.requests import Request, Started
from lampfield.feed.socket import FeedSocket
from lampfield.model.refusal import Word

log = logging.getLogger(__name__)

R = TypeVar("R", bound=msgspec.Struct)

OnTold = Callable[[Sequence[Told]], None]
"""Gets what one frame told, before the answers of that frame reach those who wait for them."""

CLOSED_TO_SLOW = 1013
"""The close code of a hub that drops a reader which cannot keep up (RFC 6455's *try again later*)."""


class Conversation:
    """Requests out, answers and notifications in."""

    def __init__(self, socket: FeedSocket, on_told: OnTold) -> None:
        self._socket = socket
        self._on_told = on_told
        self._pending = Pending()
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
        raise RequestError(REFUSAL_NUMBERS[Word.BAD_TEXT], Word.BAD_TEXT, sentence)
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


def _notice(envelope: Envelope) -> list[Notice]:
    """Return an envelope's notification. One that a newer hub invented is skipped."""
    type_ = NOTICES.get(str(envelope.method))
    if type_ is None:
        return []
    try:
        return [decode_params(envelope, type_)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFrame(f"{envelope.method}: {error}") from error
