"""What a setting takes, by the type of its field: on or off, one of some words, a line, several of them."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import NamedTuple

from msgspec import inspect

from lampfield.config.sentences import sentences


class Truth(NamedTuple):
    """On or off."""


class Words(NamedTuple):
    """One of some words."""

    words: Mapping[str | int, str]
    """Each as TOML has it, with what it means; that may be empty."""


class Form(StrEnum):
    """How a value is typed; the word is what it is called."""

    TEXT = "a text"
    WHOLE = "a whole number"
    NUMBER = "a number"
    TOML = "a value as TOML has it"


class Line(NamedTuple):
    """What is typed."""

    form: Form = Form.TEXT
    limits: str = ""
    """Such as ``at least 0``."""
    may_lack: bool = False
    """Nothing typed means no value, and not an empty text."""


class Several(NamedTuple):
    """Any number of the same, in an order."""

    each: "Words | Line"


Kind = Truth | Words | Line | Several

_TEXTS = (inspect.StrType, inspect.TimeType, inspect.DateType, inspect.DateTimeType, inspect.DecimalType)
_MANY = (inspect.VarTupleType, inspect.ListType, inspect.SetType, inspect.FrozenSetType)
_LIMITS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def kind_of(annotation: object) -> Kind:
    """Return what a field takes. One of a type that is none of these is written as TOML."""
    return _kind(inspect.type_info(annotation))


def _kind(known: inspect.Type) -> Kind:
    match known:
        case inspect.Metadata(type=inner):
            return _kind(inner)
        case inspect.BoolType():
            return Truth()
        case inspect.EnumType(cls=cls):
            return Words(_meanings(cls))
        case inspect.LiteralType(values=values):
            return Words({value: "" for value in values if isinstance(value, str | int)})
        case inspect.UnionType(types=types):
            return _any_of([it for it in types if not isinstance(it, inspect.NoneType)], len(types))
    if isinstance(known, _MANY):
        each = _kind(known.item_type)
        return Several(each) if isinstance(each, Words | Line) else Line(Form.TOML)
    return _line(known)


def _line(known: inspect.Type) -> Line:
    if isinstance(known, _TEXTS):
        return Line(Form.TEXT)
    if isinstance(known, inspect.IntType | inspect.FloatType):
        return Line(Form.WHOLE if isinstance(known, inspect.IntType) else Form.NUMBER, _limits(known))
    return Line(Form.TOML)


def _any_of(types: list[inspect.Type], count: int) -> Line:
    """Return what a field takes that is of some types, or may have no value, which is typed as nothing."""
    line = _line(types[0]) if len(types) == 1 else Line(Form.TOML)
    return line._replace(may_lack=len(types) < count)


def _limits(known: inspect.IntType | inspect.FloatType) -> str:
    said = {name: getattr(known, name) for name in _LIMITS}
    return " and ".join(f"{_LIMITS[name]} {limit:g}" for name, limit in said.items() if limit is not None)


def _meanings(cls: type[Enum]) -> Mapping[str | int, str]:
    said = sentences(cls)
    return {word.value: said.get(word.name, "") for word in cls}
