"""The words for states, calls, messages and names, the same in every front end."""

import re
import time
from typing import Protocol

from lampfield.frontend.staleness import FRESH, Staleness, timer_text
from lampfield.model import no_phone
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.contact import Contact, Direction, Named, Party, full_name
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.room import Message, MessageKind, Receipt, Revision
from lampfield.model.show import Show
from lampfield.model.text import plain

UNITS = (("day", "days", 86_400), ("hour", "hours", 3_600), ("min", "min", 60), ("sec", "sec", 1))


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
"""The maximum length of a cause in a line. The result of a phone test is the longest."""


RINGS = "rings"
"""The word for an incoming call."""


_REDUNDANT_CAUSES = ("not answered", "no answer", "missed")
"""Causes that only repeat the word of the state."""


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
"""What follows a number that counts something, as in ``120 people``."""


MIN_DIGITS = 3
"""The minimum number of digits of a telephone number; shorter ones are list numbers, minutes or days."""


REASON_CHARS = 200


CLAIM_SECONDS = 120
"""The minimum difference of a claimed time from the true one that is worth showing."""


REVISIONS: dict[Revision, str] = {
    Revision.CORRECTED: "changed",
    Revision.OUTDATED: "changed below",
    Revision.CORRECTION: "changes an earlier message",
}


KINDS: dict[MessageKind, str] = {
    MessageKind.HEADLINE: "announcement",
    MessageKind.PRIVATE: "in private, in a room",
}


NAME_CHARS = 40
"""The maximum length of a name in a sentence."""


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
"""The maximum length of each in a line."""


class Labelled(Protocol):
    """A call: its value or its handle."""

    @property
    def label(self) -> str:
        """The other party's name, else its number."""


def age_words(seconds: float) -> str:
    """Return an age in its greatest unit: ``9 sec``, ``3 min``, ``1 hour``, ``5 days``."""
    whole = max(0, int(seconds))
    one, many, size = next((unit for unit in UNITS if whole >= unit[2]), UNITS[-1])
    count = whole // size
    return f"{count} {one if count == 1 else many}"


def call_word(call: Call) -> str:
    """Return the state of a call in a word."""
    if call.state is CallState.DEAD and not call.start and call.cause:
        return "not answered" if call.party is CallParty.CALLER else "missed"
    return RINGS if call.rings_in else STATE_WORDS[call.state]


def cause_words(call: Call) -> str:
    """Return why a call was not answered or broke off; empty if that only repeats `call_word`."""
    if call.state is not CallState.DEAD or call.cause.casefold().rstrip(".") in _REDUNDANT_CAUSES:
        return ""
    return plain(call.cause, CAUSE_CHARS).removesuffix(".")


def origin_words(call: Call, now: float | None = None) -> list[str]:
    """Return the origin of a call: ``via sales``, ``waited 0:41``, ``for 0161 496 0000``.

    The name that the PBX gives stands there where the directory has another, and what went wrong so far.

    Args:
        call: The call.
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
        *(
            [plain(call.cause, CAUSE_CHARS).removesuffix(".")]
            if call.cause and call.state is CallState.UP
            else ()
        ),
    ]


def call_line(call: Call, now: float | None = None) -> str:
    """Return a call's state, other party and origin: ``rings, Brown, 0161 496 0000, via sales, waited 0:41``.

    Args:
        call: The call.
        now: Epoch seconds, for the time of a caller who still waits; None leaves that out.
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


def call_failure(call: Call) -> str:
    """Return a sentence for a call that was not answered or broke off; empty if it ended normally.

    Hanging up by the operator has its own message, and a normal end needs none.
    """
    if not call.cause:
        return ""
    who = other_of(call)
    if call.start or call.party is CallParty.CALLER:
        return f"{who}: {plain(call.cause).removesuffix('.')}."
    why = cause_words(call)
    return f"Missed {who}: {why}." if why else f"Missed {who}."


def digits_apart(line: str) -> str:
    """Return a line with the digits of its telephone numbers separated for speech: ``rings, Ann, 2 0 4``.

    A number of at least three digits is a telephone number, unless a word that it counts follows. With a
    leading plus or zero it always is one. Dates, times and addresses stay unchanged.
    """
    return _NUMBER.sub(_spell_number, line)


def notes_of(message: Message, utc_offset_seconds: int | None = None) -> str:
    """Return the notes on a message, such as edits and reactions: ``(changed) 👍``; empty: none.

    Args:
        message: The message.
        utc_offset_seconds: The time zone's offset; None: the machine's time zone.
    """
    words = [KINDS.get(message.kind, ""), REVISIONS.get(message.revision, "")]
    if message.claimed_time and abs(message.claimed_time - message.time) > CLAIM_SECONDS * 1000:
        words.append(f"written {_day(message.claimed_time / 1000, utc_offset_seconds)}")
    notes = ", ".join(word for word in words if word)
    return " ".join(part for part in (f"({notes})" if notes else "", plain(message.reactions, 40)) if part)


def undelivered_words(message: Message) -> str:
    """Return the words for an undelivered message, with the reason: ``not delivered: blocked by policy``."""
    reason = plain(message.reason, REASON_CHARS)
    return f"not delivered: {reason}" if reason else "not delivered"


