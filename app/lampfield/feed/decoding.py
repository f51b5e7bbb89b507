"""Frames of notifications, decoded at one go: most of what a busy hub sends."""

from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Any, Literal, Protocol, cast

import msgspec

from lampfield.feed.notices import NOTICES, Notice


class _Told(Protocol):
    """A JSON-RPC notification."""

    params: Notice


def _told_type(method: str, type_: type[Notice]) -> type[msgspec.Struct]:
    """Return the type of one method's whole notification, which its method tells from the others."""
    fields: list[tuple[str, Any]] = [("jsonrpc", Literal["2.0"]), ("params", type_)]
    return msgspec.defstruct(f"Told {method}", fields, tag_field="method", tag=method, frozen=True, gc=False)


_any_told = reduce(or_, (_told_type(method, type_) for method, type_ in NOTICES.items()))
_one = msgspec.json.Decoder(_any_told)
_many = msgspec.json.Decoder(GenericAlias(list, (_any_told,)))


def told_in(frame: bytes | str) -> list[Notice] | None:
    """Return the notifications of a frame that holds nothing else; None when it holds anything else.

    That may be an answer, a notification of a newer hub, or no JSON at all: all of it is for one to look at
    who takes a frame apart, piece by piece.
    """
    try:
        told = _many.decode(frame) if frame[:1] in (b"[", "[") else [_one.decode(frame)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return [it.params for it in cast("list[_Told]", told)] or None
