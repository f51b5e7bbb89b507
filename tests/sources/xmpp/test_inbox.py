"""The messages of an account at a scripted server: missed ones come from the archive, each once, in order."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from lampfield.model.change import (
    LinkChange,
    MessageChange,
)
from lampfield.model.link import LinkName, LinkState
from lampfield.model.show import Show
from lampfield.model.state import VolatileState
from lampfield.sources.xmpp.bookmarks import KIND, Bookmark, Bookmarks, read_bookmarks
from lampfield.sources.xmpp.inbox import NO_ARCHIVE
from lampfield.sources.xmpp.stanzas import stamp_of
from tests.sources.cues import Manner
from tests.sources.xmpp import scripted_archive
from tests.sources.xmpp.expected import DAN, MAM, lose_stream, messages, seen_elsewhere, unread, wait_unread
from tests.sources.xmpp.harness import BOB, CARA, connected_session, connecting_session
from tests.sources.xmpp.scripted_answers import StanzaError
from tests.sources.xmpp.scripted_archive import ArchivedStanza, ArchiveRequest, Page, read
from tests.sources.xmpp.scripted_server import OWN, ScriptedServer, scripted_server

pytestmark = pytest.mark.virtual_time


async def test_all_that_was_said_while_no_stream_could_be_resumed_is_told_and_twice() -> None:
    async with connected_session() as harness:
        server = harness.server
        told: list[tuple[str, str]] = []
        for outage in ("first", "second"):
            await lose_stream(harness)
            for place in range(3):
                for who in (BOB, CARA, DAN):
                    server.says(f"{who}/x", f"{outage} {place}", id="same", told=False)
                    told.append((who, f"{outage} {place}"))
            await harness.up()
            await harness.seen.until(lambda: len(messages(harness)) >= len(told), "all of it")
            assert messages(harness) == unread(*told)
        assert DAN in harness.seen.contacts


async def test_many_pages_are_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripted_archive, "PAGE", 4)
    async with connected_session() as harness:
        harness.server.says(f"{BOB}/x", "before")
        await harness.seen.until(lambda: messages(harness), "the first")
        await lose_stream(harness)
        for place in range(13):
            harness.server.says(f"{BOB}/x", f"{place}", told=False)
        await harness.up()
        await harness.seen.until(lambda: len(messages(harness)) == 14, "all pages")
        assert [text for _, text, _ in messages(harness)] == ["before", *map(str, range(13))]


async def test_what_comes_between_two_pages_comes_once_and_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripted_archive, "PAGE", 2)
    async with connected_session() as harness:
        server = harness.server
        await lose_stream(harness)
        for place in range(3):
            server.says(f"{BOB}/x", f"missed {place}", told=False)
        pages = server.count(MAM)
        held = server.cue(MAM, Manner.HOLD, times=None)
        await harness.up()
        await held.reached()
        server.says(f"{BOB}/x", "live 1")
        server.says(f"{CARA}/x", "live 2")
        held.release()
        await harness.seen.until(lambda: len(messages(harness)) == 5, "all")
        assert server.count(MAM) > pages
        assert messages(harness) == unread(
            *((BOB, f"missed {place}") for place in range(3)), (BOB, "live 1"), (CARA, "live 2")
        )


def first_page_of_all(kept: list[ArchivedStanza], query: ArchiveRequest) -> Page:
    """Answer as ejabberd does: an id that is not there is no reason to refuse."""
    ids = {one.id for one in kept}
    if query.after and query.after not in ids:
        return read(kept, query._replace(after=None))
    if query.before and query.before not in ids:
        return Page([], complete=True)
    return read(kept, query)


@pytest.mark.parametrize("answers", [read, first_page_of_all])
async def test_an_archive_that_has_forgotten_the_last_message_is_read_by_time(
    answers: Callable[[list[ArchivedStanza], ArchiveRequest], Page],
) -> None:
    async with connected_session() as harness:
        server = harness.server
        for text in ("old", "older than the margin"):
            server.says(f"{BOB}/x", text)
        await harness.seen.until(lambda: len(messages(harness)) == 2, "both")
        await lose_stream(harness)
        # The archive stamps by its own clock, which the inbox goes by.
        at = harness.session._inbox.bookmarks  # type: ignore[attr-defined]
        server.read_archive = answers
        far = server.archive[0]._replace(id="gone 1", stamp="2001-01-01T00:00:00.000Z")
        server.archive[:] = [far]
        at.last = msgspec.structs.replace(at.last, id="purged", ms=int(server.now.timestamp() * 1000))
        server.says(f"{BOB}/x", "missed", told=False)
        await harness.up()
        await harness.seen.until(lambda: len(messages(harness)) == 3, "the missed one")
        assert messages(harness)[-1] == (BOB, "missed", False)


async def test_an_account_that_is_new_here_has_nothing_unread_but_what_the_server_kept_for_it() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB)
        for place in range(3):
            server.says(f"{BOB}/x", f"history {place}", told=False)
        state = VolatileState()
        async with connecting_session(server, state=state) as harness:
            await harness.up()
            await server.wait_asked(MAM, 1)
            server.says(f"{BOB}/x", "now")
            await harness.seen.until(lambda: messages(harness), "the new one")
            assert messages(harness) == unread((BOB, "now"))


async def test_what_the_server_kept_for_a_new_account_is_unread_at_the_archive_s_time() -> None:
    """A sender can write a stamp in the server's name, to which ejabberd then adds none."""
    async with scripted_server() as server:
        server.add_to_roster(BOB)
        kept = server.keep(BOB, server.message(f"{BOB}/x", OWN, "<body>kept</body>"))
        forged = "<delay xmlns='urn:xmpp:delay' from='acme.test' stamp='2001-01-01T00:00:00Z'/>"
        given = f"<stanza-id xmlns='urn:xmpp:sid:0' id='{kept.id}' by='{OWN}'/>"
        present = server.answers["presence"]

        def with_what_was_kept(*asked: Any) -> str:
            server.send(server.message(f"{BOB}/x", OWN, f"<body>kept</body>{given}{forged}"))
            return present(*asked)

        server.answers["presence"] = with_what_was_kept
        async with connecting_session(server) as harness:
            await harness.up()
            await wait_unread(harness, BOB, "kept")
            [message] = harness.seen.of(MessageChange)
            assert message.time == int(server.now.timestamp() * 1000)


