"""The text of a settings file: from TOML, to TOML, and with one key changed. Pure."""

from pathlib import Path

import msgspec
import tomlkit

from lampfield.config.settings import Settings
from lampfield.config.tables import Tables, read_tables

_TABLES: Tables = {
    field.name: field.type for field in msgspec.structs.fields(Settings) if isinstance(field.type, type)
}


def parse_settings(text: str, path: Path) -> Settings:
    """Return the settings of a TOML text.

    Args:
        text: The file.
        path: It is named in errors.

    Raises:
        ConfigError: It is no TOML, or says what cannot be.
    """
    return read_tables(text, path, Settings, _TABLES, lambda _: None)[0]


def text_of(values: Settings) -> str:
    """Return settings as TOML, without what is as it comes."""
    usual, now = msgspec.to_builtins(Settings()), msgspec.to_builtins(values)
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
