"""Large letters: three lines high, of half blocks, readable across a room. Pure."""

import unicodedata
from functools import lru_cache

from lampfield.model.lamp import Lamp

_HALVES = {("#", "#"): "█", ("#", " "): "▀", (" ", "#"): "▄", (" ", " "): " "}
"""The character for an upper and a lower dot."""

ROWS = 3
"""Lines of a letter: six dots, the last of which is empty."""


def _read(signs: str, *dots: str) -> dict[str, tuple[str, ...]]:
    """Return the dots of characters drawn side by side, separated by columns of ``.``."""
    columns = zip(*(row.split(".") for row in dots), strict=True)
    return dict(zip(signs, columns, strict=True))


_DOTS = (
    _read(
        "ABCDEFGHI",
        " # .## . ##.## .###.###. ##.# #.#",
        "# #.# #.#  .# #.#  .#  .#  .# #.#",
        "###.## .#  .# #.## .## .# #.###.#",
        "# #.# #.#  .# #.#  .#  .# #.# #.#",
        "# #.## . ##.## .###.#  . ##.# #.#",
    )
    | _read(
        "JKLMNOPQR",
        "  #.# #.#  .#   #.#  #. # .## . # .## ",
        "  #.# #.#  .## ##.## #.# #.# #.# #.# #",
        "  #.## .#  .# # #.# ##.# #.## .# #.## ",
        "# #.# #.#  .#   #.#  #.# #.#  .# #.# #",
        " # .# #.###.#   #.#  #. # .#  . ##.# #",
    )
    | _read(
        "STUVWXYZ",
        " ##.###.# #.# #.#   #.# #.# #.###",
        "#  . # .# #.# #.#   #.# #.# #.  #",
        " # . # .# #.# #.# # #. # . # . # ",
        "  #. # .# #.# #.## ##.# #. # .#  ",
        "## . # .###. # .#   #.# #. # .###",
    )
    | _read(
        "0123456789",
        "###. # .## .## .# #.###. ##.###.###.###",
        "# #.## .  #.  #.# #.#  .#  .  #.# #.# #",
        "# #. # . # . # .###.## .###. # .###.###",
        "# #. # .#  .  #.  #.  #.# #. # .# #.  #",
        "###.###.###.## .  #.## .###. # .###.## ",
    )
    | _read(
        "-.'&/ ",
        "   . .#. # .  #. ",
        "   . .#.# #.  #. ",
        "###. . . # . # . ",
        "   . . .# #.#  . ",
        "   .#. . ##.#  . ",
    )
)

ICONS: dict[Lamp, tuple[str, ...]] = {
    Lamp.AVAILABLE: (" ### ", "#   #", "#   #", "#   #", " ### "),
    Lamp.ON_CALL: (" ### ", "#####", "#####", "#####", " ### "),
    Lamp.RINGING: ("  #  ", " ### ", "#####", "#####", "  #  "),
    Lamp.ON_CALL_RINGING: (" ### ", "## ##", "#   #", "## ##", " ### "),
    Lamp.UNKNOWN: (" ### ", "#   #", "  ## ", "     ", "  #  "),
}
"""Phone states as large as letters: a ring, a disc, a bell, a disc with a hole, a question mark."""


@lru_cache(maxsize=1024)
def large(text: str, room: int) -> tuple[str, ...] | None:
    """Return a text in large letters, shortened to its first words or initials if needed.

    Args:
        text: Case and accents are ignored.
        room: The width in cells.
    """
    words = _folded(text).split()
    if not words or not all(sign in _DOTS for word in words for sign in word):
        return None
    initials = " ".join((words[0], *(word[0] for word in words[1:])))
    for shorter in (" ".join(words), initials, words[0], "".join(word[0] for word in words)):
        lines = _drawn(shorter)
        if len(lines[0]) <= room:
            return lines
    return None


@lru_cache(maxsize=8)
def icon(lamp: Lamp) -> tuple[str, ...]:
    """Return a phone state in three lines."""
    return _halved(ICONS[lamp])


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).upper()


def _drawn(text: str) -> tuple[str, ...]:
    letters = [_DOTS[sign] for sign in text]
    return _halved(tuple(" ".join(rows) for rows in zip(*letters, strict=True)))


def _halved(dots: tuple[str, ...]) -> tuple[str, ...]:
    rows = (*dots, " " * len(dots[0]))
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
