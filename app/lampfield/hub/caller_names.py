"""Names of callers from the directory, which take precedence over the phone server's names."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from lampfield.hub.numbering import ContactNumbering
from lampfield.model.contact import Contact, Party
from lampfield.model.identity import ContactId, ContactKey
from lampfield.model.number import number_group, same_number


class NumberIndex:
    """An index of the contacts by number.

    It holds only external numbers: an extension is already a key of its contact.

    Args:
        numbering: Maps an extension to its contact.
        contacts: The current contacts.
    """

    def __init__(self, numbering: ContactNumbering, contacts: Mapping[ContactId, Contact]) -> None:
        self._numbering = numbering
        self._contacts = contacts
        self._groups: dict[str, tuple[ContactId, ...]] = {}

    def moved(self, cid: ContactId, before: str, now: str) -> None:
        """Update the number of a contact; empty means none."""
        if before == now:
            return
        group = number_group(before)
        if cid in (kept := self._groups.get(group, ())):
            self._groups[group] = tuple(other for other in kept if other != cid)
            if not self._groups[group]:
                del self._groups[group]
        if now and self._numbering.known(ContactKey(now)) != cid:
            group = number_group(now)
            self._groups[group] = (*self._groups.get(group, ()), cid)

    def name_of(self, number: str) -> str:
        """Return the directory's name for a number; empty if there is none, or more than one."""
        if not number:
            return ""
        extension = self._numbering.known(ContactKey(number))
        group = self._groups.get(number_group(number), ()) if self._groups else ()
        cids = group if extension is None or extension in group else (*group, extension)
        names = {contact.name for contact in self._known(cids, number) if _is_named(contact)}
        return names.pop() if len(names) == 1 else ""

    def _known(self, cids: Iterable[ContactId], number: str) -> Iterator[Contact]:
        """Yield the contacts that still have a number."""
        for cid in cids:
            contact = self._contacts.get(cid)
            if contact is not None and same_number(contact.number, number):
                yield contact


def party_named(party: Party, index: NumberIndex) -> Party:
    """Return the other end of a contact's call with the name from the directory."""
    name = index.name_of(party.number)
    return replace(party, name=name) if name and name != party.name else party


def differs(name: str, other: str) -> bool:
    """Return whether two names differ in more than case, order and punctuation of their words."""
    return _words(name) != _words(other)


def _words(name: str) -> list[str]:
    return sorted("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def _is_named(contact: Contact) -> bool:
    return contact.name not in ("", contact.uname, contact.number)