def receipt_words(message: Message) -> str:
    """Return the delivery state of an own message, such as ``read``; empty if unknown."""
    return undelivered_words(message) if message.receipt is Receipt.FAILED else message.receipt.value


def is_placeholder_text(message: Message) -> bool:
    """Return whether the text of a message is not the sender's, but describes what was sent."""
    return message.revision is Revision.RETRACTED or message.kind in (
        MessageKind.ENCRYPTED,
        MessageKind.INVITATION,
        MessageKind.SIGN,
    )


def name_of(contact: Named) -> str:
    """Return a contact's name for a sentence."""
    return plain(full_name(contact), NAME_CHARS)


def other_of(call: Labelled) -> str:
    """Return the name of an own call's other party for a sentence."""
    return plain(call.label, NAME_CHARS) or "the caller"


def with_party(party: Party | None) -> str:
    """Return the words for the other party of a contact's call; empty if unknown."""
    other = plain(party.name or party.number, NAME_CHARS) if party is not None else ""
    return f" with {other}" if other else ""


def person_words(contact: Contact) -> str:
    """Return name and number."""
    name, number = name_of(contact), plain(contact.number, NUMBER_CHARS)
    return f"{name}, {number}" if number and name != number else name


def lamp_words(contact: Contact, stale: Staleness = FRESH) -> str:
    """Return the phone state in words. A stale one reads ``not known, was free``."""
    word = place_word(contact) or LAMP_WORDS[contact.lamp]
    if stale.phone is None:
        return word
    return LAMP_WORDS[Lamp.UNKNOWN] + (f", was {word}" if word != LAMP_WORDS[Lamp.UNKNOWN] else "")


def place_word(contact: Contact) -> str:
    """Return the state of a mailbox or a switch, which has no phone state; empty for a phone."""
    is_phone = contact.lamp is not Lamp.UNKNOWN or contact.blf_reason not in no_phone.REASONS
    return "" if is_phone else plain(", ".join(contact.labels), LABELS_CHARS)


def presence_words(contact: Contact, stale: Staleness = FRESH) -> str:
    """Return the presence in words, with the status; empty for a contact without presence."""
    shown = presence_word(contact)
    if not shown:
        return ""
    status = plain(contact.status, STATUS_CHARS)
    word = shown + (f": {status}" if status else "")
    return word if stale.chat is None else f"was {word}"


def presence_word(contact: Contact) -> str:
    """Return a contact's presence in a word; empty for a contact without presence."""
    if is_hidden_by_block(contact):
        return "blocked"
    return (contact.show.value or "offline") if is_presence_known(contact) else ""


def is_presence_known(contact: Contact) -> bool:
    """Return whether a contact has a presence. Without one, *offline* would be a false claim."""
    return bool(contact.states or contact.chat_id or contact.show is not Show.OFFLINE)


def is_hidden_by_block(contact: Contact) -> bool:
    """Return whether a contact's presence is unknown because the operator blocks the contact."""
    return contact.relationship is Relationship.BLOCKED and contact.show is Show.OFFLINE


def lamp_line(contact: Contact, stale: Staleness = FRESH) -> str:
    """Return lamp and person: ``free, Alfonso Bernini, 204``."""
    return f"{lamp_words(contact, stale)}, {person_words(contact)}"


def state_line(contact: Contact, stale: Staleness = FRESH, unread: int = 0) -> str:
    """Return the content of a tile, phone first: ``on call with Ito, Cara Cole, 203, dnd: in a talk``.

    Args:
        contact: The contact.
        stale: The staleness of its states.
        unread: The number of unread messages.
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
    """Return the other party of a contact's call, to follow the phone state; empty if unknown."""
    if contact.lamp is Lamp.RINGING and contact.party is not None:
        other = with_party(contact.party).removeprefix(" with ")
        way = "from" if contact.party.direction is Direction.IN else "to"
        return f" {way} {other}" if other else ""
    return with_party(contact.party)


def why_no_presence(contact: Contact, chat_link: Link | None) -> str:
    """Return why a contact has no presence, from its relationship and the chat link."""
    if chat_link is None or chat_link.state is LinkState.ABSENT:
        return "there is no chat server"
    if not contact.chat_id:
        return "no presence is set at the PBX" if chat_link.source == "asterisk" else "no chat address"
    if contact.relationship is Relationship.BLOCKED:
        return "you block this contact"
    if contact.subscription in (Subscription.TO, Subscription.BOTH):
        return "not signed in to chat"
    return "not shown to you: no relationship"


def _spell_number(match: re.Match[str]) -> str:
    number = match[0]
    groups = re.findall(r"\d+", number)
    if sum(map(len, groups)) < MIN_DIGITS:
        return number
    counts = _COUNT.match(match.string, match.end()) is not None
    if counts and number[0] not in "+0":
        return number
    return ("+ " if number[0] == "+" else "") + " ".join("".join(groups))


def _day(seconds: float, offset: int | None) -> str:
    moment = time.localtime(seconds) if offset is None else time.gmtime(seconds + offset)
    return time.strftime("%-d %B %Y %H:%M", moment)
