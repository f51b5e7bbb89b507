"""Runs: pieces of a line as a terminal gets them."""

from typing import NamedTuple

from lampfield.board.canvas.ink import Ink
from lampfield.board.canvas.lines import InkedLine


class Run(NamedTuple):
    """Text with all changes of its style but the first, which depends on what was written before."""

    first: Ink
    text: str
    last: Ink


def run_of(line: InkedLine) -> Run:
    """Return the run of a line that holds a piece at least."""
    first = ink = line[0][1]
    texts: list[str] = []
    for text, its_ink in line:
        texts += (its_ink.after(ink), text) if its_ink is not ink else (text,)
        ink = its_ink
    return Run(first, "".join(texts), ink)
