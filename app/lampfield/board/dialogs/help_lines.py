"""The lines of the help, wrapped: first the keys of the focused region, then the signs. Pure."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from lampfield.board.keys.action import OF_BOXES, Scope, Theme
from lampfield.board.keys.keymap import Key, KeyMap
from lampfield.board.keys.names import shown, types
from lampfield.board.kit.signs import LAMP_SIGNS, RELATIONSHIP_SIGNS, SHOW_SIGNS
from lampfield.board.widgets.grid.painting import GROUNDS
from lampfield.frontend.search.text import folded

Line = tuple[tuple[str, str], ...]

KEY_CELLS = 11
"""The width of the key column."""


class HelpRow(NamedTuple):
    """A key, and what it does."""

    key: str
    text: str
    style: str = "bold $accent"


class Section(NamedTuple):
    """Some rows under a heading."""

    heading: str
    rows: Sequence[HelpRow]


def board_sections(keys: KeyMap) -> Iterator[Section]:
    """Yield the keys that work outside text boxes, by theme."""
    for theme in Theme:
        rows = [_row(key, key.keys) for key in keys.keys if key.action.theme is theme and _on_board(key)]
        yield Section(theme.value, rows)
    if how := _BEGINS[keys.find_by]:
        yield Section("typing", [HelpRow(how, "begins a search")])


def box_sections(keys: KeyMap, own: Sequence[tuple[str, str]], scope: Scope | None) -> Iterator[Section]:
    """Yield the keys that work in a text box.

    Args:
        keys: The key map.
        own: The box's own keys, as written for a person, and what each does.
        scope: The scope of the box's keys in the map.
    """
    mine = [key for key in keys.keys if key.action.scope is scope]
    here = [*(_row(key, key.keys) for key in mine), *(HelpRow(*it) for it in own)]
    yield Section("here", [*here, HelpRow("letters", "are typed as text")])
    taken = {name for key in mine for name in key.keys}
    others = (key for key in keys.keys if key.action.scope in (Scope.BOARD, Scope.EVERYWHERE))
    rows = ((key, [name for name in key.keys if not types(name) and name not in taken]) for key in others)
    yield Section("while typing", [_row(key, names) for key, names in rows if names])


def dialog_sections(keys: KeyMap, own: Sequence[tuple[str, str]]) -> Iterator[Section]:
    """Yield the keys of a dialog, and the global keys that work in it."""
    yield Section("here", [HelpRow(*it) for it in own])
    everywhere = (key for key in keys.keys if key.action.scope is Scope.EVERYWHERE)
    rows = ((key, [name for name in key.keys if not types(name)]) for key in everywhere)
    yield Section("everywhere", [_row(key, names) for key, names in rows if names])


def sign_sections() -> Iterator[Section]:
    """Yield what the signs on the tiles mean."""
    lamps = [
        HelpRow(f"{GROUNDS[lamp].edge} {sign.glyph}", sign.word, f"${sign.variable}")
        for lamp, sign in LAMP_SIGNS.items()
    ]
    yield Section("phone: at the right of a tile", lamps)
    shows = [HelpRow(sign.glyph, sign.word, f"${sign.variable}") for sign in SHOW_SIGNS.values()]
    yield Section("presence: at the left of a tile", shows)
    relations = [HelpRow(sign.glyph, sign.word, "bold") for sign in RELATIONSHIP_SIGNS.values()]
    yield Section("contact requests", relations)
    stale = HelpRow("~", "stale: the link is down; this is the last known state", "bold")
    yield Section("links", [stale])


def help_lines(sections: Iterable[Section], width: int, query: str = "") -> Iterator[Line]:
    """Yield the lines of the sections, wrapped to a width, filtered by a query.

    Args:
        sections: The contents.
        width: In cells.
        query: Words that must occur in a row or its heading.
    """
    words = folded(query).split()
    for section in sections:
        rows = [row for row in section.rows if _matches(words, section, row)]
        if rows:
            yield ((section.heading, "bold $primary"),)
            for row in rows:
                yield from _lines(row, width)
            yield ()


_BEGINS = {"key": "", "digits": "digits", "all": "letters"}


def _on_board(key: Key) -> bool:
    return bool(key.keys) and key.action.scope not in OF_BOXES


def _row(key: Key, names: Iterable[str]) -> HelpRow:
    return HelpRow(" ".join(map(shown, names)) or "–", key.action.tooltip)


def _matches(words: list[str], section: Section, row: HelpRow) -> bool:
    text = folded(f"{section.heading} {row.key} {row.text}")
    return all(word in text for word in words)


def _lines(row: HelpRow, width: int) -> Iterator[Line]:
    """Yield a row with its text beside the key, wrapped."""
    wrapped = textwrap.wrap(row.text, max(10, width - KEY_CELLS - 2)) or [""]
    gap = " " * max(1, KEY_CELLS - cell_len(row.key))
    yield ((f"  {row.key}{gap}", row.style), (wrapped[0], ""))
    for more in wrapped[1:]:
        yield ((" " * (KEY_CELLS + 2), ""), (more, ""))
