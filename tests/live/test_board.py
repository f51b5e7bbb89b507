"""The board on a real server: what others do lights its tiles, and its keys reach them."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from lampfield.board.app import make_board
from tests.board.sight import Sight
from tests.live.chat_server import ChatServer
from tests.live.desk import hub_of
from tests.live.friend import friend
from tests.waiting import until

Newcomer = Callable[[str], str]

STALE_SECONDS = 15.0
RIGHT_SECONDS = 10.0
"""After the server's return."""


@asynccontextmanager
async def board(server: ChatServer, name: str) -> AsyncIterator[Sight]:
    """Open the board for an account, up to a chat link that works."""
    async with hub_of(server, name) as hub:
        app = make_board(hub.url, account=name, secret="s")
        async with app.run_test(size=(120, 35)) as pilot:
            sight = Sight(app, pilot)
            await sight.sees("● chat", seconds=15.0)
            yield sight


async def test_a_day_at_the_board(chat_server: ChatServer, newcomer: Newcomer) -> None:
    """They ask, I accept; I ask, they accept; presence, chat and the end of a relationship."""
    alice, bob, cara = newcomer("alice"), newcomer("bob"), newcomer("cara")
    address = f"{alice}@{chat_server.domain}"
    async with (
        friend(chat_server, bob) as one,
        friend(chat_server, cara) as two,
        board(chat_server, alice) as sight,
    ):
        one.tell(address, "subscribe")
        await sight.sees("1 request", "#header")
        await sight.press("A")
        await sight.sees(one.address)
        await sight.press("a")
        await sight.outcome(f"{bob}'s request is accepted.")
        await one.hears(address, "subscribe")
        one.tell(address, "subscribed")
        await sight.sees("⇄ mutual", "#card", 10.0)

        await sight.press("n", *two.address, "down", *"Cara", "enter")
        await two.hears(address, "subscribe")
        two.befriend(address)
        await sight.sees("+ asks you", "#grid", 10.0)
        await sight.go_to("Cara")
        await sight.press("enter")
        await sight.sees("⇄ mutual", "#card", 10.0)

        two.show("dnd", "[bold]no[/bold] \u202ecalls")
        await sight.sees("dnd", "#grid", 10.0)
        await sight.sees("[bold]no[/bold] calls", "#grid")
        async with friend(chat_server, cara, "mobile") as mobile:
            mobile.show("away")
            await sight.sees("mobile away", "#card", 10.0)
        await sight.misses("mobile", "#card", 10.0)

        await sight.press("c")
        await sight.sees("chat · Cara")
        await sight.press(*"hello", "enter")
        await two.reads("hello")
        await sight.sees("you: hello ✓", seconds=10.0)
        two.client.make_message(mto=address, mbody="hello yourself", mtype="chat").send()
        await sight.sees("Cara: hello yourself", seconds=10.0)
        await sight.press("escape")

        await sight.press("x", "y")
        await two.hears(address, "unsubscribed")
        await sight.sees("no relationship", "#card", 10.0)


async def test_the_chat_has_its_history_after_a_restart(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other:
        async with board(chat_server, alice) as sight:
            await sight.press("n", *other.address, "enter")
            await until(lambda: len(sight.grid.order) == 1, "one contact", 10.0)
            await sight.press("c")
            await sight.sees("chat · ")
            await sight.press(*"first", "enter")
            await sight.sees("you: first", seconds=10.0)
        async with board(chat_server, alice) as sight:
            await until(lambda: len(sight.grid.order) == 1, "one contact", 10.0)
            await sight.press("c")
            await sight.sees("you: first", seconds=10.0)


async def test_a_server_that_goes_makes_tiles_stale_and_they_come_right(
    chat_server: ChatServer, newcomer: Newcomer
) -> None:
    """No key is pressed."""
    alice, bob = newcomer("alice"), newcomer("bob")
    async with board(chat_server, alice) as sight:
        async with friend(chat_server, bob) as other:
            await sight.press("n", *other.address, "enter")
            await other.hears(f"{alice}@{chat_server.domain}", "subscribe")
            other.tell(f"{alice}@{chat_server.domain}", "subscribed")
            await sight.sees("online", "#grid", 10.0)
            chat_server.kill()
            await sight.sees("~online", "#grid", STALE_SECONDS)
            await sight.sees("✗ chat", "#header")
        chat_server.start()
        await sight.sees("● chat", "#header", RIGHT_SECONDS)
        await sight.misses("~", "#grid", RIGHT_SECONDS)
        await sight.sees("offline", "#grid", RIGHT_SECONDS)
