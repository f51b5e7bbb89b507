"""Requests that wait for their answers."""

import asyncio
from typing import TypeVar

import msgspec
from msgspec import UNSET

from lampfield.feed.envelope import Envelope
from lampfield.feed.errors import (
    INTERNAL_ERROR,
    LOGIN_REFUSED,
    TOO_MANY_LOGINS,
    LampfieldError,
    LoginDelayed,
    LoginRefused,
    NotConnected,
    RequestError,
)
from lampfield.feed.requests import Request

R = TypeVar("R", bound=msgspec.Struct)

Waiting = tuple[type[msgspec.Struct], "asyncio.Future[msgspec.Struct]"]


class Pending:
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
