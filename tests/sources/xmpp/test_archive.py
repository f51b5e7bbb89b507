"""In which order the archive is asked, and when enough was read."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import msgspec
import pytest

from lampfield.model.identity import ContactKey
from lampfield.sources.xmpp import archive as module
from lampfield.sources.xmpp.archive import CLOCK_MARGIN_MS, MAX_PAGES, Archive, ArchiveQuery, Page
from lampfield.sources.xmpp.bookmarks import Bookmark
from lampfield.sources.xmpp.content import Content
from lampfield.sources.xmpp.iq import ServerRefusal
from lampfield.sources.xmpp.message import ArchivedMessage, ParsedMessage

BOB = ContactKey("bob@acme.test")
CLIENT: Any = None


class Scripted(Archive):
    """An archive whose pages are given, one after another; it notes what was asked for."""

    def __init__(self, *pages: Page | Exception) -> None:
        super().__init__()
        self.asked: list[ArchiveQuery] = []
        self._next = iter(pages)

    async def page(self, client: Any, asked: ArchiveQuery) -> Page:  # noqa: ARG002
        """Return the next page."""
        self.asked.append(asked)
        page = next(self._next)
        if isinstance(page, Exception):
            raise page
        return page


def item(name: str, ms: int = 0, text: str = "hi") -> ArchivedMessage:
    said = ParsedMessage(key=BOB, own=False, archive_id=name, content=Content(text))
    return ArchivedMessage("q", name, said, ms)


def page(*names: str, complete: bool = False, last: str | None = None, ms: int = 0, text: str = "hi") -> Page:
    items = tuple(item(name, ms, text) for name in names)
    return Page(items, complete, last if last is not None else (names[-1] if names else ""))


def unknown() -> ServerRefusal:
    return ServerRefusal("item-not-found", "there is no such message")


async def read(archive: Archive, place: Bookmark) -> list[str]:
    """Return what was read after a place, by the archive's ids."""
    return [one.archive_id async for found in archive.after(CLIENT, place) for one in found.items]


async def test_all_pages_after_a_message_are_read_to_the_last() -> None:
    archive = Scripted(
        page("2", ms=9), page("2", "3"), page("4", "5", last="5x"), page("6", complete=True), page("never")
    )
    assert await read(archive, Bookmark("1", 5)) == ["2", "3", "4", "5", "6"]
    assert archive.asked == [
        ArchiveQuery(after="1", limit=1),
        ArchiveQuery(after="1"),
        ArchiveQuery(after="3"),
        ArchiveQuery(after="5x"),
    ]


async def test_repeated_position_ends_reading() -> None:
    archive = Scripted(page("1"), page("1"), page("never"))
    assert await read(archive, Bookmark()) == ["1", "1"]
    assert archive.asked == [ArchiveQuery(), ArchiveQuery(after="1")]


@pytest.mark.parametrize(
    ("ms", "start"),
    [(0, None), (5, 0), (CLOCK_MARGIN_MS, 0), (CLOCK_MARGIN_MS + 7, 7)],
)
async def test_a_time_alone_is_read_from_a_little_before_it(ms: int, start: int | None) -> None:
    archive = Scripted(page("1", complete=True))
    assert await read(archive, Bookmark("", ms)) == ["1"]
    assert archive.asked == [ArchiveQuery(start_ms=start)]


@pytest.mark.parametrize(("ms", "start"), [(0, None), (CLOCK_MARGIN_MS + 7, 7)])
async def test_a_message_that_the_server_does_not_know_is_replaced_by_its_time(
    ms: int, start: int | None
) -> None:
    archive = Scripted(unknown(), page("1", complete=True))
    assert await read(archive, Bookmark("gone", ms)) == ["1"]
    assert archive.asked == [ArchiveQuery(after="gone", limit=1), ArchiveQuery(start_ms=start)]


@pytest.mark.parametrize("before", [page(), unknown()])
async def test_unknown_message_that_restarts_the_archive_is_replaced_by_its_time(
    before: Page | Exception,
) -> None:
    old = page("ancient", ms=6)
    archive = Scripted(old, before, page("1", complete=True))
    assert await read(archive, Bookmark("gone", CLOCK_MARGIN_MS + 7)) == ["1"]
    assert archive.asked == [
        ArchiveQuery(after="gone", limit=1),
        ArchiveQuery(before="gone", limit=1),
        ArchiveQuery(start_ms=7),
    ]


