"""Chat on the board."""

import pytest

from lampfield.board.widgets.chat import pane
from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import Receipt, Typing
from tests.board.booth import NOON, Booth, booth, person
from tests.waiting import until

ALICE = person("Alice", "201")
BOB = person("Bob", "202")
KEY = ContactKey("alice@acme.test")


def said(id_: str, text: str, *, own: bool = False, archived: bool = False, minute: int = 0) -> MessageChange:
    time = int(NOON * 1000) + 60_000 * minute
    return MessageChange(key=KEY, id=id_, text=text, own=own, archived=archived, time=time)


async def chatting(standing: Booth) -> None:
    await standing.press("c")
    await standing.asked("open chat", KEY)
    await standing.sees("chat · Alice")


async def test_a_message_goes_out_and_shows_how_far_it_came() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        await standing.press(*"hello", "enter")
        await standing.asked("post", KEY, "hello")
        await standing.sees("you: hello")
        standing.source.tell(ReceiptChange(KEY, "own hello", Receipt.READ))
        await standing.sees("hello ✓✓")


async def test_a_message_that_is_refused_is_given_back() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        standing.source.refusal = Refusal(RefusalCode.LINK_DOWN, "The chat link is down.")
        await standing.press(*"hello", "enter")
        await standing.outcome("The chat link is down.")
        await standing.sees("hello", "#chat-input")


async def test_history_and_what_is_new_are_told_apart() -> None:
    async with booth(ALICE) as standing:
        standing.source.tell(
            said("1", "long ago", archived=True), said("2", "are you there?", minute=1), RoomChange(key=KEY)
        )
        await standing.sees("»1 unread", "#header")
        await standing.sees("»1 Alice", "#grid")
        await chatting(standing)
        await standing.sees("── new ──")
        lines = standing.lines("#chat-log")
        new = next(place for place, line in enumerate(lines) if "new" in line)
        assert "long ago" in lines[new - 1]
        assert "are you there?" in lines[new + 1]
        await standing.asked("seen", KEY, "2")
        await until(lambda: "unread" not in standing.text("#header"), "nothing unread")


async def test_typing_shows_both_ways() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        standing.source.tell(RoomChange(key=KEY, typing=Typing.COMPOSING))
        await standing.sees("Alice is typing…")
        standing.source.tell(RoomChange(key=KEY))
        await until(lambda: "is typing" not in standing.text(), "no typing")
        await standing.press("h")
        await standing.asked("typing", KEY, Typing.COMPOSING)
        await standing.press("backspace")
        await standing.asked("typing", KEY, Typing.IDLE)


async def test_a_pause_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pane, "PAUSE_SECONDS", 0.05)
    async with booth(ALICE) as standing:
        await chatting(standing)
        await standing.press("h")
        await standing.asked("typing", KEY, Typing.PAUSED)


async def test_u_goes_to_who_waits() -> None:
    async with booth(ALICE, BOB) as standing:
        await standing.go_to("Bob")
        standing.source.tell(said("1", "hello?"))
        await standing.sees("»1 unread", "#header")
        await standing.press("u")
        await standing.sees("chat · Alice")
        assert standing.grid.contacts[standing.grid.cursor or standing.grid.order[1]].name == "Alice"


async def test_escape_closes_the_chat_and_the_keys_are_the_board_s_again() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        await standing.press("d", "escape", "d")
        await standing.outcome("Your phone rings")
        await standing.asked("dial", "PJSIP/1", "201", "Alice")


async def test_older_messages_are_fetched_from_above() -> None:
    async with booth(ALICE) as standing:
        await chatting(standing)
        await standing.press("pageup")
        await standing.asked("history", KEY, 50)


async def test_hostile_text_is_only_text() -> None:
    async with booth(ALICE) as standing:
        standing.source.tell(said("1", "[red]no[/red] \x1b[31mred\x07 \u202eback\u202c line\nnext"))
        await chatting(standing)
        await standing.sees("[red]no[/red]")
        assert "\x1b" not in standing.text()
        assert "\u202e" not in standing.text()


async def test_on_a_narrow_screen_the_chat_lies_over_the_grid() -> None:
    async with booth(ALICE, size=(80, 24)) as standing:
        await chatting(standing)
        await standing.press(*"hello", "enter")
        await standing.sees("you: hello")
        await standing.press("escape")
        await until(lambda: "you: hello" not in standing.text(), "the grid alone")


@pytest.mark.parametrize("size", [(80, 24), (119, 24), (120, 35)])
async def test_the_last_message_is_in_sight_however_wide_the_chat_becomes(size: tuple[int, int]) -> None:
    async with booth(ALICE, size=size) as standing:
        long = [said(str(n), f"{n} " + "could somebody let the courier in " * 3, minute=n) for n in range(30)]
        standing.source.tell(*long, said("last", "that was all", minute=31), RoomChange(key=KEY))
        await chatting(standing)
        await standing.sees("that was all")
        for width in (100, 160, 80):
            await standing.pilot.resize_terminal(width, size[1])
            await standing.sees("that was all")
