"""The head of a card: name and number, beside the photo or the initials. Pure."""

from typing import NamedTuple

from rich.cells import cell_len

from lampfield.board.kit.cells import fit
from lampfield.model.contact import Contact, full_name
from lampfield.model.text import plain
from lampfield.protocol.placeholder import initials

Span = tuple[str, str]
"""A text and its style."""

Line = tuple[Span, ...]


class PhotoFrame(NamedTuple):
    """The size of a photo in cells."""

    columns: int
    rows: int

    @property
    def pixels(self) -> int:
        """The edge in pixels of a photo worth fetching: enough for a terminal that draws pixels."""
        return 16 * self.columns


INITIALS = "bold $secondary on $field"
"""The style of the block that replaces a photo."""

FRAMES = ((24, PhotoFrame(16, 8)), (16, PhotoFrame(10, 5)))
"""The size of a photo by the rows of the card, the largest first."""


def frame_for(rows: int) -> PhotoFrame | None:
    """Return the size of a photo in a card of some rows; None: no photo."""
    return next((frame for least, frame in FRAMES if rows >= least), None)


def name_lines(contact: Contact, rows: int) -> list[Line]:
    """Return name, number, company and login, in as many lines as a photo has."""
    number = contact.number if contact.number != full_name(contact) else ""
    login = contact.uname if contact.uname != contact.number else ""
    lines: list[Line] = [
        ((plain(full_name(contact), 60), "bold"),),
        ((plain(number, 24), "bold $primary"),),
        ((plain(contact.company_name, 60), "$muted"),),
        ((plain(login, 60), "$muted"),),
    ]
    return [*lines, *[()] * (rows - len(lines))][:rows]


def head_lines(contact: Contact, frame: PhotoFrame, width: int) -> list[Line]:
    """Return the initials in a block of the photo's size, with name, number, company and login beside it."""
    room = max(0, width - frame.columns - 2)
    blocks = _block(full_name(contact), frame)
    names = name_lines(contact, frame.rows)
    return [
        (block, ("  ", ""), *((fit(text, room), style) for text, style in line[:1]))
        for block, line in zip(blocks, names, strict=True)
    ]


def _block(name: str, frame: PhotoFrame) -> list[Span]:
    letters = initials(name)
    left = (frame.columns - cell_len(letters)) // 2
    middle = " " * left + letters
    texts = [middle if row == (frame.rows - 1) // 2 else "" for row in range(frame.rows)]
    return [(text + " " * (frame.columns - cell_len(text)), INITIALS) for text in texts]
