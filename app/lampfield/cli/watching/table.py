"""What happened as a table, one line a change."""

import sys
import time

from lampfield.board.kit.cells import fit
from lampfield.board.kit.signs import LAMP_SIGNS, show_sign
from lampfield.cli.watching.differences import Came, Changed, Happening, LinkChanged, Went
from lampfield.model.contact import Contact
from lampfield.model.link import Link, LinkName
from lampfield.model.text import plain
from lampfield.words.staleness import staleness

NAME_CELLS, NUMBER_CELLS, LAMP_CELLS, SHOW_CELLS, STATUS_CELLS = 24, 8, 9, 7, 24

_SINCE = {"blf_since", "show_since"}


STALE = "stale"
"""What stands for a state whose link is down: what was last known must not pass for what is."""


class Table:
    """The table, and the links that say what in it is fresh."""

    def __init__(self) -> None:
        self._links: dict[LinkName, Link] = {}

    def write(self, _: int, happenings: list[Happening]) -> None:
        """Write what happened. The feed's number is for programs."""
        now = time.strftime("%H:%M:%S")
        sys.stdout.writelines(f"{now}  {self.line(happening)}\n" for happening in happenings)
        sys.stdout.flush()

    def line(self, happening: Happening) -> str:
        """Return one line: name, number, lamp, show, status, and what changed."""
        match happening:
            case Came(contact):
                return self._row(contact, "new")
            case Changed(contact, properties):
                what = [name for name in properties if name not in _SINCE]
                return self._row(contact, ", ".join(what or ["since"]))
            case Went(contact):
                return self._row(contact, "gone")
            case LinkChanged(link):
                self._links[link.name] = link
                return _link_row(link)

    def _row(self, contact: Contact, what: str) -> str:
        stale = staleness(self._links)
        cells = (
            fit(contact.name, NAME_CELLS),
            fit(contact.number, NUMBER_CELLS),
            fit(LAMP_SIGNS[contact.lamp].word if stale.phone is None else STALE, LAMP_CELLS),
            fit(show_sign(contact).word if stale.chat is None else STALE, SHOW_CELLS),
            fit(contact.status, STATUS_CELLS),
            what,
        )
        return "  ".join(cells)


def _link_row(link: Link) -> str:
    reason = plain(link.reason)
    return f"{fit(f'link {link.name}', NAME_CELLS)}  {link.state}{f': {reason}' if reason else ''}"
