"""The card of a contact: everything that is known, as lines. Pure."""

import time
from collections.abc import Mapping
from typing import NamedTuple

from lampfield.board.keys.keymap import KeyMap
from lampfield.board.kit.signs import LAMP_SIGNS, PLACE, RELATIONSHIP_SIGNS, SHOW_SIGNS, Sign, show_sign
from lampfield.frontend.history import PastCall
from lampfield.frontend.staleness import Staleness, age_text, minutes_text, timer_text
from lampfield.frontend.views import ResourceView, phone_of, presence_of, properties_of
from lampfield.model.contact import Contact, Direction, Party, full_name
from lampfield.model.link import Link
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.text import plain

Span = tuple[str, str]
"""A text and its style."""

Line = tuple[Span, ...]
MUTED = "$muted"
FIELD_CHARS = 120
"""The longest property on a card, about three lines: foreign text pushes nothing out of sight."""

STATUS_CHARS = 240
"""The longest status on a card."""

SEES: dict[Subscription, str] = {
    Subscription.TO: "   you see them →, they do not see you",
    Subscription.FROM: "   they see you ←, you do not see them",
}
"""The meaning of a one-sided relationship."""


NO_ADDRESS = Sign("no chat address", "–", "-", "muted")
"""Replaces a relationship where none is possible."""


class CardFacts(NamedTuple):
    """Everything that a card depends on."""

    contact: Contact
    staleness: Staleness
    chat_link: Link | None
    now: float
    """Epoch seconds."""
    keys: KeyMap
    """The key map in force."""
    note: str = ""
    """The operator's note."""
    recent: tuple[PastCall, ...] = ()
    """Calls that have ended, the last first."""
    unsent: str = ""
    """Unsent chat text to the contact."""
    by_second: bool = True
    """Whether running times count seconds rather than minutes."""
    detailed: bool = False
    """Whether every property is shown, including technical ones."""


def title_lines(contact: Contact) -> list[Line]:
    """Return name, number, company and login where there is no room for a photo."""
    title: Line = ((plain(full_name(contact), 60), "bold"), (_number(contact), "bold $primary"))
    login = contact.uname if contact.uname != contact.number else ""
    person = " · ".join(part for part in (contact.company_name, login) if part)
    return [title, *([((_field(person), MUTED),)] if person else [])]


def card_lines(facts: CardFacts) -> list[Line]:
    """Return the lines of a card below its head, the most urgent first."""
    return [
        *_phone(facts),
        *_chat(facts),
        *_unsent(facts),
        (),
        *_relationship(facts),
        *_recent(facts),
        *_properties(facts),
    ]


def _number(contact: Contact) -> str:
    is_shown = contact.number != full_name(contact)
    return f"  {plain(contact.number, 24)}" if contact.number and is_shown else ""


def _field(text: str) -> str:
    return plain(text, FIELD_CHARS)


def _was(word: str, facts: CardFacts, since: float) -> Line:
    age = age_text if facts.by_second else minutes_text
    return ((f"~ was {word}, not heard of for {age(facts.now - since)}", "$stale"),)


def _phone(facts: CardFacts) -> list[Line]:
    view = phone_of(facts.contact, facts.staleness)
    sign = LAMP_SIGNS[view.lamp]
    if view.stale_since is not None:
        return [_was(view.place or sign.word, facts, view.stale_since)]
    since = f"  {age_text(facts.now - view.since)}" if view.since else ""
    if view.place:
        return [((f"{PLACE} {view.place}", "bold $accent"), (since, MUTED))]
    lines: list[Line] = [((f"{sign.glyph} {sign.word}", f"bold ${sign.variable}"), (since, MUTED))]
    if view.reason:
        lines.append(((f"  {_field(view.reason)}", MUTED),))
    if view.labels:
        lines.append(((f"  {_field(', '.join(view.labels))}", "$accent"),))
    return lines + _party(view.party, facts)


def _party(party: Party | None, facts: CardFacts) -> list[Line]:
    if party is None:
        return []
    arrow = "←" if party.direction is Direction.IN else "→"
    timer = timer_text if facts.by_second else minutes_text
    running = timer(facts.now - party.since / 1000) if party.since else ""
    who = (
        " ".join(part for part in (plain(party.name, 60), plain(party.number, 24)) if part)
        or "unknown caller"
    )
    queue = f" · {plain(party.queue, 24)}" if party.queue else ""
    return [((f"  {arrow} {who}{queue} ", ""), (running, MUTED))]


