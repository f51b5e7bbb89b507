"""Contacts that wait for the operator: with a contact request, or with unread messages."""

from collections.abc import Iterable

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship
from lampfield.model.room import Room


def asking(contacts: Iterable[Contact]) -> list[ContactId]:
    """Return the contacts with an open request to the operator, by name."""
    found = [contact for contact in contacts if contact.relationship is Relationship.ASKING]
    return [contact.cid for contact in sorted(found, key=lambda contact: contact.name.casefold())]


def unread_of(cid: ContactId, rooms: Iterable[Room]) -> int:
    """Return how many messages of a contact the operator has not seen."""
    return sum(room.unread for room in rooms if room.cid == cid)
