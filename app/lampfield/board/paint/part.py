"""A part of a line: text, style, and the action of a click. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len


class Part(NamedTuple):
    """A piece of a panel's line."""

    text: str
    style: str = ""
    """In Textual's notation, such as ``bold $accent``."""
    action_id: str = ""
    """The action of a click; empty: none."""


def spans_of(parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Return a line as a panel paints it."""
    return [(part.text, part.style) for part in parts]


def action_at(parts: Iterable[Part], x: int) -> str:
    """Return the action of a click; empty: none.

    Args:
        parts: A line.
        x: The cell that was clicked, relative to the line.
    """
    end = 0
    for part in parts:
        end += cell_len(part.text)
        if x < end:
            return part.action_id
    return ""
