"""The lines of announcements: the state first, for one who hears or feels them."""

import re

from lampfield.frontend.staleness import Staleness
from lampfield.frontend.wording import STATUS_CHARS, is_presence_told, notes_of, person_words, show_words
from lampfield.model.contact import Contact
from lampfield.model.link import Link
from lampfield.model.relationship import Relationship
from lampfield.model.room import Message
from lampfield.model.text import plain

REASON_CHARS, MESSAGE_CHARS = 120, 400
"""The longest of each in an announcement."""

_IT_IS_LOST = re.compile(r"the (connection|line|link) to the [\w ]+ (was|is) lost(\.|$)", re.IGNORECASE)
"""A reason that says only that there is no link any more, or begins so."""


def link_line(link: Link) -> str:
    """Return that a link is lost, and why: ``lost, phone link: the PBX does not answer``."""
    reason = _IT_IS_LOST.sub("", plain(link.reason, REASON_CHARS)).strip()
    return f"lost, {link.name} link" + (f": {reason}" if reason else "")


def message_line(message: Message) -> str:
    """Return a message as one line: ``message, Alfonso Bernini: are you there?``."""
    text = " ".join(part for part in (plain(message.msg, MESSAGE_CHARS), notes_of(message)) if part)
    return f"message, {plain(message.sender_name, 40) or 'somebody'}: {text}"


def new_line(contact: Contact, _: Staleness) -> str:
    """Return that a contact is there: ``new, Bob, 202``."""
    return f"new, {person_words(contact)}"


def answer_line(contact: Contact) -> str:
    """Return what became of a request of the operator's: ``accepted you, Bob, 202``."""
    word = "accepted" if contact.relationship is Relationship.MUTUAL else "refused"
    return f"{word} you, {person_words(contact)}"


def show_line(contact: Contact, stale: Staleness) -> str:
    """Return presence, person and status: ``away, Bob, 202: at lunch``."""
    words = show_words(contact, stale) if is_presence_told(contact) else "offline"
    word, _, status = words.partition(": ")
    return f"{word}, {person_words(contact)}{f': {status}' if status else ''}"


def asks_line(contact: Contact, _: Staleness) -> str:
    """Return that a contact asks for a relationship; empty when that was answered meanwhile."""
    if contact.relationship is not Relationship.ASKING:
        return ""
    told = (person_words(contact), plain(contact.chat_id, 60), plain(contact.request_text, STATUS_CHARS))
    return ", ".join(("asks", *filter(None, told)))
