"""The board in ASCII, for terminals that cannot show more."""

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len

from lampfield.board.kit.signs import (
    CALL,
    LAMP_SIGNS,
    RELATIONSHIP_SIGNS,
    SHOW_SIGNS,
    STALE_BAR,
    UNREAD,
    WATCHED,
)

_SIGNS = {
    sign.glyph: sign.ascii
    for signs in (LAMP_SIGNS, RELATIONSHIP_SIGNS, SHOW_SIGNS)
    for sign in (*signs.values(), WATCHED)
} | {STALE_BAR: ":", UNREAD: "*", CALL: ">"}

_OTHERS = dict(
    zip("▕▐║▀▄▔▁…‹›✓✗◌✎·⏎↑↓─│╌━╴╶┈ßøØłŁđĐ–—’‘“”«", '|]!"_-_.<>vx.+.<^v-|-=---soOlLdD--\'\'"""', strict=True)
)
"""Edges, half blocks, marks, and letters that have no decomposition into an ASCII letter and an accent."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BLOCKS = range(0x2580, 0x25A0)
_BOX_LINES = range(0x2500, 0x2580)


def in_ascii(text: str) -> str:
    """Return an ASCII replacement of a text, cell for cell.

    The board's signs have their own replacements, accents are removed, and other scripts become question
    marks.

    Args:
        text: Output for the terminal, control sequences included.
    """
    return text if text.isascii() else _NOT_ASCII.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    return "".join(map(_of_sign, found[0]))


@lru_cache(maxsize=4096)
def _of_sign(sign: str) -> str:
    """Return as many characters as the sign has cells."""
    if (known := _SIGNS.get(sign) or _OTHERS.get(sign)) is not None:
        return known
    if ord(sign) in _BLOCKS:
        return "#"
    if ord(sign) in _BOX_LINES:
        return "+"
    letter = unicodedata.normalize("NFKD", sign)[:1]
    cells = cell_len(sign)
    return letter if cells == 1 and letter.isascii() and letter.isprintable() else "?" * cells
