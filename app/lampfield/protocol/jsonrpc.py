"""JSON-RPC 2.0 frames: encode and decode requests, answers and notifications."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Any, Literal, Protocol, TypeVar, cast

import msgspec
from msgspec import UNSET, Raw, UnsetType

from lampfield.protocol.errors import ErrorBody
from lampfield.protocol.notifications import NOTIFICATIONS, Notification
from lampfield.protocol.requests import Request

S = TypeVar("S", bound=msgspec.Struct)


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """Any JSON-RPC object: a request, a notification or an answer. Its insides are not read yet."""

    jsonrpc: str = "2.0"
    method: str | UnsetType = UNSET
    id: int | str | None | UnsetType = UNSET
    params: Raw | UnsetType = UNSET
    result: Raw | UnsetType = UNSET
    error: ErrorBody | UnsetType = UNSET


class BadFrame(ValueError):
    """A frame that is no JSON-RPC: it ends the session."""


_one = msgspec.json.Decoder(Envelope)
_many = msgspec.json.Decoder(list[Envelope])
_encoder = msgspec.json.Encoder()


def decode_frame(frame: bytes | str) -> list[Envelope]:
    """Return the envelopes of a frame, which holds one object or a batch.

    Raises:
        BadFrame: The frame is no JSON, no JSON-RPC 2.0, or an empty batch.
    """
    try:
        batch = frame[:1] in (b"[", "[")
        envelopes = _many.decode(frame) if batch else [_one.decode(frame)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFrame(str(error)) from error
    if not envelopes or any(envelope.jsonrpc != "2.0" for envelope in envelopes):
        raise BadFrame("this is no JSON-RPC 2.0")
    return envelopes


def decode_params(envelope: Envelope, type_: type[S]) -> S:
    """Return an envelope's ``params`` as a typed value.

    Raises:
        msgspec.ValidationError: They do not fit; the text names the field.
    """
    raw = b"{}" if envelope.params is UNSET else envelope.params
    return msgspec.json.decode(raw, type=type_)


def encode_notice(notice: Notification) -> bytes:
    """Return a notification as JSON text."""
    return b'{"jsonrpc":"2.0","method":"%b","params":%b}' % (
        notice.method.encode(),
        _encoder.encode(notice),
    )


def encode_request(id_: int, request: Request[S]) -> bytes:
    """Return a request as JSON text."""
    return b'{"jsonrpc":"2.0","id":%d,"method":"%b","params":%b}' % (
        id_,
        request.method.encode(),
        _encoder.encode(request),
    )


def encode_answer(id_: int | str | None, answer: msgspec.Struct) -> bytes:
    """Return the answer to a request as JSON text."""
    return b'{"jsonrpc":"2.0","id":%b,"result":%b}' % (_encoder.encode(id_), _encoder.encode(answer))


def encode_error(id_: int | str | None, error: ErrorBody) -> bytes:
    """Return the failure of a request as JSON text. ``id`` is null where none could be read."""
    return b'{"jsonrpc":"2.0","id":%b,"error":%b}' % (_encoder.encode(id_), _encoder.encode(error))


def join_batch(texts: Iterable[bytes]) -> bytes:
    """Return one frame of several texts. A single one stands by itself."""
    parts = list(texts)
    return parts[0] if len(parts) == 1 else b"[" + b",".join(parts) + b"]"


class _Told(Protocol):
    """A JSON-RPC notification."""

    params: Notification


def _told_type(method: str, type_: type[Notification]) -> type[msgspec.Struct]:
    """Return the type of one method's whole notification, which its method tells from the others."""
    fields: list[tuple[str, Any]] = [("jsonrpc", Literal["2.0"]), ("params", type_)]
    return msgspec.defstruct(f"Told {method}", fields, tag_field="method", tag=method, frozen=True, gc=False)


_any_told = reduce(or_, (_told_type(method, type_) for method, type_ in NOTIFICATIONS.items()))
_one_notification = msgspec.json.Decoder(_any_told)
_many_notifications = msgspec.json.Decoder(GenericAlias(list, (_any_told,)))


def told_in(frame: bytes | str) -> list[Notification] | None:
    """Return the notifications of a frame that holds nothing else; None when it holds anything else.

    That may be an answer, a notification of a newer hub, or no JSON at all: all of it is for one to look at
    who takes a frame apart, piece by piece.
    """
    try:
        told = (
            _many_notifications.decode(frame)
            if frame[:1] in (b"[", "[")
            else [_one_notification.decode(frame)]
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return [it.params for it in cast("list[_Told]", told)] or None
