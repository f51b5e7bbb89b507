"""The archive of a chat (XEP-0313), read backwards in pages (XEP-0059)."""

import secrets
from xml.etree.ElementTree import Element, SubElement

import msgspec
import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.sources.xmpp.asking import ask
from lampfield.sources.xmpp.message import Archived, Said
from lampfield.sources.xmpp.names import DATA_FORMS, MAM, RSM

MAX_PAGES = 5
"""How often one asks for older messages before one is content with fewer."""


class Page(msgspec.Struct, frozen=True):
    """Some messages, the oldest first."""

    said: tuple[Said, ...]
    first: str
    """The archive's id of the oldest; empty when there is none."""
    complete: bool
    """There is nothing older."""
    marks: tuple[Said, ...] = ()
    """How far messages of ours came, where the archive holds that as well."""


class Archive:
    """Reads the archive. Its answers come as messages, which somebody else hands in."""

    def __init__(self) -> None:
        self._pages: dict[str, list[Archived]] = {}

    def collect(self, found: Archived) -> None:
        """Take a message that the archive sent."""
        page = self._pages.get(found.query)
        if page is not None:
            page.append(found)

    async def latest(
        self, client: slixmpp.ClientXMPP, key: ContactKey, limit: int, before: str | None
    ) -> Page:
        """Return at least ``limit`` messages where there are so many: an archive may hold receipts as well.

        Args:
            client: Connected.
            key: The other party.
            limit: How many are wanted.
            before: As for a page.

        Raises:
            Refusal: The server keeps no archive, or did not answer.
        """
        said: tuple[Said, ...] = ()
        marks: tuple[Said, ...] = ()
        for _ in range(MAX_PAGES):
            page = await self.page(client, key, limit, before)
            said, marks, before = page.said + said, page.marks + marks, page.first or before
            if page.complete or len(said) >= limit:
                break
        return Page(said, before or "", page.complete, marks)

    async def page(self, client: slixmpp.ClientXMPP, key: ContactKey, limit: int, before: str | None) -> Page:
        """Return the latest messages with somebody, or those before an earlier page.

        Args:
            client: Connected.
            key: The other party.
            limit: How many at most.
            before: ``first`` of the page that comes after; None: the latest.

        Raises:
            Refusal: The server keeps no archive, or did not answer.
        """
        name = secrets.token_hex(8)
        self._pages[name] = []
        try:
            answer = await ask(client, "set", _query(name, key, limit, before))
        finally:
            found = self._pages.pop(name)
        fin = answer.find(f"{MAM}fin")
        complete = fin is None or fin.get("complete") == "true" or not found
        first = found[0].archive_id if found else ""
        said = tuple(item.said for item in found if item.said is not None and item.said.text)
        marks = tuple(item.said for item in found if item.said is not None and item.said.receipt_of)
        return Page(said, first, complete, marks)


def _query(name: str, key: ContactKey, limit: int, before: str | None) -> Element:
    query = Element(f"{MAM}query", queryid=name)
    form = SubElement(query, f"{DATA_FORMS}x", type="submit")
    _field(form, "FORM_TYPE", MAM.strip("{}"))
    _field(form, "with", key)
    pages = SubElement(query, f"{RSM}set")
    SubElement(pages, f"{RSM}max").text = str(limit)
    SubElement(pages, f"{RSM}before").text = before
    return query


def _field(form: Element, var: str, value: str) -> None:
    field = SubElement(form, f"{DATA_FORMS}field", var=var)
    SubElement(field, f"{DATA_FORMS}value").text = value
