"""The text of a settings file: parse, write, and change one key. Pure."""

from pathlib import Path
from typing import TypeVar

import msgspec
import tomlkit
from tomlkit.items import Comment, Table, Whitespace

from lampfield.config.error import ConfigError
from lampfield.config.renamed import text_with_new_names
from lampfield.config.settings import Settings
from lampfield.config.tables import Tables, read_tables
from lampfield.config.usable import usable_tables

T = TypeVar("T", bound=Settings)


def parse_settings(text: str, path: Path, kind: type[T]) -> T:
    """Parse the settings of a TOML text.

    Args:
        text: The file.
        path: Named in errors.
        kind: The type of the settings.

    Raises:
        ConfigError: It is not TOML, or has an invalid value.
    """
    return read_tables(text, path, kind, _tables(kind), lambda _: None)[0]


def usable_settings(text: str, path: Path, kind: type[T]) -> tuple[T, list[ConfigError]]:
    """Parse the settings of a TOML text, with defaults for the invalid ones, and return every fault.

    Args:
        text: The file.
        path: Named in the faults.
        kind: The type of the settings.
    """
    return usable_tables(text, path, kind, _tables(kind))


def text_of(values: Settings) -> str:
    """Return settings as TOML, without defaults."""
    usual, now = msgspec.to_builtins(type(values)()), msgspec.to_builtins(values)
    return tomlkit.dumps(
        {
            name: kept
            for name, table in now.items()
            if (kept := {key: value for key, value in table.items() if value != usual[name][key]})
        }
    )


def changed_text(text: str, table: str, key: str, value: object) -> str:
    """Return a TOML text with one key changed and everything else untouched."""
    document = tomlkit.parse(text_with_new_names(text))
    if table not in document:
        document.add(table, tomlkit.table())
    if key in document[table]:
        document[table][key] = value
    else:
        _add(document[table], key, value)
    return tomlkit.dumps(document)


def text_without(text: str, table: str, key: str) -> str:
    """Return a TOML text without one key and everything else untouched."""
    document = tomlkit.parse(text_with_new_names(text))
    if key in document.get(table, ()):
        document[table].remove(key)
    return tomlkit.dumps(document)


def _add(table: Table, key: str, value: object) -> None:
    """Add a key after the last one of a table and the comments that follow it without a blank line.

    tomlkit counts comments and blank lines before the next table to this one; readers count them to the
    next.
    """
    body = table.value.body
    items = [item for _, item in body]
    end = len(items)
    while end and isinstance(items[end - 1], Comment | Whitespace):
        end -= 1
    blank = next((at for at in range(end, len(items)) if isinstance(items[at], Whitespace)), end)
    behind = body[blank:]
    del body[blank:]
    table.add(key, value)
    body.extend(behind)


def _tables(kind: type[Settings]) -> Tables:
    return {field.name: field.type for field in msgspec.structs.fields(kind) if isinstance(field.type, type)}
