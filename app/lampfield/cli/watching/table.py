"""Events as a table, one line per change."""

import sys
import time

from lampfield.board.kit.cells import fit
from lampfield.board.kit.signs import LAMP_SIGNS, show_sign
from lampfield.frontend.events.event import Event, Kind
from lampfield.frontend.staleness import staleness
from lampfield.frontend.views import PhoneView, phone_of
from lampfield.model.contact import Contact, full_name
from lampfield.model.link import Link, LinkName
from lampfield.model.text import plain

NAME_CELLS, NUMBER_CELLS, LAMP_CELLS, SHOW_CELLS, STATUS_CELLS = 24, 8, 9, 7, 24

_SINCE = {"blf_since", "show_since"}


STALE = "stale"
"""Replaces a state whose link is down: the last known state must not pass for the current one."""


class Table:
    """Writes the table, and tracks the links to mark stale states."""

    def __init__(self) -> None:
        self._links: dict[LinkName, Link] = {}

    def write(self, _: int, events: list[Event]) -> None:
        """Write the events. The sequence number is only for programs, and left out."""
        now = time.strftime("%H:%M:%S")
        sys.stdout.writelines(f"{now}  {self.line(event)}\n" for event in events)
        sys.stdout.flush()

    def line(self, event: Event) -> str:
        """Return one line: name, number, phone, presence, status, and the changed properties."""
        if (link := event.link) is not None:
            self._links[link.name] = link
            return _link_row(link)
        return self._row(event.contact, _change(event)) if event.contact is not None else ""

    def _row(self, contact: Contact, change: str) -> str:
        stale = staleness(self._links)
        cells = (
            fit(full_name(contact), NAME_CELLS),
            fit(contact.number, NUMBER_CELLS),
            fit(_phone_word(phone_of(contact, stale)), LAMP_CELLS),
            fit(show_sign(contact).word if stale.chat is None else STALE, SHOW_CELLS),
            fit(contact.status, STATUS_CELLS),
            change,
        )
        return "  ".join(cells)


def _phone_word(view: PhoneView) -> str:
    """Return the phone state, or the state of a mailbox or a switch."""
    if view.stale_since is not None:
        return STALE
    return view.place or LAMP_SIGNS[view.lamp].word


def _change(event: Event) -> str:
    """Return the change of a contact: new, gone, or the names of the changed properties."""
    if event.kind is not Kind.CHANGED:
        return "new" if event.kind is Kind.CAME else "gone"
    return ", ".join([name for name in event.properties if name not in _SINCE] or ["since"])


def _link_row(link: Link) -> str:
    reason = plain(link.reason)
    return f"{fit(f'link {link.name}', NAME_CELLS)}  {link.state}{f': {reason}' if reason else ''}"
