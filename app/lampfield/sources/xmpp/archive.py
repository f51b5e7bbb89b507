"""Read the message archive of an account (XEP-0313) in pages (XEP-0059)."""

import secrets
from collections.abc import AsyncIterator
from xml.etree.ElementTree import Element, SubElement

import msgspec
import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.sources.xmpp.bookmarks import Bookmark
from lampfield.sources.xmpp.iq import ServerRefusal, send_iq
from lampfield.sources.xmpp.message import ArchivedMessage, ParsedMessage
from lampfield.sources.xmpp.namespaces import DATA_FORMS, MAM, RSM
from lampfield.sources.xmpp.stanzas import stamp_of

MAX_PAGES = 5
"""Maximum number of pages read to find the requested number of messages."""

MAX_PAGES_BACK = 40
"""Maximum number of pages searched for the first unread message of a chat."""

PAGE_MESSAGES = 50
"""Messages per page; no supported server returns more by default."""

CLOCK_MARGIN_MS = 60_000
"""How far before a bookmark reading starts if the server does not know its message, as clocks may differ."""


class Page(msgspec.Struct, frozen=True):
    """A page of the archive, oldest first."""

    items: tuple[ArchivedMessage, ...]
    complete: bool
    """Whether there is nothing beyond this page in the query's direction."""
    last: str = ""
    """The archive id from which the next page continues."""

    @property
    def first(self) -> str:
        """Archive id of the oldest message; empty if the page is empty."""
        return self.items[0].archive_id if self.items else ""

    @property
    def messages(self) -> tuple[ParsedMessage, ...]:
        """The messages exchanged with a person."""
        return tuple(item.parsed for item in self.items if item.parsed is not None)


class ArchiveQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A query of the archive."""

    key: ContactKey | None = None
    """The other party; None for all."""
    start_ms: int | None = None
    after: str | None = None
    """Page forwards from the message after this id."""
    before: str | None = None
    """Page backwards from the message before this id; empty starts at the end."""
    limit: int = PAGE_MESSAGES


class Archive:
    """Reads the archive. The results arrive as message stanzas, which the owner passes to `collect`."""

    def __init__(self) -> None:
        self._pages: dict[str, list[ArchivedMessage]] = {}

    def collect(self, found: ArchivedMessage) -> None:
        """Add a result to the page that requested it; unsolicited results are dropped."""
        page = self._pages.get(found.query)
        if page is not None:
            page.append(found)

    async def latest(
        self, client: slixmpp.ClientXMPP, key: ContactKey, limit: int, before: str | None
    ) -> Page:
        """Return at least ``limit`` messages, if there are as many. Several pages may be needed for this.

        An archive may also hold receipts and markers.

        Args:
            client: Connected.
            key: The other party.
            limit: The number of messages wanted.
            before: ``first`` of the following page; None for the latest.

        Raises:
            Refusal: The server has no archive, or did not answer.
        """
        items: tuple[ArchivedMessage, ...] = ()
        complete = False
        for _ in range(MAX_PAGES):
            page = await self.page(client, ArchiveQuery(key=key, before=before or "", limit=limit))
            items, complete, before = page.items + items, page.complete, page.first or before
            readable = [item.parsed for item in items if item.parsed is not None and item.parsed.content.text]
            if complete or len(readable) >= limit:
                break
        return Page(items, complete)

    async def since(
        self, client: slixmpp.ClientXMPP, key: ContactKey, first: Bookmark
    ) -> tuple[ArchivedMessage, ...]:
        """Return all messages with a contact from a given one on; if it is missing, from its time on.

        Searches backwards from the end, because not every server can resume from a message within one chat
        (Prosody).

        Args:
            client: Connected.
            key: The other party.
            first: The first message. If its time is unknown too, all messages found are returned.

        Raises:
            Refusal: The server has no archive, or did not answer.
        """
        items: tuple[ArchivedMessage, ...] = ()
        before, positions = "", list[int]()
        for _ in range(MAX_PAGES_BACK):
            page = await self.page(client, ArchiveQuery(key=key, before=before))
            positions = [position for position, item in enumerate(page.items) if item.archive_id == first.id]
            items = page.items[positions[0] if positions else 0 :] + items
            if positions or page.complete or page.first == before:
                break
            before = page.first
        return items if positions else tuple(item for item in items if item.stamp_ms >= first.ms)

    async def after(self, client: slixmpp.ClientXMPP, bookmark: Bookmark) -> AsyncIterator[Page]:
        """Yield all messages after a bookmark, with any party, page by page.

        Args:
            client: Connected.
            bookmark: Where to start. If the server does not know its message, reading starts at its time.

        Raises:
            Refusal: The server has no archive, or did not answer.
        """
        start, after = await self._resume_point(client, bookmark)
        while True:
            page = await self.page(client, ArchiveQuery(start_ms=start, after=after))
            yield page
            if page.complete or page.last == after:
                return
            after = page.last

    async def page(self, client: slixmpp.ClientXMPP, query: ArchiveQuery) -> Page:
        """Return one page.

        Raises:
            Refusal: The server has no archive, does not know the message, or did not answer.
        """
        query_id = secrets.token_hex(8)
        self._pages[query_id] = []
        try:
            answer = await send_iq(client, "set", _query_element(query_id, query))
        finally:
            found = tuple(self._pages.pop(query_id))
        fin = answer.find(f"{MAM}fin")
        complete = fin is None or fin.get("complete") == "true" or not found
        last = fin.findtext(f"{RSM}set/{RSM}last") if fin is not None else None
        return Page(found, complete, last or (found[-1].archive_id if found else ""))

    async def _resume_point(
        self, client: slixmpp.ClientXMPP, bookmark: Bookmark
    ) -> tuple[int | None, str | None]:
        """Return the start time and the message id to continue after.

        For an unknown message, Prosody returns an error and ejabberd the first page of the archive.
        """
        start = max(0, bookmark.ms - CLOCK_MARGIN_MS) if bookmark.ms else None
        if not bookmark.id:
            return start, None
        try:
            page = await self.page(client, ArchiveQuery(after=bookmark.id, limit=1))
        except ServerRefusal as refusal:
            if refusal.condition != "item-not-found":
                raise
            return start, None
        is_old = bool(page.items) and start is not None and page.items[0].stamp_ms < start
        if is_old and not await self._has_message(client, bookmark.id):
            return start, None
        return None, bookmark.id

    async def _has_message(self, client: slixmpp.ClientXMPP, archive_id: str) -> bool:
        """Return whether the archive knows a message: nothing precedes an unknown one."""
        try:
            page = await self.page(client, ArchiveQuery(before=archive_id, limit=1))
        except ServerRefusal as refusal:
            if refusal.condition != "item-not-found":
                raise
            return False
        return bool(page.items)


def _query_element(query_id: str, query: ArchiveQuery) -> Element:
    root = Element(f"{MAM}query", queryid=query_id)
    fields = SubElement(root, f"{DATA_FORMS}x", type="submit")
    _field(fields, "FORM_TYPE", MAM.strip("{}"))
    if query.key is not None:
        _field(fields, "with", query.key)
    if query.start_ms is not None:
        _field(fields, "start", stamp_of(query.start_ms / 1000))
    pages = SubElement(root, f"{RSM}set")
    SubElement(pages, f"{RSM}max").text = str(query.limit)
    if query.after is not None:
        SubElement(pages, f"{RSM}after").text = query.after
    if query.before is not None:
        SubElement(pages, f"{RSM}before").text = query.before or None
    return root


def _field(fields: Element, var: str, value: str) -> None:
    field = SubElement(fields, f"{DATA_FORMS}field", var=var)
    SubElement(field, f"{DATA_FORMS}value").text = value
