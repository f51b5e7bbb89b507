"""The text of a settings file: from TOML, to TOML, and with one key changed. Pure."""

from pathlib import Path
from typing import TypeVar

import msgspec
import tomlkit

from lampfield.config.settings import Settings
from lampfield.config.tables import Tables, read_tables

T = TypeVar("T", bound=Settings)


def parse_settings(text: str, path: Path, kind: type[T]) -> T:
    """Return the settings of a TOML text.

    Args:
        text: The file.
        path: It is named in errors.
        kind: What the file may hold.

    Raises:
        ConfigError: It is no TOML, or says what cannot be.
    """
    return read_tables(text, path, kind, _tables(kind), lambda _: None)[0]


def text_of(values: Settings) -> str:
    """Return settings as TOML, without what is as it comes."""
    usual, now = msgspec.to_builtins(type(values)()), msgspec.to_builtins(values)
    return tomlkit.dumps(
        {
            name: kept
            for name, table in now.items()
            if (kept := {key: value for key, value in table.items() if value != usual[name][key]})
        }
    )


def changed_text(text: str, table: str, key: str, value: object) -> str:
    """Return a TOML text with one key changed, and all else as it stands."""
    document = tomlkit.parse(text)
    if table not in document:
        document.add(table, tomlkit.table())
    document[table][key] = value
    return tomlkit.dumps(document)


def text_without(text: str, table: str, key: str) -> str:
    """Return a TOML text in which one key is not said, and all else as it stands."""
    document = tomlkit.parse(text)
    if key in document.get(table, ()):
        document[table].remove(key)
    return tomlkit.dumps(document)


def _tables(kind: type[Settings]) -> Tables:
    return {field.name: field.type for field in msgspec.structs.fields(kind) if isinstance(field.type, type)}
