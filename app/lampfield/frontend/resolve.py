"""Resolve a typed name to contacts."""

from collections.abc import Iterable

from lampfield.model.contact import Contact


def names_of(contact: Contact) -> list[str]:
    """Return the names of a contact, normalized: number, login name, chat address and name."""
    texts = (contact.number, contact.uname, contact.chat_id, contact.name)
    return [comparable(text) for text in texts if text]


def comparable(text: str) -> str:
    """Return a text normalized for comparison: case-folded, with single spaces."""
    return " ".join(text.casefold().split())


def exactly(text: str, contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts with a name that equals a text."""
    wanted = comparable(text)
    return [contact for contact in contacts if wanted in names_of(contact)]


def containing(text: str, contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts with a name that contains a text: only candidates, too vague to act on."""
    wanted = comparable(text)
    return [contact for contact in contacts if any(wanted in name for name in names_of(contact))]
