"""The words of states, calls, messages and names, the same in every front end. Pure."""

import re
import time
from typing import Protocol

from lampfield.frontend.staleness import FRESH, Staleness, timer_text
from lampfield.model import no_phone
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.room import Message, MessageKind, Receipt, Revision
from lampfield.model.show import Show
from lampfield.model.text import plain

UNITS = (("day", "days", 86_400), ("hour", "hours", 3_600), ("min", "min", 60), ("sec", "sec", 1))


def age_words(seconds: float) -> str:
    """Return an age in its greatest unit: ``9 sec``, ``3 min``, ``1 hour``, ``5 days``."""
    whole = max(0, int(seconds))
    one, many, size = next((unit for unit in UNITS if whole >= unit[2]), UNITS[-1])
    count = whole // size
    return f"{count} {one if count == 1 else many}"


def call_failure(call: Call) -> str:
    """Return why an ended call was never answered, or broke off; empty where there is nothing to tell.

    The operator's own hanging up has its outcome already, and a talk that somebody ended needs no word.
    """
    if not call.cause:
        return ""
    who = other_of(call)
    if call.start or call.party is CallParty.CALLER:
        return f"{who}: {plain(call.cause).removesuffix('.')}."
    why = cause_words(call)
    return f"Missed {who}: {why}." if why else f"Missed {who}."


STATE_WORDS: dict[CallState, str] = {
    CallState.DIAL: "dialling",
    CallState.RING: "calling",
    CallState.UP: "talking",
    CallState.HOLD: "held",
    CallState.PARK: "parked",
    CallState.DOWN: "ending",
    CallState.DEAD: "ended",
}

CAUSE_CHARS = 160
"""As much of the reason of an end as a line bears: the result of a test of the phone is the longest."""

RINGS = "rings"
"""What a call does that comes in."""


def call_word(call: Call) -> str:
    """Return how a call stands, in a word."""
    if call.state is CallState.DEAD and not call.start and call.cause:
        return "not answered" if call.party is CallParty.CALLER else "missed"
    return RINGS if call.rings_in else STATE_WORDS[call.state]


_SAYS_NO_MORE = ("not answered", "no answer", "missed")
"""Causes that repeat the word that stands before them."""


def cause_words(call: Call) -> str:
    """Return why a call came to nothing or broke off; empty where that says no more than `call_word`."""
    if call.state is not CallState.DEAD or call.cause.casefold().rstrip(".") in _SAYS_NO_MORE:
        return ""
    return plain(call.cause, CAUSE_CHARS).removesuffix(".")


def origin_words(call: Call, now: float | None = None) -> list[str]:
    """Return how a call came: ``via sales``, ``waited 0:41``, ``for 0161 496 0000``.

    The name that the PBX gives stands there where the directory has another.

    Args:
        call: It.
        now: Epoch seconds, for a caller who still waits; None leaves that time out.
    """
    waited = (
        call.queue_wait_seconds(now)
        if now is not None
        else call.queue_wait_seconds(0.0)
        if call.outq
        else None
    )
    return [
        *([f"via {plain(call.queue, 24)}"] if call.queue else ()),
        *([f"waited {timer_text(waited)}"] if waited is not None else ()),
        *([f"for {plain(call.did, 24)}"] if call.did else ()),
        *([f"named {plain(call.pbx_name, 40)} by the PBX"] if call.pbx_name else ()),
    ]


def call_line(call: Call, now: float | None = None) -> str:
    """Return a call's state, other party and origin: ``rings, Brown, 0161 496 0000, via sales, waited 0:41``.

    Args:
        call: It.
        now: Epoch seconds, for a caller who still waits; None leaves that out.
    """
    number = plain(call.number, 24)
    parts = (
        call_word(call),
        other_of(call),
        number if call.name else "",
        *origin_words(call, now),
        cause_words(call),
    )
    return ", ".join(part for part in parts if part)


_NUMBER = re.compile(
    r"""
    (?<![\w:./@+,-])        # not the end of a word, a time, an address or a larger number
    (?!\d{4}-\d\d-\d\d)   # no date (ISO 8601)
    \+?\d(?:[ ./()-]{0,2}\d)+   # digits, in groups or not
    (?![\w@])               # nor the beginning of one
    (?![:.,/-]\w)
    """,
    re.VERBOSE,
)

_COUNT = re.compile(r" [^\W\d_]")
"""What follows a number that counts something: ``120 people``."""

