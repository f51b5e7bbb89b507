"""The tables of what the site file and the settings file may hold, made from their types and docstrings."""

import types
import typing
from collections.abc import Iterator

import msgspec
import tomlkit

from lampfield.config.documentation import (
    LineKind,
    Several,
    Truth,
    Words,
    about_table,
    kind_of,
    sections,
    sentences,
)
from lampfield.config.settings import Settings
from lampfield.config.site import AccountTable, SiteFile
from lampfield.model.account import Right
from tests.pages.tables import code, table

HEAD = ("key", "takes", "default", "meaning")


def settings_tables() -> str:
    """Return a heading and a table for each table of the settings file."""
    return "\n\n".join(
        f"### `[{section.name}]`\n\n{section.sentence[:1].upper()}{section.sentence[1:]}.\n\n"
        + _table(type(getattr(Settings(), section.name)))
        for section in sections(Settings)
    )


def site_tables() -> str:
    """Return a heading and a table for each table of the site file."""
    return "\n\n".join(_site_table(field) for field in msgspec.structs.fields(SiteFile))


def rights_table() -> str:
    """Return what each right of an account allows."""
    said = sentences(Right)
    return table(("right", "allows"), [(code(it.value), said.get(it.name, "")) for it in Right])


def _site_table(field: msgspec.structs.FieldInfo) -> str:
    (kind,) = _structs(field.type)
    name = f"[[{field.name}]]" if kind is AccountTable else f"[{field.name}]"
    about = about_table(kind)
    return f"### `{name}`\n\n{about[:1].upper()}{about[1:]}.\n\n{_table(kind)}"


def _structs(annotation: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
    elif isinstance(annotation, types.UnionType) or typing.get_origin(annotation):
        for part in typing.get_args(annotation):
            yield from _structs(part)


def _table(kind: type[msgspec.Struct]) -> str:
    said = sentences(kind)
    rows = [
        (code(it.encode_name), _takes(it.type), _default(it), said.get(it.name, ""))
        for it in msgspec.structs.fields(kind)
    ]
    return table(HEAD, rows)


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    value = field.default
    if value is msgspec.NODEFAULT:
        value = typing.cast("typing.Callable[[], object]", field.default_factory)()
    plain = msgspec.to_builtins(value)
    if isinstance(plain, dict):
        return code(tomlkit.inline_table().as_string())
    return code(tomlkit.item(list(plain) if isinstance(plain, tuple) else plain).as_string())


def _takes(annotation: object) -> str:
    if typing.get_origin(annotation) is dict:
        return "a table of texts"
    match kind_of(annotation):
        case Truth():
            return "`true` or `false`"
        case Words(words):
            return "<br>".join(_word(str(word), meaning) for word, meaning in words.items())
        case LineKind(form, limits):
            return " ".join(part for part in (form.value, limits) if part)
        case Several(each):
            return f"a list of {_each(each)}"


def _each(kind: Words | LineKind) -> str:
    if isinstance(kind, Words):
        return ", ".join(code(str(word)) for word in kind.words)
    return f"{kind.form.value}s".removeprefix("a ")


def _word(word: str, meaning: str) -> str:
    return f"{code(word)}: {meaning[:1].lower()}{meaning[1:].rstrip('.')}" if meaning else code(word)
