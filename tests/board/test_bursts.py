"""Keys that come all at once, as over a slow line: each does what it would have done alone."""

from textual import events

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from tests.board.booth import DEVICE, Booth, booth, person
from tests.waiting import until

ALICE = person("Alice", "201")
BOB = person("Bob", "202")
KEY = ContactKey("alice@acme.test")


async def did(standing: Booth, *words: object) -> None:
    """Wait until the source was asked for something, and see that it was asked for nothing else."""
    await standing.asked(*words)
    await standing.pilot.pause()
    others = [
        it for it in standing.source.asked if it != words and it[0] not in ("open chat", "typing", "seen")
    ]
    assert not others


async def test_what_is_looked_for_is_no_command() -> None:
    """In the name stand d, which dials, and o, which asks for a number."""
    async with booth(ALICE, BOB) as standing:
        standing.burst("/bob")
        await standing.sees("bob", "#find-input")
        await standing.misses("Alice", "#grid")
        await standing.pilot.pause()
        assert not standing.source.asked
        assert len(standing.app.screen_stack) == 1


async def test_who_is_found_is_dialled() -> None:
    async with booth(ALICE, BOB) as standing:
        standing.burst("/bob\rd")
        await did(standing, "dial", DEVICE.name, "202", "Bob")


async def test_a_number_is_whole() -> None:
    async with booth(ALICE) as standing:
        standing.burst("o0161 496\r")
        await did(standing, "dial", DEVICE.name, "0161496", None)


async def test_a_chat_begins_with_what_is_typed() -> None:
    async with booth(ALICE) as standing:
        standing.burst("chello dear\r")
        await did(standing, "post", KEY, "hello dear")


async def test_a_chat_that_opens_late_keeps_what_is_typed_meanwhile() -> None:
    async with booth(ALICE) as standing:
        standing.source.go_on.clear()
        standing.burst("chello")
        await standing.sees("hello", "#chat-input")
        standing.source.go_on.set()
        await standing.sees("chat · Alice")
        standing.burst(" dear\r")
        await did(standing, "post", KEY, "hello dear")


async def test_a_chat_that_opens_late_takes_nothing_written_for_another() -> None:
    async with booth(ALICE, BOB) as standing:
        standing.source.go_on.clear()
        standing.burst("c\x1b")
        await standing.misses("chat · Alice")
        standing.burst("/bob\rchello\r")
        await standing.sees("chat · Bob")
        standing.source.go_on.set()
        await did(standing, "post", ContactKey("bob@acme.test"), "hello")


async def test_a_chat_given_up_before_it_is_there_stays_away() -> None:
    async with booth(ALICE) as standing:
        standing.source.go_on.clear()
        standing.burst("c\x1b")
        await standing.asked("open chat", KEY)
        await standing.misses("chat · Alice")
        standing.source.go_on.set()
        await until(lambda: not any(it.group == "actions" for it in standing.app.workers), "it to be open")
        await standing.pilot.pause()
        assert "chat · Alice" not in standing.text()


async def test_a_chat_that_cannot_be_opened_keeps_its_text_and_tries_again() -> None:
    async with booth(ALICE) as standing:
        standing.source.go_on.clear()
        standing.burst("chello")
        await standing.sees("hello", "#chat-input")
        standing.source.refusal = Refusal(RefusalCode.LINK_DOWN, "The chat link is down.")
        standing.source.go_on.set()
        await standing.outcome("The chat link is down.")
        standing.source.refusal = None
        standing.burst("\r")
        await did(standing, "post", KEY, "hello")
        await standing.misses("hello", "#chat-input")


async def test_tags_are_added_to_those_that_are_there() -> None:
    async with booth(ALICE) as standing:
        standing.burst("gVIP\r")
        await did(standing, "set tags", KEY, ("Sales", "VIP"))


async def test_a_question_is_answered() -> None:
    async with booth(ALICE) as standing:
        standing.burst("xn")
        await standing.misses("End the chat relationship")
        standing.burst("xy")
        await did(standing, "remove", KEY)


async def test_a_search_is_left_for_the_next_key() -> None:
    async with booth(ALICE, BOB) as standing:
        standing.burst("/bob\x1bd")
        await standing.asked("dial", DEVICE.name, "202", "Bob")
        await standing.sees("Alice", "#grid")


async def test_a_chat_is_left_for_the_next_key() -> None:
    async with booth(ALICE, BOB) as standing:
        standing.burst("chello\x1bd")
        await did(standing, "dial", DEVICE.name, "201", "Alice")
        await standing.misses("chat · Alice")


async def test_a_key_that_comes_while_the_board_is_left_does_no_harm() -> None:
    async with booth(person("Alice", "201")) as standing:
        pass
    await standing.app.on_event(events.Key("d", "d"))
    assert not standing.source.asked


async def test_a_quick_text_is_chosen_and_sent() -> None:
    async with booth(ALICE) as standing:
        standing.burst("c")
        await standing.sees("chat · Alice")
        standing.app.post_message(events.Key("f2", None))
        standing.burst("5\r")
        await did(standing, "post", KEY, "One moment, please.")


async def test_what_is_searched_for_in_a_chat_is_no_message() -> None:
    async with booth(ALICE) as standing:
        standing.burst("c")
        await standing.sees("chat · Alice")
        standing.app.post_message(events.Key("ctrl+f", None))
        standing.burst("word\x1bhello\r")
        await did(standing, "post", KEY, "hello")
