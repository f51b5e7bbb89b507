"""The face of a tile: all that it says, before it is cut to a width. Pure."""

from typing import NamedTuple

from lampfield.board.signs import LAMP_SIGNS, show_sign
from lampfield.board.staleness import Staleness, age_text, timer_text
from lampfield.model.contact import Contact, Direction
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship


class Face(NamedTuple):
    """What a tile says. Two equal faces are painted equally."""

    name: str
    number: str
    unread: int
    bar: str
    """The glyph at the left edge: the show."""
    show: str
    show_style: str
    lamp: str
    lamp_style: str
    edge: Lamp
    """The lamp whose box is drawn; that of unknown when stale."""
    detail: str
    detail_style: str
    clock: str
    """How long it has been like this."""
    cursor: bool
    lit: bool
    """It flashes right now."""


class Moment(NamedTuple):
    """What a face depends on beside the contact."""

    now: float
    """Epoch seconds."""
    staleness: Staleness
    lit: bool = False
    """The half of the flash in which what rings is bright."""


def face_of(contact: Contact, moment: Moment, *, unread: int = 0, cursor: bool = False) -> Face:
    """Return the face of a contact's tile."""
    lamp, lamp_style, edge = _lamp(contact, moment)
    bar, show, show_style = _show(contact, moment)
    detail, detail_style, clock = _detail(contact, moment)
    rings = edge in (Lamp.RINGING, Lamp.ON_CALL_RINGING)
    return Face(
        name=contact.name or contact.uname or contact.number,
        number=contact.number,
        unread=unread,
        bar=bar,
        show=show,
        show_style=show_style,
        lamp=lamp,
        lamp_style=lamp_style,
        edge=edge,
        detail=detail,
        detail_style=detail_style,
        clock=clock,
        cursor=cursor,
        lit=rings and moment.lit,
    )


def _lamp(contact: Contact, moment: Moment) -> tuple[str, str, Lamp]:
    """Return words, style and edge of the phone state. A stale one never reads as what it was."""
    sign = LAMP_SIGNS[contact.lamp]
    since = moment.staleness.phone
    if since is None:
        return f"{sign.glyph} {sign.word}", sign.variable, contact.lamp
    was = f"~ was {sign.word}" if contact.lamp is not Lamp.UNKNOWN else f"~ {sign.word}"
    return f"{was} {age_text(moment.now - since)}", "stale", Lamp.UNKNOWN


def _show(contact: Contact, moment: Moment) -> tuple[str, str, str]:
    sign = show_sign(contact)
    if moment.staleness.chat is None:
        return sign.glyph, sign.word, sign.variable
    return "┊", f"~{sign.word}" if sign.word else "", "stale"


def _detail(contact: Contact, moment: Moment) -> tuple[str, str, str]:
    """Return the third line: what waits for the operator, then the call, then the person's words."""
    if contact.relationship is Relationship.ASKING:
        return "← asks you", "asking", ""
    if (party := contact.party) is not None:
        arrow = "←" if party.direction is Direction.IN else "→"
        queue = [f"via {party.queue}"] if party.queue else []
        other = ", ".join((party.name or party.number or "unknown caller", *queue, *contact.labels))
        if moment.staleness.phone is not None:
            return f"{arrow} {other}", "stale", ""
        return f"{arrow} {other}", "party", _timer(party.since, moment.now)
    if contact.labels and moment.staleness.phone is None:
        return ", ".join(contact.labels), "label", _age(contact.blf_since, moment.now)
    words = contact.status or contact.company_name or ", ".join(contact.tags or ())
    return words, "detail", _age(contact.blf_since, moment.now)


def _timer(since_ms: int, now: float) -> str:
    return timer_text(now - since_ms / 1000) if since_ms else ""


def _age(since: float, now: float) -> str:
    """Return an age by the minute: what changes each second is for running calls."""
    seconds = now - since
    if not since:
        return ""
    return age_text(seconds) if seconds >= 60 else "now"
