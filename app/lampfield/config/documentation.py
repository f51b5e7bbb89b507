"""The documentation of settings and site file: types, sentences, and effective values."""

import ast
import inspect
import json
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, StrEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import msgspec
import tomlkit
from msgspec import inspect as type_info

from lampfield.config.secret import masked
from lampfield.config.settings import Settings
from lampfield.config.site import SiteFile


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


class LineKind(NamedTuple):
    """What is typed."""

    form: Form = Form.TEXT
    limits: str = ""
    """Such as ``at least 0``."""
    may_lack: bool = False
    """Nothing typed means no value, and not an empty text."""


class Several(NamedTuple):
    """Any number of the same, in an order."""

    each: "Words | LineKind"


Kind = Truth | Words | LineKind | Several

_TEXTS = (
    type_info.StrType,
    type_info.TimeType,
    type_info.DateType,
    type_info.DateTimeType,
    type_info.DecimalType,
)
_MANY = (type_info.VarTupleType, type_info.ListType, type_info.SetType, type_info.FrozenSetType)
_LIMITS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


def kind_of(annotation: object) -> Kind:
    """Return what a field takes. One of a type that is none of these is written as TOML."""
    return _kind(type_info.type_info(annotation))


def _kind(known: type_info.Type) -> Kind:
    match known:
        case type_info.Metadata(type=inner):
            return _kind(inner)
        case type_info.BoolType():
            return Truth()
        case type_info.EnumType(cls=cls):
            return Words(_meanings(cls))
        case type_info.LiteralType(values=values):
            return Words({value: "" for value in values if isinstance(value, str | int)})
        case type_info.UnionType(types=types):
            return _any_of([it for it in types if not isinstance(it, type_info.NoneType)], len(types))
    if isinstance(known, _MANY):
        each = _kind(known.item_type)
        return Several(each) if isinstance(each, Words | LineKind) else LineKind(Form.TOML)
    return _line(known)


def _line(known: type_info.Type) -> LineKind:
    if isinstance(known, _TEXTS):
        return LineKind(Form.TEXT)
    if isinstance(known, type_info.IntType | type_info.FloatType):
        return LineKind(Form.WHOLE if isinstance(known, type_info.IntType) else Form.NUMBER, _limits(known))
    return LineKind(Form.TOML)


def _any_of(types: list[type_info.Type], count: int) -> LineKind:
    """Return what a field takes that is of some types, or may have no value, which is typed as nothing."""
    line = _line(types[0]) if len(types) == 1 else LineKind(Form.TOML)
    return line._replace(may_lack=len(types) < count)


def _limits(known: type_info.IntType | type_info.FloatType) -> str:
    said = {name: getattr(known, name) for name in _LIMITS}
    return " and ".join(f"{_LIMITS[name]} {limit:g}" for name, limit in said.items() if limit is not None)


def _meanings(cls: type[Enum]) -> Mapping[str | int, str]:
    said = sentences(cls)
    return {word.value: said.get(word.name, "") for word in cls}


class Setting(NamedTuple):
    """One key of a file."""

    table: str
    key: str
    sentence: str
    """What it means; empty when nobody wrote it."""
    type: object
    """As it is annotated."""
    usual: object
    """Its value where the file says nothing, as TOML would have it."""

    @property
    def path(self) -> str:
        """Return its name in the whole file, such as ``look.theme``."""
        return f"{self.table}.{self.key}"


class Section(NamedTuple):
    """One table of a file."""

    name: str
    sentence: str
    settings: tuple[Setting, ...]


def sections(kind: type[msgspec.Struct]) -> tuple[Section, ...]:
    """Return the tables of a file, in their order.

    Args:
        kind: What the file holds as a whole: each field is a table, and can be left out.
    """
    return tuple(
        _section(field.name, field.type)
        for field in msgspec.structs.fields(kind)
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)
    )


def _section(name: str, table: type[msgspec.Struct]) -> Section:
    said, usual = sentences(table), msgspec.to_builtins(table())
    settings = tuple(
        Setting(name, field.encode_name, said.get(field.name, ""), field.type, usual[field.encode_name])
        for field in msgspec.structs.fields(table)
    )
    return Section(name, about_table(table), settings)


COMMENT_COLUMNS = 96
"""So wide comments are at most."""


