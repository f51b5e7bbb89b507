"""The content of a tile: everything that it says, before it is cut to a width. Pure."""

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
from lampfield.frontend.wording import place_word
from lampfield.model.contact import Contact, Direction, Party, full_name
from lampfield.model.lamp import Lamp
from lampfield.model.relationship import Relationship

RINGING = (Lamp.RINGING, Lamp.ON_CALL_RINGING)


class TileContent(NamedTuple):
    """The content of a tile. Tiles with equal content are painted equally."""

    name: str
    number: str
    """The upper corner: the number, unless another field was chosen."""
    unread: int
    bar: str
    """The glyph at the left edge: the presence."""
    show: str
    show_style: str
    lamp: str
    lamp_style: str
    lamp_age: str
    """How long the phone state has been stale; empty while it is fresh."""
    edge: Lamp
    """The phone state that edge and background show; unknown if stale."""
    detail: str
    detail_style: str
    clock: str
    """The lower corner: how long the phone state has lasted, unless another field was chosen."""
    cursor: bool
    lit: bool
    """Whether it is in the bright half of its flash."""
    until: float = inf
    """Epoch seconds at which its times change."""
    label: str = ""
    """The jump label; it replaces the number."""
    dim: bool = False
    """Whether it does not match the search."""

    @property
    def rings(self) -> bool:
        """Whether it flashes."""
        return self.edge in RINGING


class Moment(NamedTuple):
    """What the content of a tile depends on besides the contact."""

    now: float
    """Epoch seconds."""
    staleness: Staleness
    lit: bool = False
    """Whether this is the bright half of the flash."""
    fields: TileFields = USUAL
    """The fields shown besides name, phone and presence."""
    by_second: bool = True
    """Whether running times count seconds rather than minutes."""


def content_of(
    contact: Contact, moment: Moment, *, unread: int = 0, cursor: bool = False, watched: bool = False
) -> TileContent:
    """Return the content of a contact's tile."""
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
    return TileContent(
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
    """A duration in words."""

    text: str = ""
    until: float = inf
    """Epoch seconds at which the words change."""


NO_CLOCK = Clock()


def _lamp(contact: Contact, moment: Moment) -> tuple[str, str, Lamp, str, float]:
    """Return words, style, edge and staleness of the phone, and until when they hold.

    A stale state never reads like a fresh one.
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
    """Return the third line: what waits for the operator, else the call, else the contact's status."""
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
    """Return the other party. States of the call, such as on hold, come first: a name may be cut."""
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
    """Return an age in minutes: only running calls count seconds."""
    if not since:
        return NO_CLOCK
    seconds = now - since
    if seconds < 60:
        return Clock("now", since + 60)
    return Clock(age_text(seconds), since + age_end(seconds))
