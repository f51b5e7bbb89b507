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
from tests.sources.xmpp.desk import BOB, CARA, desk, desk_at
from tests.sources.xmpp.scripted_answers import StanzaError
from tests.sources.xmpp.scripted_archive import Kept, Page, Wanted, read
from tests.sources.xmpp.scripted_server import OWN, ScriptedServer, scripted_server
from tests.sources.xmpp.told import DAN, MAM, lose, messages, said, seen, unread

pytestmark = pytest.mark.virtual_time


async def test_all_that_was_said_while_no_stream_could_be_resumed_is_told_and_twice() -> None:
    async with desk() as sitting:
        server = sitting.server
        told: list[tuple[str, str]] = []
        for outage in ("first", "second"):
            await lose(sitting)
            for place in range(3):
                for who in (BOB, CARA, DAN):
                    server.says(f"{who}/x", f"{outage} {place}", id="same", told=False)
                    told.append((who, f"{outage} {place}"))
            await sitting.up()
            await sitting.heard.until(lambda: len(messages(sitting)) >= len(told), "all of it")
            assert messages(sitting) == unread(*told)
        assert DAN in sitting.heard.contacts


async def test_many_pages_are_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripted_archive, "PAGE", 4)
    async with desk() as sitting:
        sitting.server.says(f"{BOB}/x", "before")
        await sitting.heard.until(lambda: messages(sitting), "the first")
        await lose(sitting)
        for place in range(13):
            sitting.server.says(f"{BOB}/x", f"{place}", told=False)
        await sitting.up()
        await sitting.heard.until(lambda: len(messages(sitting)) == 14, "all pages")
        assert [text for _, text, _ in messages(sitting)] == ["before", *map(str, range(13))]


async def test_what_comes_between_two_pages_comes_once_and_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripted_archive, "PAGE", 2)
    async with desk() as sitting:
        server = sitting.server
        await lose(sitting)
        for place in range(3):
            server.says(f"{BOB}/x", f"missed {place}", told=False)
        pages = server.count(MAM)
        held = server.cue(MAM, Manner.HOLD, times=None)
        await sitting.up()
        await held.reached()
        server.says(f"{BOB}/x", "live 1")
        server.says(f"{CARA}/x", "live 2")
        held.release()
        await sitting.heard.until(lambda: len(messages(sitting)) == 5, "all")
        assert server.count(MAM) > pages
        assert messages(sitting) == unread(
            *((BOB, f"missed {place}") for place in range(3)), (BOB, "live 1"), (CARA, "live 2")
        )


def first_page_of_all(kept: list[Kept], query: Wanted) -> Page:
    """Answer as ejabberd does: an id that is not there is no reason to refuse."""
    ids = {one.id for one in kept}
    if query.after and query.after not in ids:
        return read(kept, query._replace(after=None))
    if query.before and query.before not in ids:
        return Page([], complete=True)
    return read(kept, query)


@pytest.mark.parametrize("answers", [read, first_page_of_all])
async def test_an_archive_that_has_forgotten_the_last_message_is_read_by_time(
    answers: Callable[[list[Kept], Wanted], Page],
) -> None:
    async with desk() as sitting:
        server = sitting.server
        for text in ("old", "older than the margin"):
            server.says(f"{BOB}/x", text)
        await sitting.heard.until(lambda: len(messages(sitting)) == 2, "both")
        await lose(sitting)
        # The archive stamps by its own clock, which the inbox goes by.
        at = sitting.session._inbox.bookmarks  # type: ignore[attr-defined]
        server.read_archive = answers
        far = server.archive[0]._replace(id="gone 1", stamp="2001-01-01T00:00:00.000Z")
        server.archive[:] = [far]
        at.last = msgspec.structs.replace(at.last, id="purged", ms=int(server.now.timestamp() * 1000))
        server.says(f"{BOB}/x", "missed", told=False)
        await sitting.up()
        await sitting.heard.until(lambda: len(messages(sitting)) == 3, "the missed one")
        assert messages(sitting)[-1] == (BOB, "missed", False)


