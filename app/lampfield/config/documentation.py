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
    """On or off: a boolean."""


class Words(NamedTuple):
    """One of some words."""

    words: Mapping[str | int, str]
    """The meaning of each word as TOML writes it; it may be empty."""


class Form(StrEnum):
    """The form in which a value is typed, by its name in messages."""

    TEXT = "a text"
    WHOLE = "a whole number"
    NUMBER = "a number"
    TOML = "a TOML value"


class LineKind(NamedTuple):
    """A line of text."""

    form: Form = Form.TEXT
    limits: str = ""
    """Such as ``at least 0``."""
    may_lack: bool = False
    """Whether an empty line means no value, rather than an empty text."""


class Several(NamedTuple):
    """An ordered list of values of one kind."""

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
    """Return what kind of value a field takes. A field of any other type is typed as TOML."""
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
    """Return the kind of a union of types, of which None is typed as an empty line."""
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
    """What it means; empty if undocumented."""
    type: object
    """Its annotation."""
    usual: object
    """Its default, as a TOML value."""

    @property
    def path(self) -> str:
        """Return its dotted name, such as ``look.theme``."""
        return f"{self.table}.{self.key}"


class Section(NamedTuple):
    """One table of a file."""

    name: str
    sentence: str
    settings: tuple[Setting, ...]


def sections(kind: type[msgspec.Struct]) -> tuple[Section, ...]:
    """Return the tables of a file in order.

    Args:
        kind: The type of the whole file; each field is an optional table.
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
"""The maximum width of a comment line."""


def explained_text(values: Settings) -> str:
    """Return all settings as commented TOML, which is itself a valid settings file."""
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
    """Return a key with its value; without a value, which TOML cannot express, as a comment."""
    return f"# {key} =" if value is None else f"{key} = {tomlkit.item(value).as_string()}"


def _comment(sentence: str) -> Iterable[str]:
    return (f"# {line}" for line in textwrap.wrap(sentence, COMMENT_COLUMNS - 2))


@cache
def sentences(kind: type) -> Mapping[str, str]:
    """Return the docstring of each field of a struct, or of each member of an enum, by its Python name.

    Args:
        kind: The struct or enum. Without its source the result is empty.
    """
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):
        return {}
    (definition,) = ast.parse(textwrap.dedent(source)).body
    return dict(_documented(definition.body)) if isinstance(definition, ast.ClassDef) else {}


def about_table(kind: type) -> str:
    """Return the purpose of a table from a docstring such as ````[look]``: colours and room.````."""
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
    """Return the name that a statement assigns or annotates; empty for other statements."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _plain(text: str) -> str:
    """Return a docstring as a single line."""
    return " ".join(text.replace("``", "`").split())


_SECRETS = ("secret", "password")


def effective_toml(file: SiteFile) -> str:
    """Return the effective values, defaults included. Secrets are masked."""
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
    """Return a TOML value: for strings, numbers, booleans and lists of strings, JSON is valid TOML."""
    shown = masked(value) if key in _SECRETS and isinstance(value, str) else value
    return json.dumps(shown, ensure_ascii=False)


def value_of(text: str, line: LineKind) -> object:
    """Parse a typed value; None if there is none.

    Args:
        text: As typed.
        line: What the setting takes.

    Raises:
        ValueError: The text is not such a value; the message says what to write.
    """
    if line.may_lack and not text.strip():
        return None
    try:
        return _read(text, line.form)
    except ValueError as error:
        raise ValueError(wanted(line)) from error


def text_of_value(value: object, line: LineKind) -> str:
    """Return a value in the form in which it is typed."""
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
