"""The archive of an account (XEP-0313), read in pages (XEP-0059)."""

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
"""How often one asks for older messages before one is content with fewer."""

MAX_PAGES_BACK = 40
"""How many pages of a chat are looked through for its first unread message."""

PAGE_MESSAGES = 50
"""How many messages are asked for at once; no server of ours gives more."""

CLOCK_MARGIN_MS = 60_000
"""How much earlier than a bookmark one begins where the server does not know its message: clocks differ."""


class Page(msgspec.Struct, frozen=True):
    """A part of the archive, the oldest first."""

    items: tuple[ArchivedMessage, ...]
    complete: bool
    """Nothing lies beyond, in the direction in which it was asked for."""
    last: str = ""
    """After which message the next page begins."""

    @property
    def first(self) -> str:
        """The archive's id of the oldest; empty when there is none."""
        return self.items[0].archive_id if self.items else ""

    @property
    def messages(self) -> tuple[ParsedMessage, ...]:
        """What was said to or by a person."""
        return tuple(item.parsed for item in self.items if item.parsed is not None)


class ArchiveQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the archive."""

    key: ContactKey | None = None
    """With whom; None: with anybody."""
    start_ms: int | None = None
    after: str | None = None
    """Forwards, from the message after this one."""
    before: str | None = None
    """Backwards, from the message before this one; empty: from the end."""
    limit: int = PAGE_MESSAGES


class Archive:
    """Reads the archive. Its answers come as messages, which somebody else hands in."""

    def __init__(self) -> None:
        self._pages: dict[str, list[ArchivedMessage]] = {}

    def collect(self, found: ArchivedMessage) -> None:
        """Take a message that the archive sent. What was not asked for is dropped."""
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
            before: ``first`` of the page that comes after; None: the latest.

        Raises:
            Refusal: The server keeps no archive, or did not answer.
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
        """Return all with somebody from a message on; where that is not there any more, from its time on.

        It is looked for from the end: not every server finds the place of a message among those with one
        person (Prosody).

        Args:
            client: Connected.
            key: The other party.
            first: The message. Where its time is not known either, all that is there is returned.

        Raises:
            Refusal: The server keeps no archive, or did not answer.
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
        """Yield all that came after a place, with anybody, page by page to the end.

        Args:
            client: Connected.
            place: Where to begin. A server that does not know its message is asked by the time.

        Raises:
            Refusal: The server keeps no archive, or did not answer.
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
            Refusal: The server keeps no archive, does not know the message, or did not answer.
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
        """Return from which time and after which message to read.

        A server that does not know a message says so (Prosody), or gives the first page of all (ejabberd).
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
        """Return whether anything lies before a message: nothing does before one that is not there."""
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