async def test_an_account_that_is_new_here_has_nothing_unread_but_what_the_server_kept_for_it() -> None:
    async with scripted_server() as server:
        server.befriend(BOB)
        for place in range(3):
            server.says(f"{BOB}/x", f"history {place}", told=False)
        state = VolatileState()
        async with desk_at(server, state=state) as sitting:
            await sitting.up()
            await server.until_asked(MAM, 1)
            server.says(f"{BOB}/x", "now")
            await sitting.heard.until(lambda: messages(sitting), "the new one")
            assert messages(sitting) == unread((BOB, "now"))


async def test_what_the_server_kept_for_a_new_account_is_unread_at_the_archive_s_time() -> None:
    """A sender can write a stamp in the server's name, to which ejabberd then adds none."""
    async with scripted_server() as server:
        server.befriend(BOB)
        kept = server.keep(BOB, server.message(f"{BOB}/x", OWN, "<body>kept</body>"))
        forged = "<delay xmlns='urn:xmpp:delay' from='acme.test' stamp='2001-01-01T00:00:00Z'/>"
        given = f"<stanza-id xmlns='urn:xmpp:sid:0' id='{kept.id}' by='{OWN}'/>"
        present = server.answers["presence"]

        def with_what_was_kept(*asked: Any) -> str:
            server.send(server.message(f"{BOB}/x", OWN, f"<body>kept</body>{given}{forged}"))
            return present(*asked)

        server.answers["presence"] = with_what_was_kept
        async with desk_at(server) as sitting:
            await sitting.up()
            await said(sitting, BOB, "kept")
            [message] = sitting.heard.of(MessageChange)
            assert message.time == int(server.now.timestamp() * 1000)


@pytest.mark.parametrize(("ahead", "counts"), [(1.0, 0.0), (600.0, 600.0), (-600.0, -600.0)])
async def test_times_are_those_of_the_server_s_clock(ahead: float, counts: float) -> None:
    def utc(*_: Any) -> str:
        return f"<time xmlns='urn:xmpp:time'><utc>{stamp_of(time.time() + ahead)}</utc></time>"

    async with scripted_server() as server:
        server.befriend(BOB)
        server.answers["get time urn:xmpp:time"] = utc
        async with desk_at(server) as sitting:
            await sitting.up()
            await server.until_asked(MAM, 2)
            server.says(f"{BOB}/x", "now")
            await said(sitting, BOB, "now")
            [message] = sitting.heard.of(MessageChange)
            assert abs(message.time / 1000 - time.time() - counts) < 1.0


async def test_an_archive_that_was_empty_is_read_from_its_beginning() -> None:
    async with desk() as sitting:
        await sitting.server.until_asked(MAM, 1)
        await lose(sitting)
        sitting.server.says(f"{BOB}/x", "the first of all", told=False)
        await sitting.up()
        await sitting.heard.until(lambda: messages(sitting), "it")
        assert messages(sitting) == unread((BOB, "the first of all"))


async def test_the_archive_is_asked_only_after_the_first_presence() -> None:
    """Prosody gives a session that asks before nothing of what it has kept for one who was offline."""
    async with desk() as sitting:
        await sitting.server.until_asked(MAM, 1)
        names = sitting.server.names
        assert names.index("presence") < names.index(MAM)


async def run_again(server: ScriptedServer, state: VolatileState, count: int) -> list[tuple[str, str, bool]]:
    """Run another hub on what an earlier one has kept; return what it tells."""
    async with desk_at(server, state=state) as sitting:
        await sitting.up()
        await sitting.heard.until(lambda: len(messages(sitting)) >= count, "what was unread")
        await sitting.session.open_chat(CARA)
        return [one for one in messages(sitting) if not one[2]]