def _chat(facts: CardFacts) -> list[Line]:
    view, sign = presence_of(facts.contact, facts.staleness, facts.chat_link), show_sign(facts.contact)
    word = view.word or "no presence"
    if view.stale_since is not None:
        return [_was(word, facts, view.stale_since)]
    since = f"  {age_text(facts.now - view.since)}" if view.since else ""
    head: Line = ((f"{sign.glyph} {word}", f"bold ${sign.variable}"), (since, MUTED))
    if view.reason:
        return [head, ((f"  {view.reason}", MUTED),)]
    return [head, *(line for resource in view.resources for line in _resource(resource, facts.now))]


def _resource(view: ResourceView, now: float) -> list[Line]:
    sign = SHOW_SIGNS[view.show]
    age = f" {age_text(now - view.since)}" if view.since else ""
    priority = f" ({view.priority})" if view.priority else ""
    line: Line = (
        (f"  {sign.glyph} ", f"${sign.variable}"),
        (plain(view.name, 24) or "at the PBX", ""),
        (f" {plain(view.word, 12)}{priority}{age}", MUTED),
    )
    status: list[Line] = [((f"    {plain(view.status, STATUS_CHARS)}", "italic"),)] if view.status else []
    return [line, *status]


def _unsent(facts: CardFacts) -> list[Line]:
    return [((f"✎ {plain(facts.unsent, 60)}", "italic $accent"),)] if facts.unsent else []


def _relationship(facts: CardFacts) -> list[Line]:
    contact, keys = facts.contact, facts.keys
    sign = RELATIONSHIP_SIGNS[contact.relationship]
    if contact.relationship is Relationship.NONE and not contact.chat_id:
        sign = NO_ADDRESS
    hint = _hint(_what_it_means(contact.relationship, keys, has_address=bool(contact.chat_id)))
    blocked = contact.relationship is Relationship.BLOCKED
    sees = "" if blocked else SEES.get(contact.subscription, "")
    tags = ", ".join(plain(tag, 24) for tag in contact.tags or ())
    note = "cannot be tagged" if contact.tags is None else tags or "none"
    edit = _hint(keys.hint("tags", "edits")) if contact.can_tag else ""
    return [
        ((f"{sign.glyph} {sign.word}", f"${sign.variable}"), (sees or hint, MUTED)),
        *([((f"    {plain(asked, STATUS_CHARS)}", "italic"),)] if (asked := contact.request_text) else []),
        (("tags     ", MUTED), (note, ""), (edit, MUTED)),
        *([(("note     ", MUTED), (plain(facts.note), "italic"))] if facts.note else []),
    ]


def _what_it_means(relationship: Relationship, keys: KeyMap, *, has_address: bool) -> str:
    """Return what a relationship means, or what can be done."""
    told = {
        Relationship.ASKING: (keys.hint("accept", "accepts"), keys.hint("remove", "refuses")),
        Relationship.ASKED: ("for their answer", keys.hint("remove", "takes it back")),
        Relationship.NONE: (keys.hint("request", "asks"),) if has_address else (),
        Relationship.MUTUAL: ("you see each other",),
        Relationship.BLOCKED: ("by you, on another device",),
    }.get(relationship, ())
    return ", ".join(filter(None, told))


def _hint(text: str) -> str:
    """Return a text with space before it."""
    return f"   {text}" if text else ""


def _recent(facts: CardFacts) -> list[Line]:
    if not facts.recent:
        return []
    return [((f"calls    {len(facts.recent)} since the board was opened", MUTED),), *map(_call, facts.recent)]


def _call(call: PastCall) -> Line:
    clock = time.strftime("%H:%M", time.localtime(call.began))
    arrow = "←" if call.direction is Direction.IN else "→"
    long = timer_text(call.seconds) if call.seconds is not None else "not answered"
    return ((f"  {clock} ", MUTED), (f"{arrow} {plain(call.other, 40) or 'you'} ", ""), (long, MUTED))


def _properties(facts: CardFacts) -> list[Line]:
    known = properties_of(facts.contact)
    rows = [("e-mail", known["e-mail"]), ("chat", known["chat address"])]
    if facts.detailed:
        return [_property(label, value) for label, value in (*rows, *_details(facts.contact, known))]
    lines = [_property(label, value) for label, value in rows if value]
    more = facts.keys.hint("details", "shows more")
    return [*lines, *([(), ((more, MUTED),)] if more else [])]


def _details(contact: Contact, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the technical properties."""
    company, company_id = known["company"], known["company id"]
    return (
        ("company", f"{company} ({company_id})" if company else company_id),
        ("user", known["login name"]),
        ("can", _abilities(contact)),
        ("cID", known["contact id"]),
        ("photo", "yes" if contact.photo_id else "none"),
    )


def _property(label: str, value: str) -> Line:
    return ((f"{label:<9}", MUTED), (_field(value) or "–", ""))


def _abilities(contact: Contact) -> str:
    can = (("call", contact.can_call), ("chat", contact.can_chat), ("tag", contact.can_tag))
    return " · ".join(word for word, able in can if able) or "nothing now"
