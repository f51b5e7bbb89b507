"""Escapes characters that a terminal would act upon. No I/O.

Terminals execute control characters, many of them also those from U+0080 to U+009F; format characters change
the direction of text or hide it (ECMA-48; Unicode TR 36, section 2.1).
"""

import re
from collections.abc import Iterable

import msgspec

_KEPT = "\n\t"


def printable(text: str) -> str:
    r"""Return a text with an escape such as ``\u009b`` for each character that is not printable.

    TOML has the same escapes (1.0, String), so that a printed TOML file keeps its meaning.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _KEPT else _escaped(char) for char in text)


def json_lines(values: Iterable[object]) -> bytes:
    """Return values as JSON (RFC 8259), one per line, with an escape for each unprintable character.

    A JSON parser reads the same text: such characters occur only in strings.
    """
    return b"".join(_json(value) + b"\n" for value in values)


def _json(value: object) -> bytes:
    data = msgspec.json.encode(value)
    if data.isascii() and b"\x7f" not in data:
        return data
    text = data.decode()
    return data if text.isprintable() else _UNPRINTED.sub(_json_escaped, text).encode()


_UNPRINTED = re.compile(r"[^ -~]")


def _json_escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char.isprintable():
        return char
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