async def test_what_was_unread_in_an_earlier_run_is_unread_again_and_what_was_read_is_not() -> None:
    async with scripted_server() as server:
        for who in (BOB, CARA):
            server.befriend(who)
        state = VolatileState()
        async with desk_at(server, state=state) as sitting:
            await sitting.up()
            await server.until_asked(MAM, 1)
            for place in range(3):
                server.says(f"{BOB}/x", f"bob {place}")
                server.says(f"{CARA}/x", f"cara {place}")
            await sitting.heard.until(lambda: len(messages(sitting)) == 6, "all")
            ids = [it.id for it in sitting.heard.of(MessageChange)]
            await sitting.session.mark_seen(BOB, ids[2])
            await sitting.session.mark_seen(CARA, ids[5])
        server.expire()
        server.says(f"{DAN}/x", "while nobody was there", told=False)
        bob = (BOB, "bob 2"), (DAN, "while nobody was there")
        for _ in range(2):
            assert await run_again(server, state, 2) == unread(*bob)
            server.expire()


async def test_only_what_came_after_a_deleted_first_unread_message_is_unread() -> None:
    async with scripted_server() as server:
        server.befriend(BOB)
        state = VolatileState()
        for place in range(40):
            server.says(f"{BOB}/x", f"read long ago {place}", told=False)
        server.now += timedelta(hours=1)
        async with desk_at(server, state=state) as sitting:
            await sitting.up()
            await server.until_asked(MAM, 1)
            for text in ("first", "second", "third"):
                server.says(f"{BOB}/x", text)
            await sitting.heard.until(lambda: len(messages(sitting)) == 3, "all")
        server.expire()
        del server.archive[-3]
        assert await run_again(server, state, 2) == unread((BOB, "second"), (BOB, "third"))


def test_the_places_that_an_earlier_release_kept_are_read() -> None:
    state = VolatileState()
    state.put(KIND, OWN, {"last": {"id": "a9", "ms": 5}, "unread": {BOB: "a7", CARA: {"id": "a8", "ms": 4}}})
    assert read_bookmarks(state, OWN) == Bookmarks(
        Bookmark("a9", 5), {BOB: Bookmark("a7"), CARA: Bookmark("a8", 4)}
    )


async def test_what_was_answered_or_shown_on_another_device_meanwhile_is_read() -> None:
    async with desk() as sitting:
        server = sitting.server
        server.says(f"{BOB}/x", "before")
        await sitting.heard.until(lambda: messages(sitting), "the first")
        before = sitting.heard.of(MessageChange)[0].id
        await lose(sitting)
        server.says(f"{BOB}/x", "answered", told=False)
        server.writes_elsewhere(BOB, "yes", told=False)
        server.says(f"{BOB}/x", "not answered", told=False)
        server.says(f"{CARA}/x", "shown", id="c1", told=False)
        marker = "<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>"
        server.keep(CARA, server.message(f"{OWN}/phone", CARA, marker))
        server.says(f"{CARA}/x", "not shown", id="c2", told=False)
        await sitting.up()
        await sitting.heard.until(lambda: len(messages(sitting)) == 6, "all")
        assert messages(sitting)[1:] == [
            (BOB, "answered", True),
            (BOB, "yes", False),
            (BOB, "not answered", False),
            (CARA, "shown", True),
            (CARA, "not shown", False),
        ]
        assert (BOB, before) in seen(sitting)


@pytest.mark.parametrize("manner", [Manner.SILENT, Manner.INSTEAD])
async def test_an_archive_that_does_not_answer_holds_nothing_back_and_is_asked_again(manner: Manner) -> None:
    trouble = StanzaError("wait", "resource-constraint") if manner is Manner.INSTEAD else None
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 1)
        await lose(sitting)
        server.says(f"{BOB}/x", "missed", told=False)
        cue = server.cue(MAM, manner, times=2, answer=trouble)
        await sitting.up()
        await cue.reached()
        server.says(f"{BOB}/x", "live")
        await sitting.heard.until(lambda: messages(sitting), "the live one")
        assert messages(sitting) == unread((BOB, "live"))
        await sitting.heard.until(lambda: len(messages(sitting)) == 2, "the missed one")
        assert messages(sitting)[1] == (BOB, "missed", False)
        place = sitting.session._inbox.bookmarks.last  # type: ignore[attr-defined]
        assert place.id == server.archive[-1].id


