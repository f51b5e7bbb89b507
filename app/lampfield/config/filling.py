"""A template of a site file, filled in: its order and its comments stay. Pure."""

import json
import re
from collections.abc import Mapping

Values = Mapping[str, object]
"""What a table says: texts, numbers, truths and lists of texts."""

COMMENT_COLUMN = 37
"""Where the comments of a template begin."""

_HEADER = re.compile(r"(?:# )?(?P<words>\[{1,2}(?P<table>\w+)\]{1,2})(?P<comment>\s+# .*)?")
_KEY = re.compile(r"(?:# )?(?P<key>\w+) = (?P<value>\"(?:[^\"\\]|\\.)*\"|\[[^]]*\]|\w+)(?P<comment>\s+# .*)?")


def filled(template: str, tables: Mapping[str, Values | None]) -> str:
    """Return a template in which some tables say what they are to say.

    What a table does not say stands in it as a comment.

    Args:
        template: TOML, each key in one line; a key or table that may be left out can stand as a comment.
        tables: What each table says, by name; None: the whole table is a comment. Others stay as they are.
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
    # For texts, numbers, truths and lists of texts JSON is TOML.
    return _commented(f"{key} = {json.dumps(values[key], ensure_ascii=False)}", found["comment"])


def _commented(words: str, comment: str | None) -> str:
    """Return a line with its comment, where comments stand, or behind words that reach so far."""
    return words if comment is None else f"{words:<{COMMENT_COLUMN - 1}} {comment.strip()}"
