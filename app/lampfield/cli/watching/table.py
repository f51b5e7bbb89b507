"""What happened as a table, one line a change."""

import sys
import time

from lampfield.board.cells import fit
from lampfield.board.signs import LAMP_SIGNS, SHOW_SIGNS
from lampfield.cli.watching.differences import Came, Changed, Happening, LinkChanged, Went
from lampfield.model.contact import Contact
from lampfield.model.link import Link
from lampfield.model.text import plain

NAME_CELLS, NUMBER_CELLS, LAMP_CELLS, SHOW_CELLS, STATUS_CELLS = 24, 8, 9, 7, 24

_SINCE = {"blf_since", "show_since"}


def write_table(seq: int, happenings: list[Happening]) -> None:
    """Write what happened up to a number of the feed; the table itself has no use for the number."""
    del seq
    now = time.strftime("%H:%M:%S")
    sys.stdout.writelines(f"{now}  {line(happening)}\n" for happening in happenings)
    sys.stdout.flush()


def line(happening: Happening) -> str:
    """Return one line of the table: name, number, lamp, show, status, and what changed."""
    match happening:
        case Came(contact):
            return _row(contact, "new")
        case Changed(contact, properties):
            return _row(contact, ", ".join([name for name in properties if name not in _SINCE] or ["since"]))
        case Went(contact):
            return _row(contact, "gone")
        case LinkChanged(link):
            return _link_row(link)


def _row(contact: Contact, what: str) -> str:
    cells = (
        fit(contact.name, NAME_CELLS),
        fit(contact.number, NUMBER_CELLS),
        fit(LAMP_SIGNS[contact.lamp].word, LAMP_CELLS),
        fit(SHOW_SIGNS[contact.show].word, SHOW_CELLS),
        fit(contact.status, STATUS_CELLS),
        what,
    )
    return "  ".join(cells)


def _link_row(link: Link) -> str:
    reason = plain(link.reason)
    return f"{fit(f'link {link.name}', NAME_CELLS)}  {link.state}{f': {reason}' if reason else ''}"