async def test_a_line_that_is_lost_while_the_archive_is_read_is_no_end_of_it() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 1)
        await lose(sitting)
        server.says(f"{BOB}/x", "missed", told=False)
        held = server.cue(MAM, Manner.HOLD)
        await sitting.up()
        await held.reached()
        server.says(f"{BOB}/x", "live")
        server.cut()
        await sitting.down()
        held.release()
        await sitting.up()
        await sitting.heard.until(lambda: len(messages(sitting)) == 2, "both")
        assert sorted(messages(sitting)) == sorted(unread((BOB, "missed"), (BOB, "live")))


async def test_a_stream_that_is_resumed_does_not_read_the_archive() -> None:
    async with desk() as sitting:
        await sitting.server.until_asked(MAM, 1)
        asked = sitting.server.count(MAM)
        sitting.server.cut()
        await sitting.down()
        sitting.server.says(f"{BOB}/x", "meanwhile")
        await sitting.up()
        await sitting.heard.until(lambda: messages(sitting), "it")
        assert sitting.server.count(MAM) == asked


async def test_who_was_invisible_is_told_what_was_said_meanwhile() -> None:
    async with desk() as sitting:
        await sitting.server.until_asked(MAM, 1)
        for text in ("one", "two"):
            await sitting.session.set_presence(Show.OFFLINE, "")
            sitting.server.says(f"{BOB}/x", text, told=False)
            await sitting.session.set_presence(Show.ONLINE, "")
            await said(sitting, BOB, text)
        assert messages(sitting) == unread((BOB, "one"), (BOB, "two"))


async def test_a_server_without_an_archive_is_told_as_one_and_messages_come_live() -> None:
    async with scripted_server() as server:
        server.befriend(BOB)
        server.features.remove("urn:xmpp:mam:2")
        async with desk_at(server) as sitting:
            await sitting.up()
            last = [it.link for it in sitting.heard.of(LinkChange) if it.link.name is LinkName.CHAT][-1]
            assert (last.state, last.reason) == (LinkState.UP, NO_ARCHIVE)
            for _ in range(2):
                server.send(server.message(f"{BOB}/x", OWN, "<body>hi</body>", id="same"))
            await sitting.heard.until(lambda: len(messages(sitting)) == 2, "both")
            ids = {it.id for it in sitting.heard.of(MessageChange)}
            assert len(ids) == 2
            assert server.count(MAM) == 0


async def test_an_archive_that_is_refused_for_good_is_told_once_a_session_and_asked_no_more() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 2)
        refused = server.cue(MAM, times=None, answer=StanzaError("cancel", "forbidden"))
        for outage in range(2):
            await lose(sitting)
            await sitting.up()
            await refused.reached(outage + 1)
            await sitting.heard.until(
                lambda: sitting.heard.links[LinkName.CHAT].reason == NO_ARCHIVE, "a word"
            )
            server.says(f"{BOB}/x", f"live {outage}")
            await said(sitting, BOB, f"live {outage}")
            assert refused.count == outage + 1
        refused.end()
        await lose(sitting)
        server.says(f"{BOB}/x", "missed", told=False)
        await sitting.up()
        await said(sitting, BOB, "missed")
        assert sitting.heard.links[LinkName.CHAT].reason == ""


async def test_where_ids_are_not_the_server_s_none_is_believed() -> None:
    async with scripted_server() as server:
        server.befriend(BOB)
        server.features.remove("urn:xmpp:mam:2")
        forged = f"<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='{OWN}'/>"
        async with desk_at(server) as sitting:
            await sitting.up()
            for text in ("one", "two"):
                server.send(server.message(f"{BOB}/x", OWN, f"<body>{text}</body>{forged}", id="same"))
            await sitting.heard.until(lambda: len(messages(sitting)) == 2, "both")


async def test_what_comes_while_one_logs_in_again_is_told_after_what_was_missed() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 2)
        await lose(sitting)
        server.says(f"{BOB}/x", "missed", told=False)
        present = server.answers["presence"]

        def with_news(*asked: Any) -> str:
            server.says(f"{BOB}/x", "live")
            return present(*asked)

        server.answers["presence"] = with_news
        await sitting.up()
        await said(sitting, BOB, "live")
        assert messages(sitting) == unread((BOB, "missed"), (BOB, "live"))