SHORTEST = 3
"""Digits of the shortest number that anybody dials; shorter ones are places in a list, minutes and days."""


def digits_apart(line: str) -> str:
    """Return a line with the digits of its telephone numbers apart: ``rings, Ann, 2 0 4``.

    A number of three digits or more is one, unless a word follows it that it counts. One that begins as no
    quantity does, with a plus or a zero, is one in any case. Dates, times and addresses stay as they are.
    """
    return _NUMBER.sub(_apart, line)


def _apart(match: re.Match[str]) -> str:
    number = match[0]
    groups = re.findall(r"\d+", number)
    if sum(map(len, groups)) < SHORTEST:
        return number
    counts = _COUNT.match(match.string, match.end()) is not None
    if counts and number[0] not in "+0":
        return number
    return ("+ " if number[0] == "+" else "") + " ".join("".join(groups))


REASON_CHARS = 200

CLAIM_SECONDS = 120
"""A claimed time that is nearer to the true one says nothing new."""

REVISIONS: dict[Revision, str] = {
    Revision.CORRECTED: "changed",
    Revision.OUTDATED: "changed below",
    Revision.CORRECTION: "changes an earlier message",
}

KINDS: dict[MessageKind, str] = {
    MessageKind.HEADLINE: "announcement",
    MessageKind.PRIVATE: "in private, in a room",
}


def notes_of(message: Message, utc_offset_seconds: int | None = None) -> str:
    """Return what is to be known of a message besides its text: ``(changed) 👍``; empty: nothing.

    Args:
        message: The message.
        utc_offset_seconds: Of the clock; None: the machine's.
    """
    words = [KINDS.get(message.kind, ""), REVISIONS.get(message.revision, "")]
    if message.claimed_time and abs(message.claimed_time - message.time) > CLAIM_SECONDS * 1000:
        words.append(f"written {_day(message.claimed_time / 1000, utc_offset_seconds)}")
    told = ", ".join(word for word in words if word)
    return " ".join(part for part in (f"({told})" if told else "", plain(message.reactions, 40)) if part)


def undelivered_words(message: Message) -> str:
    """Return that an own message did not arrive, and why: ``not delivered: blocked by policy``."""
    reason = plain(message.reason, REASON_CHARS)
    return f"not delivered: {reason}" if reason else "not delivered"


def receipt_words(message: Message) -> str:
    """Return how far an own message has come: ``read``; empty where nothing is known."""
    return undelivered_words(message) if message.receipt is Receipt.FAILED else message.receipt.value


def is_placeholder_text(message: Message) -> bool:
    """Return whether the text of a message is the board's own, about what came."""
    return message.revision is Revision.RETRACTED or message.kind in (
        MessageKind.ENCRYPTED,
        MessageKind.INVITATION,
        MessageKind.SIGN,
    )


def _day(seconds: float, offset: int | None) -> str:
    moment = time.localtime(seconds) if offset is None else time.gmtime(seconds + offset)
    return time.strftime("%-d %B %Y %H:%M", moment)


NAME_CHARS = 40
"""The longest name in a sentence."""


class Named(Protocol):
    """A contact: its value, or what one acts on."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def uname(self) -> str:
        """Its login name."""

    @property
    def number(self) -> str:
        """Its number."""


class Labelled(Protocol):
    """A call: its value, or what one acts on."""

    @property
    def label(self) -> str:
        """The other party's name, else its number."""


def full_name(contact: Named) -> str:
    """Return the name of a contact as its server gives it; without one, its login name or its number."""
    return contact.name or contact.uname or contact.number


def name_of(contact: Named) -> str:
    """Return how a contact is called in a sentence."""
    return plain(full_name(contact), NAME_CHARS)


def other_of(call: Labelled) -> str:
    """Return how the other party of an own call is called in a sentence."""
    return plain(call.label, NAME_CHARS) or "the caller"


def with_party(party: Party | None) -> str:
    """Return the words for the other end of a contact's call; empty where it is not known."""
    other = plain(party.name or party.number, NAME_CHARS) if party is not None else ""
    return f" with {other}" if other else ""


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


def presence_words(contact: Contact, stale: Staleness = FRESH) -> str:
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
    return (contact.show.value or "offline") if is_presence_known(contact) else ""


def is_presence_known(contact: Contact) -> bool:
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
        presence_words(contact, stale),
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


def why_no_presence(contact: Contact, chat_link: Link | None) -> str:
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
