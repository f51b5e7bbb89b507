"""The state of a contact in words, for one who hears or feels them: the state first. Pure."""

from lampfield.model import no_phone
from lampfield.model.contact import Contact, Direction
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show
from lampfield.model.text import plain
from lampfield.words.names import name_of, with_party
from lampfield.words.staleness import FRESH, Staleness

LAMP_WORDS: dict[Lamp, str] = {
    Lamp.AVAILABLE: "free",
    Lamp.ON_CALL: "on call",
    Lamp.RINGING: "ringing",
    Lamp.ON_CALL_RINGING: "on call and ringing",
    Lamp.UNKNOWN: "not known",
}

RELATIONSHIP_WORDS: dict[Relationship, str] = {
    Relationship.NONE: "no relationship",
    Relationship.ASKED: "asked, waiting",
    Relationship.ASKING: "asks you",
    Relationship.ONE_WAY: "one way",
    Relationship.MUTUAL: "mutual",
    Relationship.BLOCKED: "blocked",
}

NUMBER_CHARS, STATUS_CHARS, LABELS_CHARS = 24, 120, 60
"""The longest of each in a line that is spoken."""


def lamp_words(contact: Contact, stale: Staleness = FRESH) -> str:
    """Return the lamp in words; one that came over a link which is down is never said as what is."""
    word = place_word(contact) or LAMP_WORDS[contact.lamp]
    if stale.phone is None:
        return word
    return LAMP_WORDS[Lamp.UNKNOWN] + (f", was {word}" if word != LAMP_WORDS[Lamp.UNKNOWN] else "")


def place_word(contact: Contact) -> str:
    """Return what a mailbox or a switch says, in the place of a lamp; empty for a phone, or when unknown."""
    is_phone = contact.lamp is not Lamp.UNKNOWN or contact.blf_reason not in no_phone.REASONS
    return "" if is_phone else plain(", ".join(contact.labels), LABELS_CHARS)


def show_words(contact: Contact, stale: Staleness = FRESH) -> str:
    """Return the show in words, with the status; empty for one of whom no presence can be known."""
    shown = presence_word(contact)
    if not shown:
        return ""
    status = plain(contact.status, STATUS_CHARS)
    word = shown + (f": {status}" if status else "")
    return word if stale.chat is None else f"was {word}"


def presence_word(contact: Contact) -> str:
    """Return a contact's presence in a word; empty where none can be known."""
    if is_hidden_by_block(contact):
        return "blocked"
    return (contact.show.value or "offline") if is_presence_told(contact) else ""


def is_presence_told(contact: Contact) -> bool:
    """Say whether a contact's presence can be known: *offline* would claim what nobody told."""
    return bool(contact.states or contact.chat_id or contact.show is not Show.OFFLINE)


def is_hidden_by_block(contact: Contact) -> bool:
    """Return whether nothing is known of a contact's presence because the operator blocks the contact."""
    return contact.relationship is Relationship.BLOCKED and contact.show is Show.OFFLINE


def person_words(contact: Contact) -> str:
    """Return name and number."""
    name, number = name_of(contact), plain(contact.number, NUMBER_CHARS)
    return f"{name}, {number}" if number and name != number else name


def lamp_line(contact: Contact, stale: Staleness = FRESH) -> str:
    """Return lamp and person: ``free, Alfonso Bernini, 204``."""
    return f"{lamp_words(contact, stale)}, {person_words(contact)}"


def state_line(contact: Contact, stale: Staleness = FRESH, unread: int = 0) -> str:
    """Return all that a tile says, the phone first: ``on call with Ito, Cara Cole, 203, dnd: in a talk``.

    Args:
        contact: Whom it is about.
        stale: Since when it may be untrue.
        unread: Messages of the contact that the operator has not seen.
    """
    asks = RELATIONSHIP_WORDS[Relationship.ASKING] if contact.relationship is Relationship.ASKING else ""
    parts = (
        lamp_words(contact, stale) + (party_words(contact) if stale.phone is None else ""),
        person_words(contact),
        "" if place_word(contact) else plain(", ".join(contact.labels), LABELS_CHARS),
        show_words(contact, stale),
        asks,
        f"{unread} unread" if unread else "",
    )
    return ", ".join(part for part in parts if part)


def party_words(contact: Contact) -> str:
    """Return who is at the other end of a contact's call, as it goes on after the lamp; may be empty."""
    if contact.lamp is Lamp.RINGING and contact.party is not None:
        other = with_party(contact.party).removeprefix(" with ")
        way = "from" if contact.party.direction is Direction.IN else "to"
        return f" {way} {other}" if other else ""
    return with_party(contact.party)


def why_no_show(contact: Contact, chat_link: Link | None) -> str:
    """Return why a contact has no show, where it is known (from relationship and link)."""
    if chat_link is None or chat_link.state is LinkState.ABSENT:
        return "there is no chat server"
    if not contact.chat_id:
        return "no presence is set at the PBX" if chat_link.source == "asterisk" else "no chat address"
    if contact.relationship is Relationship.BLOCKED:
        return "you block this contact"
    if contact.subscription in (Subscription.TO, Subscription.BOTH):
        return "not signed in to chat"
    return "not shown to you: no relationship"
