"""The board on a real Asterisk: the tile is right at each step, and its keys call people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lampfield.board.app import make_board
from lampfield.hub.server import HubServer
from lampfield.model.account import Right
from lampfield.sources.asterisk.source import AsteriskSource
from tests.board.sight import Sight
from tests.live.handset import Manner
from tests.live.operator import OWN, account, phones
from tests.live.pbx import Asterisk

SECONDS = 10.0
STALE_SECONDS = 15.0


@asynccontextmanager
async def board(asterisk: Asterisk, size: tuple[int, int] = (120, 35)) -> AsyncIterator[Sight]:
    """Open the board, up to a phone link that works."""
    source = AsteriskSource(asterisk.pbx(), [OWN], reports_chat=True)
    who = account(may=[Right.DIAL, Right.CHAT, Right.HANGUP])
    async with HubServer([who], [source], linger=0.0) as hub:
        app = make_board(hub.url, account="reception", secret="s")
        async with app.run_test(size=size) as pilot:
            sight = Sight(app, pilot)
            await sight.sees("● phone", seconds=15.0)
            yield sight


async def find(sight: Sight, name: str) -> None:
    """Let the grid show one tile."""
    await sight.press("slash", *name, "enter")
    await sight.sees(name, "#grid", SECONDS)


async def test_the_tile_of_a_telephone_is_right_at_each_step(asterisk: Asterisk) -> None:
    async with board(asterisk) as sight, phones(asterisk, "202", "203", "204") as (bob, cara, dan):
        await find(sight, "Bob")
        await sight.sees("○ FREE", "#grid", SECONDS)
        call = await cara.dial("202")
        await sight.sees("◎ RINGING", "#grid", SECONDS)
        await sight.sees("← Cara Cole", "#grid")
        talk = await bob.next_call()
        await talk.answer()
        await sight.sees("● ON CALL", "#grid", SECONDS)
        second = await dan.dial("202")
        await sight.sees("◉ CALL+RING", "#grid", SECONDS)
        await second.hang_up()
        await sight.sees("● ON CALL", "#grid", SECONDS)
        await talk.hold()
        await find(sight, "Cara")
        await sight.sees("→ on hold, Bob B", "#grid", SECONDS)
        await talk.resume()
        await sight.misses("on hold", "#grid", SECONDS)
        await talk.refer("204")
        await find(sight, "Dan")
        await sight.sees("◎ RINGING", "#grid", SECONDS)
        await sight.sees("← Cara Cole", "#grid", SECONDS)
        await (await dan.next_call()).answer()
        await sight.sees("● ON CALL", "#grid", SECONDS)
        await call.hang_up()
        await sight.sees("○ FREE", "#grid", SECONDS)
        await dan.register(0)
        await sight.sees("? UNKNOWN", "#grid", SECONDS)
        await sight.sees("The phone is not registered.", "#card")
        await dan.register()
        await sight.sees("○ FREE", "#grid", SECONDS)


async def test_a_person_is_found_and_dialled_and_the_call_ended_by_keys(asterisk: Asterisk) -> None:
    async with board(asterisk, (80, 24)) as sight, phones(asterisk, "201", "202") as (own, bob):
        await sight.press("slash", *"bob", "enter")
        await sight.sees("○ FREE", "#grid", SECONDS)
        await sight.press("d")
        await sight.outcome("Your phone rings, then Bob Berg's.")
        await sight.sees("DIALLING", "#calls", SECONDS)
        await (await own.next_call()).answer()
        await sight.sees("RINGING  → Bob Berg", "#calls", SECONDS)
        await (await bob.next_call()).answer()
        await sight.sees("ON CALL  → Bob Berg", "#calls", SECONDS)
        await sight.sees("● ON CALL", "#grid", SECONDS)
        await sight.press("f8")
        await sight.outcome("The call with Bob Berg is over.")
        await sight.sees("○ FREE", "#grid", SECONDS)

        bob.manner = Manner.BUSY
        await sight.press("d")
        await (await own.next_call()).answer()
        await sight.outcome("Bob Berg: busy.")
        await sight.press("slash", *"99", "enter")
        await sight.outcome("99 is a wrong number")
        await find(sight, "Bob")
        own.manner = Manner.DECLINE
        await sight.press("d")
        await sight.outcome("Bob Berg: your phone declined.")
        await own.register(0)
        await find(sight, "Alice")
        await sight.sees("? UNKNOWN", "#grid", SECONDS)
        await sight.press("o", *"202", "enter")
        await sight.sees("Your phone PJSIP/201 is not registered.")


async def test_a_call_of_others_is_ended_after_a_question(asterisk: Asterisk) -> None:
    async with board(asterisk) as sight, phones(asterisk, "202", "203") as (bob, cara):
        await find(sight, "Bob")
        call = await cara.dial("202")
        await (await bob.next_call()).answer()
        await sight.sees("● ON CALL", "#grid", SECONDS)
        await sight.press("H")
        await sight.sees("Hang up Bob Berg's call with Cara Cole?")
        await sight.press("y")
        await sight.outcome("Bob Berg's call is over.")
        await call.reaches(call.stage.ENDED)
        await sight.sees("○ FREE", "#grid", SECONDS)


async def test_a_pbx_that_goes_leaves_stale_tiles_and_they_come_right(asterisk: Asterisk) -> None:
    """No key is pressed."""
    async with board(asterisk) as sight, phones(asterisk, "202") as (bob,):
        await find(sight, "Bob")
        await sight.sees("○ FREE", "#grid", SECONDS)
        asterisk.kill()
        await sight.sees("~ was FREE", "#grid", STALE_SECONDS)
        await sight.sees("✗ phone", "#header")
        asterisk.start()
        await bob.register()
        await sight.sees("● phone", "#header", SECONDS)
        await sight.sees("○ FREE", "#grid", SECONDS)


async def test_the_own_show_is_set_at_the_pbx(asterisk: Asterisk) -> None:
    async with board(asterisk) as sight:
        await sight.press("s")
        await sight.sees("Your presence")
        await sight.press("home", "down", "enter")
        await sight.sees("status (optional)")
        await sight.press(*"lunch", "enter")
        await sight.outcome("You are away: lunch.")
        await find(sight, "Alice")
        await sight.sees("away", "#grid", SECONDS)
        assert "lunch" in sight.text("#grid")
        await sight.press("s")
        await sight.sees("Your presence")
        await sight.press("home", "enter")
        await sight.press("enter")
        await sight.sees("online", "#grid", SECONDS)
