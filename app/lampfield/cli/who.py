"""Resolves WHO on the command line to one contact."""

from collections.abc import Iterable

from lampfield.cli.failure import Failed
from lampfield.frontend.resolve import containing, exactly
from lampfield.model.contact import Contact
from lampfield.model.text import plain

MAX_CANDIDATES = 5


def one_contact(contacts: Iterable[Contact], who: str) -> Contact:
    """Return the contact with this ``cID``, number, ``uname``, ``chatID`` or name, ignoring case.

    A part of a name is not enough to act on; it only finds candidates for the error.

    Raises:
        Failed: No contact matches, or more than one; the text names up to `MAX_CANDIDATES`.
    """
    everybody = list(contacts)
    named = {contact.cid for contact in exactly(who, everybody)}
    exact = [contact for contact in everybody if contact.cid in named or str(contact.cid) == who.strip()]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise Failed(f"{who!r} is more than one contact: {_listed(exact)}; give the number or address")
    if similar := containing(who, everybody):
        raise Failed(f"nobody is exactly {who!r}; there is {_listed(similar)}")
    raise Failed(f"there is no contact {who!r}")


def label(contact: Contact) -> str:
    """Return a contact's name, with the number or address that distinguishes it."""
    name, key = plain(contact.name), plain(contact.number or contact.chat_id or contact.uname)
    return f"{name} ({key})" if name and key else name or key or str(contact.cid)


def _listed(contacts: list[Contact]) -> str:
    named = ", ".join(label(contact) for contact in contacts[:MAX_CANDIDATES])
    rest = len(contacts) - MAX_CANDIDATES
    return f"{named} and {rest} more" if rest > 0 else named