def explained_text(values: Settings) -> str:
    """Return all settings as TOML, with comments: a file that says the same may be made of it."""
    now = msgspec.to_builtins(values)
    lines: list[str] = []
    for section in sections(type(values)):
        lines += [*_comment(section.sentence), f"[{section.name}]"]
        for setting in section.settings:
            lines += [
                *_comment(_about(setting)),
                _explained_line(setting.key, now[setting.table][setting.key]),
            ]
        lines.append("")
    return "\n".join(lines)


def _about(setting: Setting) -> str:
    kind = kind_of(setting.type)
    each = kind.each if isinstance(kind, Several) else kind
    words = f"Of: {', '.join(map(str, each.words))}." if isinstance(each, Words) else ""
    return " ".join(part for part in (setting.sentence, words) if part)


def _explained_line(key: str, value: object) -> str:
    """Return a key with its value; one without a value, which TOML cannot say, as a comment."""
    return f"# {key} =" if value is None else f"{key} = {tomlkit.item(value).as_string()}"


def _comment(sentence: str) -> Iterable[str]:
    return (f"# {line}" for line in textwrap.wrap(sentence, COMMENT_COLUMNS - 2))


@cache
def sentences(kind: type) -> Mapping[str, str]:
    """Return the docstring of each field of a struct, or of each word of an enum, by its Python name.

    Args:
        kind: The struct or enum. Of one whose source is not there nothing is known.
    """
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):
        return {}
    (definition,) = ast.parse(textwrap.dedent(source)).body
    return dict(_documented(definition.body)) if isinstance(definition, ast.ClassDef) else {}


def about_table(kind: type) -> str:
    """Return what a table of a file is for, from a docstring such as ````[look]``: colours and room.````."""
    first = (kind.__doc__ or "").strip().partition("\n")[0]
    head, colon, rest = first.partition("``: ")
    return _plain(rest if colon else head).rstrip(".")


def _documented(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for node, after in pairwise(body):
        name = _assigned(node)
        match after:
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                yield name, _plain(text)


def _assigned(node: ast.stmt) -> str:
    """Return the name that a statement gives a value or a type; empty when it is another statement."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _plain(text: str) -> str:
    """Return a docstring as running text."""
    return " ".join(text.replace("``", "`").split())


_SECRETS = ("secret", "password")


def effective_toml(file: SiteFile) -> str:
    """Return what is in force, defaults written out. The secret itself is never shown, only its place."""
    parts = [_table("[hub]", file.hub)]
    parts += [_table("[phone]", file.phone)] if file.phone else []
    parts += [_table("[chat]", file.chat)] if file.chat else []
    parts += [_table("[directory]", file.directory)]
    parts += [_table("[[account]]", account) for account in file.account]
    return "\n".join(parts)


def _table(header: str, table: msgspec.Struct) -> str:
    built = msgspec.to_builtins(table)
    return "\n".join([header, *(f"{key} = {_value(key, value)}" for key, value in built.items())]) + "\n"


def _value(key: str, value: object) -> str:
    """Return a TOML value: for texts, numbers, truths and lists of texts JSON is TOML."""
    shown = masked(value) if key in _SECRETS and isinstance(value, str) else value
    return json.dumps(shown, ensure_ascii=False)


def value_of(text: str, line: LineKind) -> object:
    """Return the value of what was typed; None where there is none.

    Args:
        text: As it was typed.
        line: What the setting takes.

    Raises:
        ValueError: It is no such value; the sentence says what to write.
    """
    if line.may_lack and not text.strip():
        return None
    try:
        return _read(text, line.form)
    except ValueError as error:
        raise ValueError(wanted(line)) from error


def text_of_value(value: object, line: LineKind) -> str:
    """Return a value as a person would type it."""
    if value is None:
        return ""
    if line.form is not Form.TOML:
        return str(value)
    import tomlkit

    inline = tomlkit.inline_table()
    inline.update({"value": value})
    return inline.as_string().removeprefix("{value = ").removesuffix("}")


def wanted(line: LineKind) -> str:
    """Return the sentence that says what a setting takes."""
    return f"Write {', '.join(part for part in (line.form.value, line.limits) if part)}."


def _read(text: str, form: Form) -> object:
    match form:
        case Form.TEXT:
            return text
        case Form.WHOLE:
            return int(text)
        case Form.NUMBER:
            return float(text)
        case Form.TOML:
            (value,) = tomllib.loads(f"value = {text}").values()
            return value