@pytest.mark.parametrize(("ahead", "counts"), [(1.0, 0.0), (600.0, 600.0), (-600.0, -600.0)])
async def test_times_are_those_of_the_server_s_clock(ahead: float, counts: float) -> None:
    def utc(*_: Any) -> str:
        return f"<time xmlns='urn:xmpp:time'><utc>{stamp_of(time.time() + ahead)}</utc></time>"

    async with scripted_server() as server:
        server.add_to_roster(BOB)
        server.answers["get time urn:xmpp:time"] = utc
        async with connecting_session(server) as harness:
            await harness.up()
            await server.wait_asked(MAM, 2)
            server.says(f"{BOB}/x", "now")
            await wait_unread(harness, BOB, "now")
            [message] = harness.seen.of(MessageChange)
            assert abs(message.time / 1000 - time.time() - counts) < 1.0


async def test_an_archive_that_was_empty_is_read_from_its_beginning() -> None:
    async with connected_session() as harness:
        await harness.server.wait_asked(MAM, 1)
        await lose_stream(harness)
        harness.server.says(f"{BOB}/x", "the first of all", told=False)
        await harness.up()
        await harness.seen.until(lambda: messages(harness), "it")
        assert messages(harness) == unread((BOB, "the first of all"))


async def test_the_archive_is_asked_only_after_the_first_presence() -> None:
    """Prosody sends a session that asks earlier none of the messages stored while it was offline."""
    async with connected_session() as harness:
        await harness.server.wait_asked(MAM, 1)
        names = harness.server.names
        assert names.index("presence") < names.index(MAM)


async def run_again(server: ScriptedServer, state: VolatileState, count: int) -> list[tuple[str, str, bool]]:
    """Run another hub on what an earlier one has kept; return what it tells."""
    async with connecting_session(server, state=state) as harness:
        await harness.up()
        await harness.seen.until(lambda: len(messages(harness)) >= count, "what was unread")
        await harness.session.open_chat(CARA)
        return [one for one in messages(harness) if not one[2]]


