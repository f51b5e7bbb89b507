"""From a word that somebody typed to the contacts that it names."""

from collections.abc import Iterable

from lampfield.model.contact import Contact


def names_of(contact: Contact) -> list[str]:
    """Return what a contact is named by, as it is compared: number, login name, chat address and name."""
    texts = (contact.number, contact.uname, contact.chat_id, contact.name)
    return [comparable(text) for text in texts if text]


def comparable(text: str) -> str:
    """Return a text as names are compared: without case, and with single spaces."""
    return " ".join(text.casefold().split())


def exactly(text: str, contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts that a whole text names."""
    wanted = comparable(text)
    return [contact for contact in contacts if wanted in names_of(contact)]


def containing(text: str, contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts that have a text in one of their names: candidates, not enough to act on."""
    wanted = comparable(text)
    return [contact for contact in contacts if any(wanted in name for name in names_of(contact))]
