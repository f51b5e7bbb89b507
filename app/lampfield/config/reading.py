"""Read a site file: what is wrong is said by file, line and key."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from lampfield.config.error import ConfigError
from lampfield.config.lines import KeyPath, dotted, line_of, parsed
from lampfield.config.rules import Fault, check_rules
from lampfield.config.site import (
    AccountTable,
    ChatTable,
    DirectoryTable,
    HubTable,
    PhoneTable,
    Site,
    SiteFile,
)

_TABLES: dict[str, type[msgspec.Struct]] = {
    "hub": HubTable,
    "phone": PhoneTable,
    "chat": ChatTable,
    "directory": DirectoryTable,
    "account": AccountTable,
}
_AT = re.compile(r"(?P<what>.*) - (?:at|in) `(?:key in )?\$\.?(?P<path>[^`]*)`$")


def read_site(path: Path) -> Site:
    """Read a site file.

    Raises:
        ConfigError: It cannot be read, is no TOML, or says what cannot be.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(path, "", f"it cannot be read: {reason}") from error
    return parse_site(text, path)


def parse_site(text: str, path: Path) -> Site:
    """Return the site of a TOML text; ``path`` is named in errors and relative files start beside it.

    Raises:
        ConfigError: It is no TOML, or says what cannot be.
    """
    try:
        raw = tomllib.loads(text)
        _refuse_unknown(raw)
        file = _convert(raw)
        return Site(path, text, file, check_rules(file))
    except Fault as fault:
        raise error_at(path, text, fault.path, fault.sentence) from fault
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ConfigError(path, "", f"this is no TOML: {error}", int(line[1]) if line else None) from error


def error_at(path: Path, text: str, key: KeyPath, sentence: str) -> ConfigError:
    """Return an error that names a key and its line."""
    return ConfigError(path, dotted(key), sentence, line_of(text, key))


def _convert(raw: dict[str, object]) -> SiteFile:
    try:
        return msgspec.convert(raw, SiteFile)
    except msgspec.ValidationError as error:
        match = _AT.match(str(error))
        what, key = (match["what"], parsed(match["path"])) if match else (str(error), ())
        raise Fault((*key, *_missing_field(what)), _sentence(what)) from error


def _missing_field(what: str) -> KeyPath:
    """Return the key that lacks: the reader names only the table around it."""
    match = re.search(r"missing required field `(\w+)`", what)
    return (match[1],) if match else ()


def _sentence(what: str) -> str:
    if "missing required field" in what:
        return "this key is required"
    return what[:1].lower() + what[1:].replace("`object`", "a table").replace("`array`", "a list")


def _refuse_unknown(raw: Mapping[str, object]) -> None:
    """Refuse tables and keys that nobody reads: a slip of the pen must not go unnoticed."""
    for name, value in raw.items():
        if name not in _TABLES:
            raise Fault((name,), f"there is no [{name}]{_suggestion(name, list(_TABLES))}")
        known = [field.name for field in msgspec.structs.fields(_TABLES[name])]
        for place, table in _tables(name, value):
            for key in table:
                if key not in known:
                    raise Fault((*place, key), f"there is no such key{_suggestion(key, known)}")


def _tables(name: str, value: object) -> list[tuple[KeyPath, Mapping[str, object]]]:
    if isinstance(value, list):
        return [((name, index), table) for index, table in enumerate(value) if isinstance(table, dict)]
    return [((name,), value)] if isinstance(value, dict) else []


def _suggestion(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f": did you mean {close[0]}?" if close else f"; known are {', '.join(known)}"