@pytest.mark.parametrize(
    ("first", "ms", "asks_more"),
    [
        (page("2", ms=6), CLOCK_MARGIN_MS + 7, True),
        (page("2", ms=7), CLOCK_MARGIN_MS + 7, False),
        (page(), CLOCK_MARGIN_MS + 7, False),
        (page("2", ms=6), 0, False),
    ],
)
async def test_a_known_message_is_read_on_from(first: Page, ms: int, asks_more: bool) -> None:
    before = [page("0")] if asks_more else []
    archive = Scripted(first, *before, page("2", complete=True))
    assert await read(archive, Bookmark("1", ms)) == ["2"]
    assert archive.asked[-1] == ArchiveQuery(after="1")
    assert len(archive.asked) == 2 + asks_more


@pytest.mark.parametrize("pages", [lambda no: (no,), lambda no: (page("old", ms=1), no)])
async def test_other_refusals_are_raised(pages: Callable[[Exception], tuple[Page | Exception, ...]]) -> None:
    no = ServerRefusal("forbidden", "not allowed")
    with pytest.raises(ServerRefusal) as told:
        await read(Scripted(*pages(no)), Bookmark("1", CLOCK_MARGIN_MS + 7))
    assert told.value is no


async def test_the_latest_are_asked_for_until_there_are_enough_texts() -> None:
    archive = Scripted(page("5", "6", text=""), page("3", "4"), page("never"))
    found = await archive.latest(CLIENT, BOB, 2, None)
    assert ([one.archive_id for one in found.items], found.complete) == (["3", "4", "5", "6"], False)
    assert archive.asked == [
        ArchiveQuery(key=BOB, before="", limit=2),
        ArchiveQuery(key=BOB, before="5", limit=2),
    ]


async def test_latest_end_with_the_archive_or_after_the_page_limit() -> None:
    archive = Scripted(page("1", complete=True), page("never"))
    found = await archive.latest(CLIENT, BOB, 2, "9")
    assert (found.first, found.complete, archive.asked) == (
        "1",
        True,
        [ArchiveQuery(key=BOB, before="9", limit=2)],
    )
    receipts = [page(str(9 - place), text="") for place in range(MAX_PAGES + 1)]
    archive = Scripted(*receipts)
    assert len((await archive.latest(CLIENT, BOB, 2, None)).items) == len(archive.asked) == MAX_PAGES


async def test_unread_messages_are_searched_from_the_end() -> None:
    archive = Scripted(page("5", "6"), page("2", "3", "4"), page("never"))
    assert [one.archive_id for one in await archive.since(CLIENT, BOB, Bookmark("3"))] == ["3", "4", "5", "6"]
    assert archive.asked == [ArchiveQuery(key=BOB, before=""), ArchiveQuery(key=BOB, before="5")]


@pytest.mark.parametrize("end", [page("1", complete=True), page("5")])
async def test_missing_message_is_replaced_by_its_time(end: Page) -> None:
    archive = Scripted(page("5", "6"), end, page("never"))
    found = await archive.since(CLIENT, BOB, Bookmark("gone"))
    assert [one.archive_id for one in found] == [*(one.archive_id for one in end.items), "5", "6"]


FOUND = [item("1"), item("2")]
SET = "<set xmlns='http://jabber.org/protocol/rsm'>{}</set>"


@pytest.mark.parametrize(
    ("found", "fin", "complete", "last"),
    [
        (FOUND, "<fin{}>" + SET.format("<last>2x</last>") + "</fin>", False, "2x"),
        (FOUND, "<fin{}>" + SET.format("") + "</fin>", False, "2"),
        (FOUND, "<fin{}/>", False, "2"),
        (FOUND, "<fin{} complete='true'/>", True, "2"),
        (FOUND, "<fin{} complete='false'/>", False, "2"),
        (FOUND, "<other{}/>", True, "2"),
        ([], "<fin{}>" + SET.format("<last>9</last>") + "</fin>", True, "9"),
        ([], "<fin{}/>", True, ""),
    ],
)
async def test_a_page_ends_where_the_server_says_or_with_its_last_message(
    monkeypatch: pytest.MonkeyPatch, found: list[ArchivedMessage], fin: str, complete: bool, last: str
) -> None:
    archive = Archive()

    async def send_iq(_: Any, kind: str, query: Element) -> Element:
        assert kind == "set"
        for one in found:
            archive.collect(msgspec.structs.replace(one, query=query.get("queryid", "")))
            archive.collect(msgspec.structs.replace(one, query="of another query"))
        return fromstring(f"<iq>{fin}</iq>".format(" xmlns='urn:xmpp:mam:2'"))

    monkeypatch.setattr(module, "send_iq", send_iq)
    page = await archive.page(CLIENT, ArchiveQuery())
    assert [one.archive_id for one in page.items] == [one.archive_id for one in found]
    assert (page.complete, page.last) == (complete, last)
    assert archive._pages == {}
