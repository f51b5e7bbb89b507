"""Find the line of a key in a TOML text; ``tomllib`` does not report it."""

import re

KeyPath = tuple[str | int, ...]
"""Keys from the outermost in; a number is an index in a list of tables: ``("account", 0, "may")``."""

_HEADER = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")


def line_of(text: str, path: KeyPath) -> int | None:
    """Return the line of a key, from 1; the line of its table if the key is missing; else None."""
    table, index, key = _parts(path)
    found: int | None = None
    current, count = "", -1
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            current = header[1]
            count += current == table
            if current == table and count == index:
                found = number
        elif (
            (match := _KEY.match(line))
            and match[1] == key
            and _is_here(current, table, is_turn=count == index)
        ):
            return number
    return found


def dotted(path: KeyPath) -> str:
    """Return a key's path in dotted form, such as ``account[0].may``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parsed(text: str) -> KeyPath:
    """Parse a dotted path: the inverse of `dotted`."""
    return tuple(
        int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([A-Za-z0-9_-]+)", text)
    )


def _is_here(current: str, table: str, *, is_turn: bool) -> bool:
    """Return whether the current lines belong to a table. Before any header a table may be a plain key."""
    return not current or (current == table and is_turn)


def _parts(path: KeyPath) -> tuple[str, int, str]:
    """Split a path into its table, the table's index in a list, and the key."""
    table, *rest = [part for part in path if isinstance(part, str)] or [""]
    index = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    return table, index, rest[0] if rest else table
