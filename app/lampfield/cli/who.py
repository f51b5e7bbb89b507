"""WHO: the one contact that a word on the command line means."""

from collections.abc import Iterable

from lampfield.cli.failure import Failed
from lampfield.frontend.resolve import containing, exactly
from lampfield.model.contact import Contact
from lampfield.model.text import plain

MAX_CANDIDATES = 5


def one_contact(contacts: Iterable[Contact], who: str) -> Contact:
    """Return the contact that is meant: by ``cID``, number, ``uname``, ``chatID`` or name, case aside.

    A part of a name is not enough to act on; it finds candidates for the answer.

    Raises:
        Failed: There is none, or more than one; the text names up to `MAX_CANDIDATES`.
    """
    everybody = list(contacts)
    named = {contact.cid for contact in exactly(who, everybody)}
    exact = [contact for contact in everybody if contact.cid in named or str(contact.cid) == who.strip()]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise Failed(f"{who!r} is more than one contact: {_listed(exact)}; say which by number or address")
    if similar := containing(who, everybody):
        raise Failed(f"nobody is exactly {who!r}; there is {_listed(similar)}")
    raise Failed(f"there is no contact {who!r}")


def label(contact: Contact) -> str:
    """Return what a contact is called in an answer: its name, and the number or address to tell it by."""
    name, key = plain(contact.name), plain(contact.number or contact.chat_id or contact.uname)
    return f"{name} ({key})" if name and key else name or key or str(contact.cid)


def _listed(contacts: list[Contact]) -> str:
    named = ", ".join(label(contact) for contact in contacts[:MAX_CANDIDATES])
    rest = len(contacts) - MAX_CANDIDATES
    return f"{named} and {rest} more" if rest > 0 else named
