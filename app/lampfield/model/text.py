"""Sanitizing of foreign text for display.

A name, a status or a chat message may contain terminal control characters, bidirectional formatting
characters (Unicode TR 36, section 2.1, and CVE-2021-42574) and zero-width characters. All of them are
removed, and so are sequences whose width differs between terminals: joined emoji are split into their parts,
flags become letters, skin tones and variation selectors are dropped, so that a line is as wide as computed.
Markup is not escaped here: painters treat plain text as text.
"""

import re
import unicodedata
from functools import lru_cache

LINE_LIMIT_CHARS = 500
"""The longest one-line text; a longer one is cut and ends in an ellipsis."""

BLOCK_LIMIT_CHARS = 20_000
"""The longest multi-line text that is shown: that of a chat message."""

COMBINING_LIMIT = 3
"""The most combining marks per letter that real scripts use; more would be painted over other lines."""

_FORMAT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_INVISIBLE = re.compile(f"[{_FORMAT}\ud800-\udfff]")
_FLAG_LETTERS = {0x1F1E6 + index: chr(ord("A") + index) for index in range(26)}
_MARKS = ("Mn", "Me")
_PLAIN_ASCII = re.compile("[ -~]*").fullmatch


def plain(text: str, limit_chars: int = LINE_LIMIT_CHARS) -> str:
    """Return foreign text as one line of printable characters, stripped of surrounding spaces.

    Control characters and line ends become a space; bidirectional and zero-width characters are dropped.

    Args:
        text: The foreign text.
        limit_chars: The longest result, in characters; a longer one ends in an ellipsis.
    """
    # Cut first, so that the entries of the cache are bounded too.
    return _plain(text[: 2 * limit_chars], limit_chars)


@lru_cache(maxsize=4096)
def _plain(text: str, limit_chars: int) -> str:
    line = _bounded_marks(_without_leading_marks(_without_controls(text).rstrip()))
    return line if len(line) <= limit_chars else line[: limit_chars - 1] + "…"


def plain_block(text: str, limit_chars: int = BLOCK_LIMIT_CHARS) -> str:
    """Return foreign text as printable lines separated by newlines, sanitized as by `plain`."""
    cut = text[:limit_chars] + ("…" if len(text) > limit_chars else "")
    lines = cut.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_bounded_marks(_without_controls(line).rstrip()) for line in lines)


def without_full_stop(words: object) -> str:
    """Return foreign text or an error's message without trailing full stops, for use within a sentence."""
    return str(words).rstrip(" .")


def is_one_line(text: str) -> bool:
    """Return whether a text has no control characters, so that a dial string, header or stanza may hold it.

    U+FFFE and U+FFFF count as controls: XML 1.0 forbids them, and a chat server closes the stream.
    """
    return not _CONTROLS.search(text) and not _INVISIBLE.search(text)


def _without_controls(text: str) -> str:
    """Return text with spaces instead of controls, and without characters of zero or ambiguous width."""
    if _PLAIN_ASCII(text):
        return text
    return _INVISIBLE.sub("", _CONTROLS.sub(" ", text)).translate(_FLAG_LETTERS)


def _without_leading_marks(text: str) -> str:
    """Return text without leading spaces and combining marks, which would have no base character."""
    if text[:1].isalnum():
        return text
    heads = (place for place, char in enumerate(text) if char != " " and not _is_mark(char))
    return text[next(heads, len(text)) :]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _MARKS


def _bounded_marks(text: str) -> str:
    """Return text with at most `COMBINING_LIMIT` combining marks per letter."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = COMBINING_LIMIT
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= COMBINING_LIMIT:
            kept.append(char)
    return "".join(kept)
