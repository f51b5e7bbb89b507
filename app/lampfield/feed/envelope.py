"""JSON-RPC 2.0 frames: bytes to envelopes and back, without I/O."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec
from msgspec import UNSET, Raw, UnsetType

from lampfield.feed.errors import ErrorBody
from lampfield.feed.notices import Notice
from lampfield.feed.requests import Request

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


def encode_notice(notice: Notice) -> bytes:
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
