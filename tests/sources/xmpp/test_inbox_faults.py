"""What is told of the archive when something fails while it is read."""

import pytest

from lampfield.model.change import Change
from lampfield.model.refusal import Refusal
from lampfield.model.show import Show
from lampfield.sources.xmpp.chats import Chats
from lampfield.sources.xmpp.message import ParsedMessage
from tests.sources.cues import Cue, Manner
from tests.sources.xmpp import scripted_archive
from tests.sources.xmpp.desk import BOB, desk
from tests.sources.xmpp.scripted_archive import Kept, Page, Wanted, read
from tests.sources.xmpp.told import MAM, lose, messages, said, unread

pytestmark = pytest.mark.virtual_time


async def test_what_was_read_is_told_before_what_came_meanwhile_when_the_line_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scripted_archive, "PAGE", 2)
    async with desk() as sitting:
        server = sitting.server
        server.says(f"{BOB}/x", "before")
        await sitting.heard.until(lambda: messages(sitting), "the first")
        await lose(sitting)
        for place in range(5):
            server.says(f"{BOB}/x", f"missed {place}", told=False)
        held: list[Cue] = []

        def holds_the_second_page(kept: list[Kept], query: Wanted) -> Page:
            if query.limit > 1 and not held:
                held.append(server.cue(MAM, Manner.HOLD))
            return read(kept, query)

        server.read_archive = holds_the_second_page
        await sitting.up()
        await server.until_asked(MAM, server.count(MAM) + 2)
        await held[0].reached()
        server.says(f"{BOB}/x", "live")
        server.cut()
        await sitting.down()
        told = [text for _, text, _ in messages(sitting)]
        assert told == ["before", "missed 0", "missed 1", "live"]
        held[0].release()
        await sitting.up()
        await sitting.heard.until(lambda: len(messages(sitting)) == 7, "the rest")


@pytest.mark.parametrize("is_missed", [True, False])
async def test_a_message_that_cannot_be_taken_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_missed: bool
) -> None:
    take = Chats.apply

    def fails(chats: Chats, said: ParsedMessage, time_ms: int, *, was_read: bool = False) -> list[Change]:
        if said.content.text == "poison":
            raise KeyError("of ours")
        return take(chats, said, time_ms, was_read=was_read)

    async with desk() as sitting:
        await sitting.server.until_asked(MAM, 1)
        if is_missed:
            await lose(sitting)
        monkeypatch.setattr(Chats, "apply", fails)
        for text in ("one", "poison", "two"):
            sitting.server.says(f"{BOB}/x", text, told=not is_missed)
        await sitting.up()
        await sitting.heard.until(lambda: len(messages(sitting)) >= 2, "both others")
        assert messages(sitting) == unread((BOB, "one"), (BOB, "two"))
        place = sitting.session._inbox.bookmarks.last  # type: ignore[attr-defined]
        assert place.id == sitting.server.archive[-1].id
    assert f"could not apply a message with {BOB}" in caplog.text


async def test_messages_are_told_though_the_server_did_not_answer_who_became_visible() -> None:
    async with desk() as sitting:
        server = sitting.server
        await server.until_asked(MAM, 1)
        for text in ("one", "two"):
            await sitting.session.set_presence(Show.OFFLINE, "")
            server.says(f"{BOB}/x", f"missed {text}", told=False)
            ping = server.cue("get ping urn:xmpp:ping", Manner.SILENT)
            with pytest.raises(Refusal, match="did not answer in time"):
                await sitting.session.set_presence(Show.ONLINE, "")
            ping.end()
            server.says(f"{BOB}/x", f"live {text}")
            await said(sitting, BOB, f"live {text}")
        assert messages(sitting) == unread(
            *((BOB, f"{when} {text}") for text in ("one", "two") for when in ("missed", "live"))
        )
