"""The lines of announcements: the state first, for speech and braille."""

import re

from lampfield.frontend.staleness import Staleness
from lampfield.frontend.wording import STATUS_CHARS, is_presence_known, notes_of, person_words, presence_words
from lampfield.model.contact import Contact
from lampfield.model.link import Link
from lampfield.model.relationship import Relationship
from lampfield.model.room import Message
from lampfield.model.text import plain

REASON_CHARS, MESSAGE_CHARS = 120, 400
"""The maximum length of each in an announcement."""

_SAYS_ONLY_LOST = re.compile(r"the (connection|line|link) to the [\w ]+ (was|is) lost(\.|$)", re.IGNORECASE)
"""A reason that only repeats that the link is lost, or starts with that."""


def link_line(link: Link) -> str:
    """Return the line of a lost link, with the reason: ``lost, phone link: the PBX does not answer``."""
    reason = _SAYS_ONLY_LOST.sub("", plain(link.reason, REASON_CHARS)).strip()
    return f"lost, {link.name} link" + (f": {reason}" if reason else "")


def message_line(message: Message) -> str:
    """Return the line of a message: ``message, Alfonso Bernini: are you there?``."""
    text = " ".join(part for part in (plain(message.msg, MESSAGE_CHARS), notes_of(message)) if part)
    return f"message, {plain(message.sender_name, 40) or 'somebody'}: {text}"


def new_line(contact: Contact, _: Staleness) -> str:
    """Return the line of a new contact: ``new, Bob, 202``."""
    return f"new, {person_words(contact)}"


def answer_line(contact: Contact) -> str:
    """Return the line of an answered request of the operator: ``accepted you, Bob, 202``."""
    word = "accepted" if contact.relationship is Relationship.MUTUAL else "refused"
    return f"{word} you, {person_words(contact)}"


def show_line(contact: Contact, stale: Staleness) -> str:
    """Return the line of a presence, with the status: ``away, Bob, 202: at lunch``."""
    words = presence_words(contact, stale) if is_presence_known(contact) else "offline"
    word, _, status = words.partition(": ")
    return f"{word}, {person_words(contact)}{f': {status}' if status else ''}"


def asks_line(contact: Contact, _: Staleness) -> str:
    """Return the line of a contact request; empty if it has been answered."""
    if contact.relationship is not Relationship.ASKING:
        return ""
    parts = (person_words(contact), plain(contact.chat_id, 60), plain(contact.request_text, STATUS_CHARS))
    return ", ".join(("asks", *filter(None, parts)))
