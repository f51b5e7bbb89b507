"""The changes when reading the archive fails."""

import pytest

from lampfield.model.change import Change
from lampfield.model.refusal import Refusal
from lampfield.model.show import Show
from lampfield.sources.xmpp.chats import Chats
from lampfield.sources.xmpp.message import ParsedMessage
from tests.sources.cues import Cue, Manner
from tests.sources.xmpp import scripted_archive
from tests.sources.xmpp.expected import MAM, lose_stream, messages, unread, wait_unread
from tests.sources.xmpp.harness import BOB, connected_session
from tests.sources.xmpp.scripted_archive import ArchivedStanza, ArchiveRequest, Page, read

pytestmark = pytest.mark.virtual_time


async def test_what_was_read_is_told_before_what_came_meanwhile_when_the_line_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scripted_archive, "PAGE", 2)
    async with connected_session() as harness:
        server = harness.server
        server.says(f"{BOB}/x", "before")
        await harness.seen.until(lambda: messages(harness), "the first")
        await lose_stream(harness)
        for place in range(5):
            server.says(f"{BOB}/x", f"missed {place}", told=False)
        held: list[Cue] = []

        def holds_the_second_page(kept: list[ArchivedStanza], query: ArchiveRequest) -> Page:
            if query.limit > 1 and not held:
                held.append(server.cue(MAM, Manner.HOLD))
            return read(kept, query)

        server.read_archive = holds_the_second_page
        await harness.up()
        await server.wait_asked(MAM, server.count(MAM) + 2)
        await held[0].reached()
        server.says(f"{BOB}/x", "live")
        server.cut()
        await harness.down()
        told = [text for _, text, _ in messages(harness)]
        assert told == ["before", "missed 0", "missed 1", "live"]
        held[0].release()
        await harness.up()
        await harness.seen.until(lambda: len(messages(harness)) == 7, "the rest")


@pytest.mark.parametrize("is_missed", [True, False])
async def test_a_message_that_cannot_be_taken_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_missed: bool
) -> None:
    apply = Chats.apply

    def fails(chats: Chats, parsed: ParsedMessage, time_ms: int, *, was_read: bool = False) -> list[Change]:
        if parsed.content.text == "poison":
            raise KeyError("of ours")
        return apply(chats, parsed, time_ms, was_read=was_read)

    async with connected_session() as harness:
        await harness.server.wait_asked(MAM, 1)
        if is_missed:
            await lose_stream(harness)
        monkeypatch.setattr(Chats, "apply", fails)
        for text in ("one", "poison", "two"):
            harness.server.says(f"{BOB}/x", text, told=not is_missed)
        await harness.up()
        await harness.seen.until(lambda: len(messages(harness)) >= 2, "both others")
        assert messages(harness) == unread((BOB, "one"), (BOB, "two"))
        place = harness.session._inbox.bookmarks.last  # type: ignore[attr-defined]
        assert place.id == harness.server.archive[-1].id
    assert f"could not apply a message with {BOB}" in caplog.text


async def test_messages_are_told_though_the_server_did_not_answer_who_became_visible() -> None:
    async with connected_session() as harness:
        server = harness.server
        await server.wait_asked(MAM, 1)
        for text in ("one", "two"):
            await harness.session.set_presence(Show.OFFLINE, "")
            server.says(f"{BOB}/x", f"missed {text}", told=False)
            ping = server.cue("get ping urn:xmpp:ping", Manner.SILENT)
            with pytest.raises(Refusal, match="did not answer in time"):
                await harness.session.set_presence(Show.ONLINE, "")
            ping.end()
            server.says(f"{BOB}/x", f"live {text}")
            await wait_unread(harness, BOB, f"live {text}")
        assert messages(harness) == unread(
            *((BOB, f"{when} {text}") for text in ("one", "two") for when in ("missed", "live"))
        )
