"""All changes since the last call, for programs. Values are compared, so a new snapshot repeats nothing.

The detector reports what matters to a person; this reports every property of every contact from the start.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from lampfield.frontend.events.event import Event, Kind
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName

_FIELDS = tuple(field.name for field in msgspec.structs.fields(Contact))


class Differences:
    """Remembers the last reported values."""

    def __init__(self) -> None:
        self._contacts: dict[ContactId, Contact] = {}
        self._links: dict[LinkName, Link] = {}

    def since(
        self,
        contacts: Mapping[ContactId, Contact],
        touched: Iterable[ContactId],
        links: Mapping[LinkName, Link],
    ) -> list[Event]:
        """Return the events: links first, because the other states depend on them.

        Args:
            contacts: All current contacts.
            touched: The contacts that may have changed.
            links: All current links.
        """
        return [*self._of_links(links), *self._of_contacts(contacts, touched)]

    def _of_links(self, links: Mapping[LinkName, Link]) -> Iterator[Event]:
        for name, link in links.items():
            if self._links.get(name) != link:
                yield Event(Kind.LINK, link=link)
        self._links = dict(links)

    def _of_contacts(
        self, contacts: Mapping[ContactId, Contact], touched: Iterable[ContactId]
    ) -> Iterator[Event]:
        for cid in touched:
            event = _between(self._contacts.get(cid), contacts.get(cid))
            if cid in contacts:
                self._contacts[cid] = contacts[cid]
            else:
                self._contacts.pop(cid, None)
            if event is not None:
                yield event


def _between(before: Contact | None, after: Contact | None) -> Event | None:
    if after is None:
        return Event(Kind.WENT, before) if before is not None else None
    if before is None:
        return Event(Kind.CAME, after)
    properties = {name: value for name in _FIELDS if (value := getattr(after, name)) != getattr(before, name)}
    return Event(Kind.CHANGED, after, properties=properties) if properties else None
