"""What happened since the last look: by comparing values, so that a fresh snapshot repeats nothing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName

_FIELDS = tuple(field.name for field in msgspec.structs.fields(Contact))


class Came(NamedTuple):
    """A contact is there."""

    contact: Contact


class Changed(NamedTuple):
    """Some properties of a contact changed."""

    contact: Contact
    properties: dict[str, Any]
    """The new values of just those, by Python names."""


class Went(NamedTuple):
    """A contact is no longer there; this is its last state."""

    contact: Contact


class LinkChanged(NamedTuple):
    """A link has another state."""

    link: Link


Happening = Came | Changed | Went | LinkChanged


class Differences:
    """Remembers what was told last."""

    def __init__(self) -> None:
        self._contacts: dict[ContactId, Contact] = {}
        self._links: dict[LinkName, Link] = {}

    def since(
        self,
        contacts: Mapping[ContactId, Contact],
        touched: Iterable[ContactId],
        links: Mapping[LinkName, Link],
    ) -> list[Happening]:
        """Return what happened: links first, since they say what the rest is worth.

        Args:
            contacts: Everybody, as they are now.
            touched: Who may have changed.
            links: All links, as they are now.
        """
        return [*self._of_links(links), *self._of_contacts(contacts, touched)]

    def _of_links(self, links: Mapping[LinkName, Link]) -> Iterator[Happening]:
        for name, link in links.items():
            if self._links.get(name) != link:
                yield LinkChanged(link)
        self._links = dict(links)

    def _of_contacts(
        self, contacts: Mapping[ContactId, Contact], touched: Iterable[ContactId]
    ) -> Iterator[Happening]:
        for cid in touched:
            happening = _between(self._contacts.get(cid), contacts.get(cid))
            if cid in contacts:
                self._contacts[cid] = contacts[cid]
            else:
                self._contacts.pop(cid, None)
            if happening is not None:
                yield happening


def _between(before: Contact | None, after: Contact | None) -> Happening | None:
    if after is None:
        return Went(before) if before is not None else None
    if before is None:
        return Came(after)
    properties = {name: value for name in _FIELDS if (value := getattr(after, name)) != getattr(before, name)}
    return Changed(after, properties) if properties else None
