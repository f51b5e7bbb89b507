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
    """Any JSON-RPC object: a request, a notification or an answer, with undecoded contents."""

    jsonrpc: str = "2.0"
    method: str | UnsetType = UNSET
    id: int | str | None | UnsetType = UNSET
    params: Raw | UnsetType = UNSET
    result: Raw | UnsetType = UNSET
    error: ErrorBody | UnsetType = UNSET


class BadFrame(ValueError):
    """A frame is not valid JSON-RPC. It ends the session."""


_single_decoder = msgspec.json.Decoder(Envelope)
_batch_decoder = msgspec.json.Decoder(list[Envelope])
_encoder = msgspec.json.Encoder()


def decode_frame(frame: bytes | str) -> list[Envelope]:
    """Return the envelopes of a frame, which holds one object or a batch.

    Raises:
        BadFrame: The frame is not JSON, not JSON-RPC 2.0, or an empty batch.
    """
    try:
        batch = frame[:1] in (b"[", "[")
        envelopes = _batch_decoder.decode(frame) if batch else [_single_decoder.decode(frame)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFrame(str(error)) from error
    if not envelopes or any(envelope.jsonrpc != "2.0" for envelope in envelopes):
        raise BadFrame("not JSON-RPC 2.0")
    return envelopes


def decode_params(envelope: Envelope, type_: type[S]) -> S:
    """Return an envelope's ``params`` as a typed value.

    Raises:
        msgspec.ValidationError: They do not match the type; the message names the field.
    """
    raw = b"{}" if envelope.params is UNSET else envelope.params
    return msgspec.json.decode(raw, type=type_)


def encode_notification(notice: Notification) -> bytes:
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
    """Return the error answer to a request as JSON text. ``id`` is null if none could be decoded."""
    return b'{"jsonrpc":"2.0","id":%b,"error":%b}' % (_encoder.encode(id_), _encoder.encode(error))


def join_batch(texts: Iterable[bytes]) -> bytes:
    """Return one frame of several JSON texts: a batch, or the text itself if there is only one."""
    parts = list(texts)
    return parts[0] if len(parts) == 1 else b"[" + b",".join(parts) + b"]"


class _NotificationEnvelope(Protocol):
    """A whole JSON-RPC notification."""

    params: Notification


def _envelope_type(method: str, type_: type[Notification]) -> type[msgspec.Struct]:
    """Return the type of one method's whole notification, tagged by its method."""
    fields: list[tuple[str, Any]] = [("jsonrpc", Literal["2.0"]), ("params", type_)]
    return msgspec.defstruct(
        f"Notification {method}", fields, tag_field="method", tag=method, frozen=True, gc=False
    )


_any_notification = reduce(or_, (_envelope_type(method, type_) for method, type_ in NOTIFICATIONS.items()))
_notification_decoder = msgspec.json.Decoder(_any_notification)
_notification_batch_decoder = msgspec.json.Decoder(GenericAlias(list, (_any_notification,)))


def notifications_in(frame: bytes | str) -> list[Notification] | None:
    """Return the notifications of a frame that contains only known notifications; else None.

    This is the fast path of a client. For any other frame (an answer, a notification of a newer hub, invalid
    JSON), call `decode_frame`.
    """
    try:
        envelopes = (
            _notification_batch_decoder.decode(frame)
            if frame[:1] in (b"[", "[")
            else [_notification_decoder.decode(frame)]
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return [envelope.params for envelope in cast("list[_NotificationEnvelope]", envelopes)] or None
