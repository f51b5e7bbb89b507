"""What is written is sent once, whatever the links do meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lampfield.board.app import make_board
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.hub.server import HubServer
from lampfield.model.change import LinkChange, MessageChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from tests.board.booth import NOON, Booth, person
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted
from tests.waiting import until
from tests.wire import Wire, wire_to

ALICE, BOB = person("Alice", "201"), person("Bob", "202")
KEY = ContactKey("alice@acme.test")
HELLO = ("post", KEY, "hello")
BACK_SECONDS = 15.0
"""A connection that was lost is made anew after up to a few seconds."""


class Far(Booth):
    """A board with a wire to its hub."""

    wire: Wire


@asynccontextmanager
async def far(linger: float = 60.0) -> AsyncIterator[Far]:
    """Run a board over a wire, with the chat of Alice open."""
    source = Scripted(ALICE, BOB)
    async with (
        HubServer([ACCOUNT], [source], linger=linger) as hub,
        wire_to(hub.port) as wire,
    ):
        app = make_board(wire.url, account=ACCOUNT.name, secret=ACCOUNT.secret, clock=lambda: NOON)
        async with app.run_test(size=(120, 35)) as pilot:
            standing = Far(app, pilot, source, hub)
            standing.wire = wire
            await until(lambda: len(standing.grid.order) == 2, "all tiles")
            await standing.press("c")
            await standing.asked("open chat", KEY)
            await standing.sees("chat · Alice")
            await until(lambda: standing.board.query_one(ChatPane).room, "the chat")
            yield standing


async def sent_once(standing: Far, words: str = "hello") -> None:
    """See that a message stands in the chat once, and was asked for once."""
    await standing.sees(f"you: {words} …", "#chat-scroll", BACK_SECONDS)
    await until(lambda: not standing.operator.chat.sender.outbox, "nothing on its way", BACK_SECONDS)
    assert standing.text("#chat-scroll").count(words) == 1
    assert standing.source.asked.count(("post", KEY, words)) == 1


async def test_a_message_whose_answer_was_lost_is_sent_once() -> None:
    """The link goes down after the hub has asked the chat server, and before it answers."""
    async with far() as standing:
        standing.source.go_on.clear()
        await standing.press(*"hello", "enter")
        await standing.asked(*HELLO)
        standing.wire.cut()
        await standing.sees("◌ hub", "#header")
        await standing.sees("hello ◌ waiting", "#chat-scroll")
        standing.source.go_on.set()
        await sent_once(standing)


async def test_the_same_when_the_message_is_through_before_the_link_is_back() -> None:
    async with far() as standing:
        standing.source.go_on.clear()
        await standing.press(*"hello", "enter")
        await standing.asked(*HELLO)
        standing.wire.accepts = False
        standing.wire.cut()
        await standing.sees("◌ hub", "#header")
        standing.source.go_on.set()
        await until(lambda: standing.hub.context.accounts.get(ACCOUNT), "the desk")
        standing.wire.accepts = True
        await sent_once(standing)


async def test_what_is_written_without_a_link_waits_and_goes_out_in_order() -> None:
    async with far() as standing:
        standing.wire.accepts = False
        standing.wire.cut()
        await standing.sees("◌ hub", "#header")
        await standing.press(*"hello", "enter", *"again", "enter", *"draft")
        await standing.sees("hello ◌ waiting", "#chat-scroll")
        assert HELLO not in standing.source.asked
        standing.wire.accepts = True
        await sent_once(standing)
        await sent_once(standing, "again")
        posts = [words[2] for words in standing.source.asked if words[0] == "post"]
        assert posts == ["hello", "again"]
        await standing.sees("draft", "#chat-input")


async def test_what_waits_can_be_taken_back() -> None:
    async with far() as standing:
        standing.wire.accepts = False
        standing.wire.cut()
        await standing.sees("◌ hub", "#header")
        await standing.press(*"hello", "enter")
        await standing.sees("hello ◌ waiting", "#chat-scroll")
        await standing.press("up")
        await standing.sees("hello", "#chat-input")
        await standing.misses("waiting", "#chat-scroll")


async def test_what_is_written_without_a_chat_link_waits_for_it() -> None:
    async with far() as standing:
        standing.source.tell(LinkChange(Link(LinkName.CHAT, LinkState.DOWN, NOON)))
        await standing.sees("✗ chat", "#header")
        await standing.press(*"hello", "enter")
        await standing.sees("hello ◌ waiting", "#chat-scroll")
        assert HELLO not in standing.source.asked
        standing.source.tell(LinkChange(Link(LinkName.CHAT, LinkState.UP, NOON)))
        await sent_once(standing)


async def test_a_hub_that_began_anew_is_not_asked_again_for_what_it_may_have_sent() -> None:
    async with far(linger=0.0) as standing:
        standing.source.go_on.clear()
        await standing.press(*"hello", "enter")
        await standing.asked(*HELLO)
        port = standing.hub.port
        await standing.hub.__aexit__(None, None, None)
        standing.source.go_on.set()
        async with HubServer([ACCOUNT], [standing.source], port=port):
            await standing.sees("hello ? perhaps not sent", "#chat-scroll", BACK_SECONDS)
            assert standing.source.asked.count(HELLO) == 1
            await standing.press("up")
            await standing.sees("hello", "#chat-input")


async def test_a_hub_that_began_anew_is_believed_when_its_archive_has_the_message() -> None:
    async with far(linger=0.0) as standing:
        standing.source.go_on.clear()
        await standing.press(*"hello", "enter")
        await standing.asked(*HELLO)
        (outgoing,) = standing.operator.chat.sender.outbox.of(
            standing.board.query_one(ChatPane).cid or standing.grid.order[0]
        )
        port = standing.hub.port
        await standing.hub.__aexit__(None, None, None)
        standing.source.go_on.set()
        archived = MessageChange(
            key=KEY, id="1", own=True, text="hello", archived=True, post_id=outgoing.post_id, time=1
        )
        standing.source.first = (*standing.source.first, RoomChange(key=KEY), archived)
        async with HubServer([ACCOUNT], [standing.source], port=port):
            await sent_once(standing)


async def test_what_nobody_knows_is_said_and_not_tried_again() -> None:
    async with far() as standing:
        standing.source.refusal = Refusal(RefusalCode.TIMED_OUT, "The chat server did not answer in time.")
        await standing.press(*"hello", "enter")
        await standing.sees("hello ? perhaps not sent", "#chat-scroll")
        standing.source.refusal = None
        standing.board.tick()
        await standing.press(*"again", "enter")
        await standing.sees("you: again …", "#chat-scroll")
        assert standing.source.asked.count(HELLO) == 1


async def test_what_is_refused_while_another_is_written_stays_in_sight() -> None:
    async with far() as standing:
        standing.source.go_on.clear()
        standing.source.refusal = Refusal(RefusalCode.BAD_TEXT, "That cannot be sent.")
        await standing.press(*"hello", "enter", *"next")
        await standing.asked(*HELLO)
        standing.source.go_on.set()
        await standing.sees("hello ✗ not sent: That", "#chat-scroll")
        await standing.sees("next", "#chat-input")
        await standing.press(*["backspace"] * 4, "up")
        await standing.sees("hello", "#chat-input")


async def test_one_does_not_leave_what_is_not_sent_without_a_question() -> None:
    async with far() as standing:
        standing.wire.accepts = False
        standing.wire.cut()
        await standing.sees("◌ hub", "#header")
        await standing.press(*"hello", "enter")
        await standing.sees("hello ◌ waiting", "#chat-scroll")
        await standing.press("ctrl+q")
        await standing.sees("not sent yet")
        await standing.press("n")
        await standing.sees("hello ◌ waiting", "#chat-scroll")
        await standing.press("ctrl+q", "y")
        await until(lambda: standing.app.return_code is not None or not standing.app.is_running, "the end")


async def test_no_link_is_shown_as_up_while_the_hub_is_lost() -> None:
    async with far() as standing:
        await standing.sees("● phone", "#header")
        standing.wire.accepts = False
        standing.wire.cut()
        await standing.sees("~ phone", "#header")
        header = standing.text("#header")
        assert "~ chat" in header
        assert "●" not in header
        standing.wire.accepts = True
        await standing.sees("● phone", "#header", BACK_SECONDS)
