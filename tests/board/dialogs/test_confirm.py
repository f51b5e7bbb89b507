"""Questions before what cannot be taken back: only the key that is shown means yes."""

from collections.abc import Sequence

import pytest

from lampfield.config.memory_file import MemoryFile
from lampfield.model.account import Right
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from tests.board.booth import booth, person
from tests.hub.caller import ACCOUNT

ALICE = person("Alice", "201")
BUSY = person("Alice", "201", blf=1)
KEY = ContactKey("alice@acme.test")

NO = ("enter", "escape", "n")


@pytest.mark.parametrize("key", NO)
async def test_no_key_but_y_ends_a_relationship(key: str) -> None:
    async with booth(ALICE) as standing:
        await standing.press("x")
        await standing.sees("y end it   n, Enter, Esc cancel")
        await standing.press("d", "space", key)
        await standing.misses("End the chat relationship")
        assert not standing.source.asked
        await standing.press("x", "y")
        await standing.asked("remove", KEY)


@pytest.mark.parametrize("key", NO)
async def test_no_key_but_y_hangs_up_somebody_else_s_call(key: str) -> None:
    async with booth(BUSY, may=(*ACCOUNT.may, Right.HANGUP)) as standing:
        await standing.press("H")
        await standing.sees("y hang up   n, Enter, Esc cancel")
        await standing.press(key)
        await standing.misses("Hang up Alice")
        assert not standing.source.asked
        await standing.press("H", "y")
        await standing.asked("hang up contact", KEY)


@pytest.mark.parametrize("keys", [("l", "enter", "enter"), ("l", "enter", "n")])
async def test_no_key_but_y_cuts_a_link(keys: Sequence[str]) -> None:
    async with booth(ALICE) as standing:
        await standing.press(*keys)
        await standing.misses("Cut the link")
        assert not standing.source.asked


async def test_enter_forgets_no_saved_search() -> None:
    memory = MemoryFile()
    async with booth(ALICE, memory=memory) as standing:
        standing.burst("/ali")
        await standing.sees("ali", "#find-input")
        standing.burst("\rSMine\r")
        await standing.outcome("The search was saved as a tab: Mine.")
        standing.board.search.clear()
        await standing.press("left_square_bracket", "left_square_bracket", "S")
        await standing.sees("Delete the saved search Mine?")
        await standing.press("enter")
        await standing.misses("Delete the saved search")
        assert [it.saved for it in memory.values.finding.values()] == [{"Mine": "ali"}]


async def test_leaving_twice_or_enter_does_not_lose_what_was_not_sent() -> None:
    async with booth(ALICE) as standing:
        standing.source.refusal = Refusal(RefusalCode.REFUSED, "Not now.")
        standing.burst("chello\r")
        await standing.outcome("Not now.")
        standing.burst(" more\r")
        await standing.pilot.pause()
        standing.source.go_on.clear()
        standing.source.refusal = None
        standing.burst("again\r")
        await standing.press("ctrl+q")
        await standing.sees("y leave   n, Enter, Esc stay")
        await standing.press("ctrl+q")
        await standing.sees("is not sent yet")
        assert len(standing.app.screen_stack) == 2
        await standing.press("enter")
        await standing.misses("is not sent yet")
        await standing.press("ctrl+q", "y")
        assert standing.app.return_code == 0
