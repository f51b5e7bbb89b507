"""The archive of the scripted chat server (XEP-0313), in pages (XEP-0059)."""

from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

MAM = "{urn:xmpp:mam:2}"
RSM = "{http://jabber.org/protocol/rsm}"
FORM = "{jabber:x:data}"
PAGE = 100
"""Maximum size of a page."""


class ArchivedStanza(NamedTuple):
    """A message in the archive."""

    id: str
    """Archive id."""
    stamp: str
    """Time stamp (XEP-0082)."""
    party: str
    """Bare address of the other party."""
    xml: str
    """``<message/>``, in the namespace of clients."""


class ArchiveRequest(NamedTuple):
    """A query."""

    name: str
    """``queryid``"""
    party: str
    """Address of the other party; empty for all."""
    start: str
    """Time stamp; empty for the beginning."""
    end: str
    limit: int
    after: str | None
    before: str | None
    """Empty for the last page."""


class Page(NamedTuple):
    """The result of a query. Tests may return their own from ``ScriptedServer.read_archive``."""

    kept: list[ArchivedStanza]
    complete: bool
    is_found: bool = True
    """False if the archive does not know the id to continue from."""


def parse_request(query: Element) -> ArchiveRequest:
    """Parse a query."""
    fields = {
        field.get("var", ""): field.findtext(f"{FORM}value") or "" for field in query.iter(f"{FORM}field")
    }
    pages = query.find(f"{RSM}set")
    before = pages.find(f"{RSM}before") if pages is not None else None
    return ArchiveRequest(
        query.get("queryid", ""),
        fields.get("with", ""),
        fields.get("start", ""),
        fields.get("end", ""),
        int((pages.findtext(f"{RSM}max") if pages is not None else None) or PAGE),
        pages.findtext(f"{RSM}after") if pages is not None else None,
        (before.text or "") if before is not None else None,
    )


def read(archive: list[ArchivedStanza], query: ArchiveRequest) -> Page:
    """Return a page as a server would."""
    chosen = [
        kept
        for kept in archive
        if query.party in ("", kept.party)
        and (not query.start or kept.stamp >= query.start)
        and (not query.end or kept.stamp <= query.end)
    ]
    ids = [kept.id for kept in chosen]
    if query.after:
        if query.after not in ids:
            return Page([], complete=False, is_found=False)
        chosen = chosen[ids.index(query.after) + 1 :]
    elif query.before:
        if query.before not in ids:
            return Page([], complete=False, is_found=False)
        chosen = chosen[: ids.index(query.before)]
    limit = min(query.limit, PAGE)
    page = chosen[-limit:] if query.before is not None else chosen[:limit]
    return Page(page, complete=len(chosen) <= limit)


def result(kept: ArchivedStanza, query: ArchiveRequest, own: str) -> str:
    """Return the message that carries a result."""
    inside = f"<delay xmlns='urn:xmpp:delay' stamp='{kept.stamp}'/>{kept.xml}"
    return (
        f"<message from='{own}'>"
        f"<result xmlns='urn:xmpp:mam:2' queryid={quoteattr(query.name)} id={quoteattr(kept.id)}>"
        f"<forwarded xmlns='urn:xmpp:forward:0'>{inside}</forwarded></result></message>"
    )


def fin(page: Page) -> str:
    """Return the end of a page."""
    complete = " complete='true'" if page.complete else ""
    ends = f"<first>{page.kept[0].id}</first><last>{page.kept[-1].id}</last>" if page.kept else ""
    return f"<fin xmlns='urn:xmpp:mam:2'{complete}><set xmlns='http://jabber.org/protocol/rsm'>{ends}</set></fin>"
