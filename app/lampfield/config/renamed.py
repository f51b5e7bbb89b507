"""Tables and keys of the settings file whose names have changed: the old ones work for one more version."""

import logging
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from lampfield.config.lines import KeyPath

LOG = logging.getLogger(__name__)


class NewName(NamedTuple):
    """What a table is called now, and those of its keys whose names have changed too."""

    table: str
    keys: Mapping[str, str] = {}
    """The new names by the old ones."""


RENAMED = {"tell": NewName("notify", {"notify": "desktop"})}
"""The new names by the old name of a table."""


def with_new_names(raw: Mapping[str, Any], known: Mapping[str, object], where: object) -> dict[str, Any]:
    """Return the tables of a file under their new names, and log each old one. A key under both: the new one.

    Args:
        raw: The tables of a TOML file.
        known: The tables that the file may have, by name.
        where: The file, for the log.
    """
    tables = dict(raw)
    for old, new in RENAMED.items():
        table = tables.get(old)
        if old in known or new.table not in known or not isinstance(table, dict):
            continue
        del tables[old]
        keys = ", ".join(f"{was} -> {now}" for was, now in new.keys.items() if was in table)
        LOG.warning("%s: [%s] is now called [%s]%s: rename it", where, old, new.table, keys and f" ({keys})")
        renamed = {new.keys.get(key, key): value for key, value in table.items()}
        tables[new.table] = {**renamed, **tables.get(new.table, {})}
    return tables


def text_with_new_names(text: str) -> str:
    """Return the text of a settings file in which the headers and keys that have new names have them."""
    for old, new in RENAMED.items():
        header = re.compile(rf"^(\s*\[\s*){old}(\s*\].*)$", re.MULTILINE)
        parts = re.split(r"(?m)^(?=\s*\[)", text)
        text = "".join(_renamed(part, header, new) if header.match(part) else part for part in parts)
    return text


def old_name(path: KeyPath) -> KeyPath:
    """Return where a key would be under its old name; the same path if its table was never renamed."""
    for old, new in RENAMED.items():
        if path[:1] == (new.table,):
            keys = {now: was for was, now in new.keys.items()}
            return (old, *(keys.get(part, part) if isinstance(part, str) else part for part in path[1:]))
    return path


def _renamed(part: str, header: re.Pattern[str], new: NewName) -> str:
    """Return the text of one table with its new name and those of its keys."""
    part = header.sub(rf"\g<1>{new.table}\g<2>", part, count=1)
    for was, now in new.keys.items():
        part = re.sub(rf"^(\s*){was}(\s*=)", rf"\g<1>{now}\g<2>", part, flags=re.MULTILINE)
    return part
