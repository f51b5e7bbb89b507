"""Fill in a template of a site file, keeping its order and comments. Pure."""

import json
import re
from collections.abc import Mapping

Values = Mapping[str, object]
"""The keys of a table: strings, numbers, booleans and lists of strings."""

COMMENT_COLUMN = 37
"""The column at which the comments of a template begin."""

_HEADER = re.compile(r"(?:# )?(?P<words>\[{1,2}(?P<table>\w+)\]{1,2})(?P<comment>\s+# .*)?")
_KEY = re.compile(r"(?:# )?(?P<key>\w+) = (?P<value>\"(?:[^\"\\]|\\.)*\"|\[[^]]*\]|\w+)(?P<comment>\s+# .*)?")


def filled(template: str, tables: Mapping[str, Values | None]) -> str:
    """Return a template with the given values.

    Keys without a value become comments.

    Args:
        template: TOML with one key a line; optional keys and tables may be commented out.
        tables: The values by table; None comments the whole table out. Other tables stay unchanged.
    """
    lines, table = [], ""
    for line in template.splitlines():
        header, key = _HEADER.fullmatch(line), _KEY.fullmatch(line)
        table = header["table"] if header else table
        if header and table in tables:
            lines.append(_header(header, tables[table]))
        elif key and table in tables:
            lines.append(_key(key, tables[table] or {}))
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _header(found: re.Match[str], values: Values | None) -> str:
    words = found["words"]
    return _commented(f"# {words}" if values is None else words, found["comment"])


def _key(found: re.Match[str], values: Values) -> str:
    key = found["key"]
    if key not in values:
        return _commented(f"# {key} = {found['value']}", found["comment"])
    # For strings, numbers, booleans and lists of strings, JSON is valid TOML.
    return _commented(f"{key} = {json.dumps(values[key], ensure_ascii=False)}", found["comment"])


def _commented(words: str, comment: str | None) -> str:
    """Return a line with its comment at the comment column, or after words that reach beyond it."""
    return words if comment is None else f"{words:<{COMMENT_COLUMN - 1}} {comment.strip()}"