async def test_what_was_unread_in_an_earlier_run_is_unread_again_and_what_was_read_is_not() -> None:
    async with scripted_server() as server:
        for who in (BOB, CARA):
            server.add_to_roster(who)
        state = VolatileState()
        async with connecting_session(server, state=state) as harness:
            await harness.up()
            await server.wait_asked(MAM, 1)
            for place in range(3):
                server.says(f"{BOB}/x", f"bob {place}")
                server.says(f"{CARA}/x", f"cara {place}")
            await harness.seen.until(lambda: len(messages(harness)) == 6, "all")
            ids = [it.id for it in harness.seen.of(MessageChange)]
            await harness.session.mark_seen(BOB, ids[2])
            await harness.session.mark_seen(CARA, ids[5])
        server.drop_resumable()
        server.says(f"{DAN}/x", "while nobody was there", told=False)
        bob = (BOB, "bob 2"), (DAN, "while nobody was there")
        for _ in range(2):
            assert await run_again(server, state, 2) == unread(*bob)
            server.drop_resumable()


async def test_only_what_came_after_a_deleted_first_unread_message_is_unread() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB)
        state = VolatileState()
        for place in range(40):
            server.says(f"{BOB}/x", f"read long ago {place}", told=False)
        server.now += timedelta(hours=1)
        async with connecting_session(server, state=state) as harness:
            await harness.up()
            await server.wait_asked(MAM, 1)
            for text in ("first", "second", "third"):
                server.says(f"{BOB}/x", text)
            await harness.seen.until(lambda: len(messages(harness)) == 3, "all")
        server.drop_resumable()
        del server.archive[-3]
        assert await run_again(server, state, 2) == unread((BOB, "second"), (BOB, "third"))


def test_the_places_that_an_earlier_release_kept_are_read() -> None:
    state = VolatileState()
    state.put(KIND, OWN, {"last": {"id": "a9", "ms": 5}, "unread": {BOB: "a7", CARA: {"id": "a8", "ms": 4}}})
    assert read_bookmarks(state, OWN) == Bookmarks(
        Bookmark("a9", 5), {BOB: Bookmark("a7"), CARA: Bookmark("a8", 4)}
    )


async def test_what_was_answered_or_shown_on_another_device_meanwhile_is_read() -> None:
    async with connected_session() as harness:
        server = harness.server
        server.says(f"{BOB}/x", "before")
        await harness.seen.until(lambda: messages(harness), "the first")
        before = harness.seen.of(MessageChange)[0].id
        await lose_stream(harness)
        server.says(f"{BOB}/x", "answered", told=False)
        server.send_from_other_device(BOB, "yes", told=False)
        server.says(f"{BOB}/x", "not answered", told=False)
        server.says(f"{CARA}/x", "shown", id="c1", told=False)
        marker = "<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>"
        server.keep(CARA, server.message(f"{OWN}/phone", CARA, marker))
        server.says(f"{CARA}/x", "not shown", id="c2", told=False)
        await harness.up()
        await harness.seen.until(lambda: len(messages(harness)) == 6, "all")
        assert messages(harness)[1:] == [
            (BOB, "answered", True),
            (BOB, "yes", False),
            (BOB, "not answered", False),
            (CARA, "shown", True),
            (CARA, "not shown", False),
        ]
        assert (BOB, before) in seen_elsewhere(harness)


@pytest.mark.parametrize("manner", [Manner.SILENT, Manner.INSTEAD])
async def test_an_archive_that_does_not_answer_holds_nothing_back_and_is_asked_again(manner: Manner) -> None:
    trouble = StanzaError("wait", "resource-constraint") if manner is Manner.INSTEAD else None
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 1)
        await lose_stream(harness)
        server.says(f"{BOB}/x", "missed", told=False)
        cue = server.cue(MAM, manner, times=2, answer=trouble)
        await harness.up()
        await cue.reached()
        server.says(f"{BOB}/x", "live")
        await harness.seen.until(lambda: messages(harness), "the live one")
        assert messages(harness) == unread((BOB, "live"))
        await harness.seen.until(lambda: len(messages(harness)) == 2, "the missed one")
        assert messages(harness)[1] == (BOB, "missed", False)
        place = harness.session._inbox.bookmarks.last  # type: ignore[attr-defined]
        assert place.id == server.archive[-1].id


