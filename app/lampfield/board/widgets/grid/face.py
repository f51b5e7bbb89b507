"""The face of a tile: all that it says, before it is cut to a width. Pure."""

from math import inf
from typing import NamedTuple

from lampfield.board.kit.signs import LAMP_SIGNS, PLACE, STALE_BAR, WATCHED, show_sign
from lampfield.board.widgets.grid.fields import USUAL, TileFields, first_of
from lampfield.frontend.staleness import (
    Staleness,
    age_end,
    age_text,
    minutes_end,
    minutes_text,
    timer_end,
    timer_text,
)
from lampfield.frontend.wording import full_name, place_word
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship

RINGING = (Lamp.RINGING, Lamp.ON_CALL_RINGING)


class Face(NamedTuple):
    """What a tile says. Two equal faces are painted equally."""

    name: str
    number: str
    """What stands in the upper corner: the number, unless another field was chosen."""
    unread: int
    bar: str
    """The glyph at the left edge: the show."""
    show: str
    show_style: str
    lamp: str
    lamp_style: str
    lamp_age: str
    """How long it is stale; empty while it is fresh."""
    edge: Lamp
    """The lamp whose edge and ground are drawn; that of unknown when stale."""
    detail: str
    detail_style: str
    clock: str
    """What stands in the lower corner: how long it has been like this, unless another field was chosen."""
    cursor: bool
    lit: bool
    """It flashes right now."""
    until: float = inf
    """Epoch seconds at which its clocks say something else."""
    label: str = ""
    """What is to be typed to jump there; it stands in the place of the number."""
    dim: bool = False
    """It is not what is looked for."""

    @property
    def rings(self) -> bool:
        """Whether it flashes."""
        return self.edge in RINGING


class Moment(NamedTuple):
    """What a face depends on beside the contact."""

    now: float
    """Epoch seconds."""
    staleness: Staleness
    lit: bool = False
    """The half of the flash in which what rings is bright."""
    fields: TileFields = USUAL
    """What is said besides name, lamp and show."""
    by_second: bool = True
    """Running times count the seconds, not the minutes alone."""


def face_of(
    contact: Contact, moment: Moment, *, unread: int = 0, cursor: bool = False, watched: bool = False
) -> Face:
    """Return the face of a contact's tile."""
    lamp, lamp_style, edge, lamp_age, lamp_until = _lamp(contact, moment)
    bar, show, show_style = _show(contact, moment)
    detail, detail_style, clock = _detail(contact, moment)
    until = min(lamp_until, clock.until)
    if (tell := moment.fields.upper) is not None:
        corner = tell(contact)
    else:
        corner, corner_until = _age(contact.blf_since, moment.now)
        until = min(until, corner_until)
    name = full_name(contact)
    return Face(
        f"{WATCHED.glyph} {name}" if watched else name,
        corner,
        unread,
        bar,
        show,
        show_style,
        lamp,
        lamp_style,
        lamp_age,
        edge,
        detail,
        detail_style,
        clock.text,
        cursor,
        moment.lit and edge in RINGING,
        until,
    )


class Clock(NamedTuple):
    """How long something has been so, in words."""

    text: str = ""
    until: float = inf
    """Epoch seconds at which it says something else."""


NO_CLOCK = Clock()


def _lamp(contact: Contact, moment: Moment) -> tuple[str, str, Lamp, str, float]:
    """Return words, style, edge and staleness of the phone state, and how long they hold.

    A stale one never reads as what it was.
    """
    lamp = contact.lamp
    since = moment.staleness.phone
    if since is None:
        place = place_word(contact)
        return (f"{PLACE} {place}", "label", Lamp.AVAILABLE, "", inf) if place else _FRESH_LAMPS[lamp]
    sign, place = LAMP_SIGNS[lamp], place_word(contact)
    was = f"~ was {place or sign.word}" if place or lamp is not Lamp.UNKNOWN else f"~ {sign.word}"
    seconds = moment.now - since
    text, end = (age_text, age_end) if moment.by_second else (minutes_text, minutes_end)
    return was, "stale", Lamp.UNKNOWN, text(seconds), since + end(seconds)


_FRESH_LAMPS = {
    lamp: (f"{sign.glyph} {sign.word}", sign.variable, lamp, "", inf) for lamp, sign in LAMP_SIGNS.items()
}


def _show(contact: Contact, moment: Moment) -> tuple[str, str, str]:
    sign = show_sign(contact)
    if moment.staleness.chat is None:
        return sign.glyph, sign.word, sign.variable
    return STALE_BAR, f"~{sign.word}" if sign.word else "", "stale"


def _detail(contact: Contact, moment: Moment) -> tuple[str, str, Clock]:
    """Return the third line: what waits for the operator, then the call, then the person's words."""
    fresh, fields = moment.staleness.phone is None, moment.fields
    if contact.relationship is Relationship.ASKING and not fields.public:
        return "+ asks you", "asking", NO_CLOCK
    if (party := contact.party) is not None and not fields.public:
        other = _other_end(party, contact.labels)
        return (other, "party", _timer(party.since, moment)) if fresh else (other, "stale", NO_CLOCK)
    tell = fields.lower
    corner = _age(contact.blf_since, moment.now) if tell is None else Clock(tell(contact))
    if contact.labels and fresh and not place_word(contact):
        return ", ".join(contact.labels), "label", corner
    return first_of(fields.line, contact), "detail", corner


def _other_end(party: Party, labels: tuple[str, ...]) -> str:
    """Return with whom it is. What is so of the call, as on hold, goes before: a name may be cut."""
    arrow = "←" if party.direction is Direction.IN else "→"
    queue = (f"via {party.queue}",) if party.queue else ()
    return f"{arrow} {', '.join((*labels, party.name or party.number or 'unknown caller', *queue))}"


def _timer(since_ms: int, moment: Moment) -> Clock:
    if not since_ms:
        return NO_CLOCK
    since = since_ms / 1000
    seconds = moment.now - since
    if not moment.by_second:
        return Clock(minutes_text(seconds), since + minutes_end(seconds))
    return Clock(timer_text(seconds), since + timer_end(seconds))


def _age(since: float, now: float) -> Clock:
    """Return an age by the minute: what changes each second is for running calls."""
    if not since:
        return NO_CLOCK
    seconds = now - since
    if seconds < 60:
        return Clock("now", since + 60)
    return Clock(age_text(seconds), since + age_end(seconds))
