"""Read the valid part of a TOML file: each invalid key is left out and reported. Pure."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from lampfield.config.error import ConfigError
from lampfield.config.mistakes import suggestion
from lampfield.config.renamed import with_new_names
from lampfield.config.tables import Fault, Tables, converted, error_at

T = TypeVar("T", bound=msgspec.Struct)

MOST_BROKEN_LINES = 50
"""With more malformed lines, the text is not a settings file at all."""


def usable_tables(text: str, path: Path, kind: type[T], tables: Tables) -> tuple[T, list[ConfigError]]:
    """Parse a TOML text, with defaults for invalid values, and return every fault.

    Args:
        text: The file.
        path: Named in the faults.
        kind: The type of the whole file; its fields are the tables, each optional.
        tables: Which tables it may have.
    """
    raw, faults = _parsed(text, path)
    raw = with_new_names(raw, tables, path)
    usable: dict[str, dict[str, object]] = {}
    for name, table in raw.items():
        usable[name] = {}
        for key, value, fault in _keys(name, table, tables):
            try:
                if fault is not None:
                    raise fault
                converted({name: {key: value}}, kind)
                usable[name][key] = value
            except Fault as found:
                place = found.path if len(found.path) > 1 or not key else (name, key)
                faults.append(error_at(path, text, place, found.sentence.removeprefix(f"{key}: ")))
    known = {name: table for name, table in usable.items() if name in tables}
    try:
        return converted(known, kind), faults
    except Fault as found:
        # Each key is valid on its own, but the combination is not.
        return kind(), [*faults, error_at(path, text, found.path, found.sentence)]


def _parsed(text: str, path: Path) -> tuple[dict[str, object], list[ConfigError]]:
    """Parse a text as TOML without its malformed lines."""
    lines, faults = text.splitlines(), list[ConfigError]()
    for _ in range(MOST_BROKEN_LINES):
        try:
            return tomllib.loads("\n".join(lines)), faults
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            number = int(found[1]) if found else len(lines)
            faults.append(ConfigError(path, "", f"this is not TOML: {error}", number))
            if not found or not lines[number - 1].strip():
                break
            lines[number - 1] = ""
    return {}, faults


def _keys(name: str, table: object, tables: Tables) -> Iterator[tuple[str, object, Fault | None]]:
    """Yield the keys of a table with their values, and a fault for each unknown key."""
    if name not in tables:
        yield "", None, Fault((name,), f"there is no [{name}]{suggestion(name, list(tables))}")
    elif not isinstance(table, dict):
        yield "", None, Fault((name,), f"this must be a table: write [{name}], and its keys below it")
    else:
        known = [field.encode_name for field in msgspec.structs.fields(tables[name])]
        for key, value in table.items():
            wrong = f"there is no such key{suggestion(key, known)}" if key not in known else ""
            yield key, value, Fault((name, key), wrong) if wrong else None
