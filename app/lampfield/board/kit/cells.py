"""Text in terminal cells, cut and padded to an exact width."""

from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from lampfield.model.text import plain


@lru_cache(maxsize=16_384)
def fit(text: str, width: int) -> str:
    """Return foreign text as plain text of exactly ``width`` cells: cut with an ellipsis, or padded.

    A wide character that does not fit before the ellipsis leaves a space.
    """
    line = plain(text)
    if width <= 0:
        return ""
    if cell_len(line) <= width:
        return line + " " * (width - cell_len(line))
    return set_cell_size(line, width - 1) + "…"


def fit_both(left: str, right: str, width: int) -> str:
    """Return two texts at the two ends of a line; the left one is shortened if needed."""
    shown = plain(right)
    room = width - cell_len(shown) - 1
    return fit(left, width) if not shown or room < 1 else f"{fit(left, room)} {shown}"
