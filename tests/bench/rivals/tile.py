"""The tile that the rivals paint: as many cells, lines and colours as the board's. Pure."""

import time

from tests.bench.rivals.following import Person

WIDTH = 27
HEIGHT = 5
COLUMNS = 6
"""Tiles in a row: the board has as many in a terminal of 200 by 50, beside the card."""

GRID_WIDTH = WIDTH * COLUMNS

BARS = {"online": "▌", "away": "▚", "dnd": "█", "": "·"}
LAMPS = ("○ FREE", "● ON CALL", "◎ RINGING", "◉ CALL+RING")
BOXES = ("┌─┐│└─┘", "┏━┓┃┗━┛", "╔═╗║╚═╝", "▛▀▜▐▙▄▟")

COLOURS = {
    "back": "#0d1117",
    "cursor": "#2a3a52",
    "name": "#d5dbe3",
    "detail": "#8f9bab",
    "lamp0": "#6cc070",
    "lamp1": "#ef6a6a",
    "lamp2": "#e6b450",
    "lamp3": "#d685e6",
    "online": "#6cc070",
    "away": "#e6b450",
    "dnd": "#ef6a6a",
    "": "#66727f",
}
"""By what is painted in them."""

Piece = tuple[str, str]
"""Text, and the name of its colour."""


def tile(person: Person) -> tuple[tuple[Piece, ...], ...]:
    """Return the lines of a tile, each exactly as wide as it."""
    lamp, show, inside = f"lamp{person.blf}", person.show, WIDTH - 2
    box, bar, word = BOXES[person.blf], (BARS[show], show), show or "offline"
    side = (box[3], lamp)
    name = f"{person.name[: inside - 7]:<{inside - 5}}{person.number:>5}"
    clock = _timer(person.since) if person.blf else ""
    detail = f"← {person.party}" if person.blf else person.words
    room = inside - len(clock)
    return (
        ((box[0] + box[1] * inside + box[2], lamp),),
        (bar, (name, "name"), side),
        (bar, (f"{LAMPS[person.blf]:<{inside - len(word)}}", lamp), (word, show), side),
        (bar, (f"{detail[:room]:<{room}}", "detail"), (clock, "name"), side),
        ((box[4] + box[5] * inside + box[6], lamp),),
    )


def _timer(since: float) -> str:
    minutes, seconds = divmod(int(time.time() - since), 60)
    return f"{minutes}:{seconds:02d}"
