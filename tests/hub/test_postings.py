"""A message that is asked for again, because its answer was lost, goes out once."""

import pytest

from lampfield.hub.server import HubServer
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, Word
from tests.hub.caller import Caller, calling, serving
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

ALICE = ContactKey("alice@acme.test")
HELLO = ("post", ALICE, "hello")


async def room_of(caller: Caller) -> int:
    snapshot = await caller.start()
    room: int = (await caller.ask("contact.chat", cID=snapshot["contacts"][0]["cID"]))["roomID"]
    return room


async def lose_the_answer(hub: HubServer, source: Scripted) -> None:
    """Post a message, and be gone before its answer."""
    async with calling(hub) as first:
        room = await room_of(first)
        source.go_on.clear()
        await first.say("room.post", roomID=room, text="hello", postID="a1")
        await until(lambda: HELLO in source.asked, "the message at the source")
        first.socket.transport.abort()


def office() -> Scripted:
    return Scripted(contact(ALICE, name="Alice", chat_id=ALICE))


async def test_the_next_connection_gets_the_answer_that_was_lost() -> None:
    source = office()
    async with serving(source, linger=60.0) as hub:
        await lose_the_answer(hub, source)
        async with calling(hub) as second:
            source.go_on.set()
            room = await room_of(second)
            answers = [
                await second.ask("room.post", roomID=room, text="hello", postID="a1") for _ in range(2)
            ]
            assert answers[0] == answers[1]
            assert source.asked.count(HELLO) == 1


async def test_it_is_known_when_nobody_looked_for_a_while() -> None:
    source = office()
    async with serving(source) as hub:
        async with calling(hub) as first:
            room = await room_of(first)
            sent = await first.ask("room.post", roomID=room, text="hello", postID="a1")
        await until(lambda: not source.sessions[0].open, "the desk closed")
        async with calling(hub) as second:
            room = await room_of(second)
            assert await second.ask("room.post", roomID=room, text="hello", postID="a1") == sent
            assert source.asked.count(HELLO) == 1


async def test_what_was_cut_at_the_source_is_not_tried_again() -> None:
    source = office()
    async with serving(source) as hub:
        await lose_the_answer(hub, source)
        await until(lambda: not source.sessions[0].open, "the desk closed")
        source.go_on.set()
        async with calling(hub) as second:
            room = await room_of(second)
            error = await second.refused("room.post", roomID=room, text="hello", postID="a1")
            assert error["data"] == Word.TIMED_OUT
            assert source.asked.count(HELLO) == 1


@pytest.mark.parametrize(("word", "times"), [(Word.LINK_DOWN, 2), (Word.TIMED_OUT, 1)])
async def test_what_was_not_sent_may_be_asked_for_again(word: Word, times: int) -> None:
    source = office()
    async with serving(source) as hub, calling(hub) as caller:
        room = await room_of(caller)
        source.refusal = Refusal(word, "No.")
        await caller.refused("room.post", roomID=room, text="hello", postID="a1")
        source.refusal = None
        await caller.answer(await caller.say("room.post", roomID=room, text="hello", postID="a1"))
        assert source.asked.count(HELLO) == times


async def test_two_who_ask_at_once_have_one_answer() -> None:
    source = office()
    async with serving(source) as hub, calling(hub) as caller:
        room = await room_of(caller)
        source.go_on.clear()
        asked = [await caller.say("room.post", roomID=room, text="hello", postID="a1") for _ in range(2)]
        await until(lambda: HELLO in source.asked, "the message at the source")
        source.go_on.set()
        first = await caller.answer(asked[0])
        parts = [part for frame in caller.frames for part in frame if part.get("id") == asked[1]]
        second = parts[0] if parts else await caller.answer(asked[1])
        assert second["result"] == first["result"]
        assert source.asked.count(HELLO) == 1


async def test_a_name_that_could_harm_a_foreign_protocol_is_refused() -> None:
    source = office()
    async with serving(source) as hub, calling(hub) as caller:
        room = await room_of(caller)
        error = await caller.refused("room.post", roomID=room, text="hello", postID="a'b")
        assert error["data"] == Word.BAD_TEXT
        assert HELLO not in source.asked