async def test_a_line_that_is_lost_while_the_archive_is_read_is_no_end_of_it() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 1)
        await lose_stream(harness)
        server.says(f"{BOB}/x", "missed", told=False)
        held = server.cue(MAM, Manner.HOLD)
        await harness.up()
        await held.reached()
        server.says(f"{BOB}/x", "live")
        server.cut()
        await harness.down()
        held.release()
        await harness.up()
        await harness.seen.until(lambda: len(messages(harness)) == 2, "both")
        assert sorted(messages(harness)) == sorted(unread((BOB, "missed"), (BOB, "live")))


async def test_a_stream_that_is_resumed_does_not_read_the_archive() -> None:
    async with connected_session() as harness:
        await harness.server.wait_asked(MAM, 1)
        asked = harness.server.count(MAM)
        harness.server.cut()
        await harness.down()
        harness.server.says(f"{BOB}/x", "meanwhile")
        await harness.up()
        await harness.seen.until(lambda: messages(harness), "it")
        assert harness.server.count(MAM) == asked


async def test_who_was_invisible_is_told_what_was_said_meanwhile() -> None:
    async with connected_session() as harness:
        await harness.server.wait_asked(MAM, 1)
        for text in ("one", "two"):
            await harness.session.set_presence(Show.OFFLINE, "")
            harness.server.says(f"{BOB}/x", text, told=False)
            await harness.session.set_presence(Show.ONLINE, "")
            await wait_unread(harness, BOB, text)
        assert messages(harness) == unread((BOB, "one"), (BOB, "two"))


async def test_a_server_without_an_archive_is_told_as_one_and_messages_come_live() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB)
        server.features.remove("urn:xmpp:mam:2")
        async with connecting_session(server) as harness:
            await harness.up()
            last = [it.link for it in harness.seen.of(LinkChange) if it.link.name is LinkName.CHAT][-1]
            assert (last.state, last.reason) == (LinkState.UP, NO_ARCHIVE)
            for _ in range(2):
                server.send(server.message(f"{BOB}/x", OWN, "<body>hi</body>", id="same"))
            await harness.seen.until(lambda: len(messages(harness)) == 2, "both")
            ids = {it.id for it in harness.seen.of(MessageChange)}
            assert len(ids) == 2
            assert server.count(MAM) == 0


async def test_an_archive_that_is_refused_for_good_is_told_once_a_session_and_asked_no_more() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 2)
        refused = server.cue(MAM, times=None, answer=StanzaError("cancel", "forbidden"))
        for outage in range(2):
            await lose_stream(harness)
            await harness.up()
            await refused.reached(outage + 1)
            await harness.seen.until(lambda: harness.seen.links[LinkName.CHAT].reason == NO_ARCHIVE, "a word")
            server.says(f"{BOB}/x", f"live {outage}")
            await wait_unread(harness, BOB, f"live {outage}")
            assert refused.count == outage + 1
        refused.end()
        await lose_stream(harness)
        server.says(f"{BOB}/x", "missed", told=False)
        await harness.up()
        await wait_unread(harness, BOB, "missed")
        assert harness.seen.links[LinkName.CHAT].reason == ""


async def test_where_ids_are_not_the_server_s_none_is_believed() -> None:
    async with scripted_server() as server:
        server.add_to_roster(BOB)
        server.features.remove("urn:xmpp:mam:2")
        forged = f"<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='{OWN}'/>"
        async with connecting_session(server) as harness:
            await harness.up()
            for text in ("one", "two"):
                server.send(server.message(f"{BOB}/x", OWN, f"<body>{text}</body>{forged}", id="same"))
            await harness.seen.until(lambda: len(messages(harness)) == 2, "both")


async def test_what_comes_while_one_logs_in_again_is_told_after_what_was_missed() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 2)
        await lose_stream(harness)
        server.says(f"{BOB}/x", "missed", told=False)
        present = server.answers["presence"]

        def with_news(*asked: Any) -> str:
            server.says(f"{BOB}/x", "live")
            return present(*asked)

        server.answers["presence"] = with_news
        await harness.up()
        await wait_unread(harness, BOB, "live")
        assert messages(harness) == unread((BOB, "missed"), (BOB, "live"))
