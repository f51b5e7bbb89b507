"""The reference of the websocket protocol, made from the typed messages and their docstrings."""

import inspect
import json
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect as types

from lampfield.config.documentation import sentences
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.refusal import RefusalCode
from lampfield.protocol import errors
from lampfield.protocol.notifications import NOTIFICATIONS, Notification
from lampfield.protocol.requests import REQUESTS, Answer, Request
from tests.pages.tables import code, table

_PLAIN: dict[type[types.Type], str] = {
    types.AnyType: "anything",
    types.NoneType: "null",
    types.BoolType: "boolean",
    types.IntType: "integer",
    types.FloatType: "number",
    types.StrType: "string",
}
_LISTS = (types.VarTupleType, types.ListType, types.SetType, types.FrozenSetType)
_USUAL = {
    "cid": "The contact.",
    "uid": "The call.",
    "room_id": "The room.",
    "msg_id": "The message.",
    "name": "Its name.",
    "number": "The number.",
    "address": "The chat address.",
    "tags": "The tags.",
    "show": "The presence.",
    "status": "The person's own words.",
    "text": "The text.",
    "limit": "At most this number of messages.",
    "device": "The device.",
    "typing": "Whether the operator is typing.",
    "me": "The operator.",
    "account": "The account.",
    "links": "The links.",
    "contacts": "The contacts.",
    "devices": "The operator's devices.",
    "calls": "The operator's calls.",
    "rooms": "The operator's chats.",
    "messages": "Their latest messages.",
    "contact": "The contact.",
    "call": "The call.",
    "room": "The room.",
    "message": "The message.",
    "link": "The link.",
}
"""What a field means that has no docstring because its name says it."""

_HIDDEN = {"seq"}
"""Every notification has it; the page says it once."""


def request_sections() -> str:
    """Return a section for each request: what it does, the right it needs, parameters and result."""
    return "\n\n".join(_request(method, request) for method, request in sorted(REQUESTS.items()))


def notice_sections() -> str:
    """Return a section for each notification: when it comes, and its parameters."""
    return "\n\n".join(_notice(method, notice) for method, notice in sorted(NOTIFICATIONS.items()))


def type_sections() -> str:
    """Return a section for each type that a message carries, in the order of their names."""
    return "\n\n".join(_type(kind) for kind in sorted(_carried(), key=lambda kind: kind.__name__))


def error_table() -> str:
    """Return the numbers and words of errors."""
    numbers = {name: value for name, value in vars(errors).items() if name.isupper() and type(value) is int}
    protocol = [
        (str(value), "", f"{name.replace('_', ' ').capitalize()}.") for name, value in numbers.items()
    ]
    said = sentences(RefusalCode)
    refusals = [
        (str(errors.REFUSAL_NUMBERS[it]), code(it.value), said.get(it.name, "")) for it in RefusalCode
    ]
    return table(("number", "word", "meaning"), [*protocol, *refusals])


def _request(method: str, request: type[Request[Any]]) -> str:
    right = code(request.right.value) if request.right else "none"
    parts = [f"### `{method}`", _about(request), f"Right: {right}.", *_fields("Parameter", request)]
    parts += _fields("Result", request.answer) or ["Result: an empty object."]
    return "\n\n".join(parts)


def _notice(method: str, notice: type[Notification]) -> str:
    return "\n\n".join([f"### `{method}`", _about(notice), *_fields("Parameter", notice)])


def _type(kind: type) -> str:
    if issubclass(kind, Enum):
        said = sentences(kind)
        rows = [(code(json.dumps(it.value)), said.get(it.name, "")) for it in kind]
        return f"{_heading(kind)}\n\n{_about(kind)}\n\n{table(('value', 'meaning'), rows)}"
    return "\n\n".join([_heading(kind), _about(kind), *_fields("Property", kind)])


def _heading(kind: type) -> str:
    return f"### `{kind.__name__}` {_sort(kind)}"


def _sort(kind: type) -> str:
    return "values" if issubclass(kind, Enum) else "object"


def _fields(head: str, kind: type) -> list[str]:
    said = _said(kind)
    if kind is ContactPatch:
        return [f"Any properties of {_written(types.type_info(Contact))}; what is left out did not change."]
    rows = [
        (code(it.encode_name), _written(it.type), _default(it), said.get(it.name) or _USUAL.get(it.name, ""))
        for it in _struct(kind).fields
        if it.name not in _HIDDEN or not issubclass(kind, Notification)
    ]
    return [table((head.lower(), "type", "default", "meaning"), rows)] if rows else []


def _said(kind: type) -> dict[str, str]:
    """Return the docstrings of all fields, inherited ones included."""
    return {name: text for base in reversed(kind.__mro__) for name, text in sentences(base).items()}


def _struct(kind: type) -> types.StructType:
    known = types.type_info(kind)
    assert isinstance(known, types.StructType)
    return known


def _default(field: types.Field) -> str:
    if field.required:
        return "required"
    if field.default_factory is not msgspec.NODEFAULT:
        return code(msgspec.json.encode(field.default_factory()).decode())
    return code(msgspec.json.encode(field.default).decode())


def _written(known: types.Type) -> str:
    if isinstance(known, types.UnionType):
        return " or ".join(_written(it) for it in known.types)
    if isinstance(known, types.StructType | types.EnumType):
        return f"[{known.cls.__name__}](#{known.cls.__name__.lower()}-{_sort(known.cls)})"
    if isinstance(known, _LISTS):
        return f"list of {_written(known.item_type)}"
    if isinstance(known, types.DictType):
        return f"object of {_written(known.value_type)}"
    return _PLAIN[type(known)]


def _about(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "").replace("``", "`")


def _carried() -> set[type]:
    """Return the types that messages hold, and those that these hold."""
    messages: list[type] = [*NOTIFICATIONS.values(), *REQUESTS.values()]
    messages += [request.answer for request in REQUESTS.values()]
    found, waiting = set[type](), list(_inside(messages))
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += _inside([kind])
    return found - {Answer}


def _inside(kinds: Iterable[type]) -> Iterator[type]:
    for kind in kinds:
        if issubclass(kind, msgspec.Struct):
            for field in _struct(kind).fields:
                yield from _named(field.type)


def _named(known: types.Type) -> Iterator[type]:
    if isinstance(known, types.StructType | types.EnumType):
        yield known.cls
    for name in ("types", "item_type", "value_type"):
        inner = getattr(known, name, ())
        for it in inner if isinstance(inner, tuple) else (inner,):
            yield from _named(it)
