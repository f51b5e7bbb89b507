"""The wording of notifications: a title and a text of plain characters. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from lampfield.board.notifications.notified_event import NotifiedEvent
from lampfield.config.notify import EventKind
from lampfield.frontend.wording import NAME_CHARS
from lampfield.model.text import plain

TEXT_CHARS = 160
MOST_NAMES = 3
"""How many names are listed; the others are counted."""


class Notification(NamedTuple):
    """A notification as every channel gets it. None of its texts holds a control character or a line end."""

    kind: EventKind
    title: str
    text: str
    name: str
    """The contact's name; empty for several contacts."""
    number: str


def notification_of(group: Sequence[NotifiedEvent]) -> Notification:
    """Return the notification of a group of events.

    Args:
        group: At least one event, all of one kind.
    """
    first = group[0]
    names = list(dict.fromkeys(plain(notified.name, NAME_CHARS) for notified in group))
    if len(group) == 1:
        title, text = _one(first, names[0])
    else:
        title, text = _many(first.kind, len(group), names)
    name, number = (names[0], plain(first.number, NAME_CHARS)) if len(names) == 1 else ("", "")
    return Notification(first.kind, title, text, name, number)


def _one(it: NotifiedEvent, name: str) -> tuple[str, str]:
    text, number = plain(it.text, TEXT_CHARS), plain(it.number, NAME_CHARS)
    match it.kind:
        case EventKind.ASKS:
            return "Contact request", _parted(name, text if text != name else "")
        case EventKind.MESSAGE:
            return f"Message from {name}", text
        case EventKind.FREE:
            return f"Free: {name}", _parted(number, text)
        case EventKind.RINGS:
            return f"Call from {name}", _parted(number if number != name else "", text)
        case EventKind.LOST:
            return f"The {name} link is lost", text
        case EventKind.BACK:
            return f"The {name} link is back", text


def _many(kind: EventKind, count: int, names: list[str]) -> tuple[str, str]:
    listed = _listed(names)
    match kind:
        case EventKind.ASKS:
            return f"{count} contact requests", listed
        case EventKind.MESSAGE:
            return f"{count} messages", f"from {listed}"
        case EventKind.FREE:
            return f"{count} contacts are free", listed
        case EventKind.RINGS:
            return f"{count} incoming calls", f"from {listed}"
        case EventKind.LOST:
            return f"{_links(names)} lost", listed
        case EventKind.BACK:
            return f"{_links(names)} back", listed


def _links(names: list[str]) -> str:
    return f"{len(names)} links are" if len(names) > 1 else f"The {names[0]} link is"


def _parted(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def _listed(names: list[str]) -> str:
    """Return names as a list; those beyond `MOST_NAMES` are counted."""
    more = len(names) - MOST_NAMES
    if more > 0:
        return f"{', '.join(names[:MOST_NAMES])} and {more} more"
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else last
