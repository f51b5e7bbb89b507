"""Read a TOML file into a typed value; errors name file, line and key."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from lampfield.config.error import ConfigError
from lampfield.config.lines import KeyPath, dotted, line_of, parsed
from lampfield.config.mistakes import suggestion, type_sentence
from lampfield.config.renamed import old_name, with_new_names

T = TypeVar("T", bound=msgspec.Struct)
R = TypeVar("R")

Tables = Mapping[str, type[msgspec.Struct]]
"""The tables that a file may have, and the type of each."""

_AT = re.compile(r"(?P<what>.*) - (?:at|in) `(?:key in )?\$\.?(?P<path>[^`]*)`$")


class Fault(Exception):
    """A value of a file is invalid."""

    def __init__(self, path: KeyPath, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path
        self.sentence = sentence


def read_text(path: Path) -> str:
    """Return the text of a file, without a byte order mark.

    Raises:
        ConfigError: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(path, "", f"it cannot be read: {reason}") from error


def read_tables(text: str, path: Path, kind: type[T], tables: Tables, check: Callable[[T], R]) -> tuple[T, R]:
    """Parse a TOML text and check it. Returns the value and the result of the check.

    Args:
        text: The file.
        path: Named in errors.
        kind: The type of the whole file; its fields are the tables.
        tables: Which tables it may have.
        check: Checks the whole file; raises a `Fault` for an invalid value.

    Raises:
        ConfigError: It is not TOML, or has an unknown table, an unknown key or an invalid value.
    """
    try:
        raw = with_new_names(tomllib.loads(text), tables, path)
        _refuse_unknown(raw, tables)
        file = converted(raw, kind)
        return file, check(file)
    except Fault as fault:
        raise error_at(path, text, fault.path, fault.sentence) from fault
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ConfigError(path, "", f"this is not TOML: {error}", int(line[1]) if line else None) from error


def error_at(path: Path, text: str, key: KeyPath, sentence: str) -> ConfigError:
    """Return an error that names a key and its line."""
    return ConfigError(path, dotted(key), sentence, line_of(text, key) or line_of(text, old_name(key)))


def converted(raw: Mapping[str, object], kind: type[T]) -> T:
    """Convert the tables of a file to a typed value.

    Raises:
        Fault: A value has the wrong type or is refused by its table.
    """
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        match = _AT.match(str(error))
        what, key = (match["what"], parsed(match["path"])) if match else (str(error), ())
        raise Fault((*key, *_missing_field(what)), type_sentence(what, kind, key)) from error


def _missing_field(what: str) -> KeyPath:
    """Return the missing key, of which msgspec names only the table."""
    match = re.search(r"missing required field `(\w+)`", what)
    return (match[1],) if match else ()


def _refuse_unknown(raw: Mapping[str, object], tables: Tables) -> None:
    """Refuse unknown tables and keys: a typo must not go unnoticed."""
    for name, value in raw.items():
        if name not in tables:
            raise Fault((name,), f"there is no [{name}]{suggestion(name, list(tables))}")
        known = [field.name for field in msgspec.structs.fields(tables[name])]
        for place, table in _tables(name, value):
            for key in table:
                if key not in known:
                    raise Fault((*place, key), f"there is no such key{suggestion(key, known)}")


def _tables(name: str, value: object) -> list[tuple[KeyPath, Mapping[str, object]]]:
    if isinstance(value, list):
        return [((name, index), table) for index, table in enumerate(value) if isinstance(table, dict)]
    return [((name,), value)] if isinstance(value, dict) else []
