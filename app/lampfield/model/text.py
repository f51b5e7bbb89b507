"""Foreign text made plain: what somebody else wrote, safe to put on a screen.

A name, a status or a chat message may hold terminal controls, marks that turn the writing direction
(Unicode TR 36, section 2.1, and CVE-2021-42574), and marks that take no room. None of them gets to
the screen. Nor does what terminals count differently: joined emoji fall apart into their parts, flags
become their letters, skin tones and presentation marks go, so that a line is as wide as it says.
Markup needs no care here: whoever paints takes plain text as text.
"""

import re
import unicodedata
from functools import lru_cache

LINE_LIMIT_CHARS = 500
"""No one-line field needs more; what is cut ends in an ellipsis."""

BLOCK_LIMIT_CHARS = 20_000
"""The longest text with lines that is shown, that of a chat message."""

COMBINING_LIMIT = 3
"""Marks over one letter that a real script uses; a heap of them paints over other lines."""

_FORMAT = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_UNSEEN = re.compile(f"[{_FORMAT}\ud800-\udfff]")
_FLAG_LETTERS = {0x1F1E6 + index: chr(ord("A") + index) for index in range(26)}
_MARKS = ("Mn", "Me")
_PLAIN_ASCII = re.compile("[ -~]*").fullmatch


def plain(text: str, limit_chars: int = LINE_LIMIT_CHARS) -> str:
    """Return foreign text as one line of printable characters, without outer space.

    Controls and line ends become a space; marks that turn direction or take no room are dropped.

    Args:
        text: What somebody else wrote.
        limit_chars: The longest result, in characters; a longer one ends in an ellipsis.
    """
    # Cut first: what is remembered below is then bounded too.
    return _plain(text[: 2 * limit_chars], limit_chars)


@lru_cache(maxsize=4096)
def _plain(text: str, limit_chars: int) -> str:
    line = _bounded_marks(_without_head(_spaced(text).rstrip()))
    return line if len(line) <= limit_chars else line[: limit_chars - 1] + "…"


def plain_block(text: str, limit_chars: int = BLOCK_LIMIT_CHARS) -> str:
    """Return foreign text as printable lines parted by newlines, and otherwise as `plain` does."""
    cut = text[:limit_chars] + ("…" if len(text) > limit_chars else "")
    lines = cut.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_bounded_marks(_spaced(line).rstrip()) for line in lines)


def without_stop(words: object) -> str:
    """Return what somebody else says, or an error in words, without full stops at its end.

    It goes on within a sentence of ours, which has its own.
    """
    return str(words).rstrip(" .")


def is_one_line(text: str) -> bool:
    """Return whether a text holds no controls at all: such may go to a dial string, a header or a stanza.

    U+FFFE and U+FFFF count as controls: XML 1.0 has no place for them, and a chat server ends the stream.
    """
    return not _CONTROLS.search(text) and not _UNSEEN.search(text)


def _spaced(text: str) -> str:
    """Return text with a space for controls, and without what takes no room or is counted differently."""
    if _PLAIN_ASCII(text):
        return text
    return _UNSEEN.sub("", _CONTROLS.sub(" ", text)).translate(_FLAG_LETTERS)


def _without_head(text: str) -> str:
    """Return text from its first letter on: neither spaces nor marks, which would stand over nothing."""
    if text[:1].isalnum():
        return text
    heads = (place for place, char in enumerate(text) if char != " " and not _is_mark(char))
    return text[next(heads, len(text)) :]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _MARKS


def _bounded_marks(text: str) -> str:
    """Keep at most `COMBINING_LIMIT` marks over one letter, and none over nothing."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = COMBINING_LIMIT
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= COMBINING_LIMIT:
            kept.append(char)
    return "".join(kept)
