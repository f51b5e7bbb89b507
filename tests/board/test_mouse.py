"""The whole contract by the mouse alone, at 80 columns and 24 lines: a click does what a key does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from lampfield.board.kit.hint import key_at
from lampfield.board.palette.palette import Palette
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, MessageChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show
from tests.board.booth import DEVICE, NOON, Booth, booth, person
from tests.waiting import until

ALICE, BOB = person("Alice", "201"), person("Bob", "202")
MIA = person("Mia", "203", relationship=Relationship.ASKING, subscription=Subscription.NONE, states={})
ZED = person("Zed", "204", relationship=Relationship.NONE, subscription=Subscription.NONE, states={})
ALICE_KEY, MIA_KEY, ZED_KEY = (ContactKey(f"{name}@acme.test") for name in ("alice", "mia", "zed"))

ALWAYS = ("primary", "favourite", "watch", "say", "note", "card", "copy", "copy-card")
"""What can be done with every contact."""


class Mouse:
    """A hand on the mouse."""

    def __init__(self, standing: Booth) -> None:
        self.standing = standing

    async def click(self, words: str, *, times: int = 1, button: int = 1) -> None:
        """Click on words, wherever they are on the screen; the lowest, if they are there twice."""
        await self.standing.sees(words)
        rows = self.standing.lines()
        y = max(row for row, text in enumerate(rows) if words in text)
        await self.standing.pilot.click(offset=(rows[y].index(words), y), times=times, button=button)
        await self.standing.pilot.pause()

    async def choose(self, name: str, action: str) -> None:
        """Click on somebody's tile with the other button, and on what is to be done."""
        await self.click(name, button=3)
        await self.standing.sees(f"For {name}")
        await self.scroll_to(action)
        await self.click(action)

    async def scroll_to(self, action: str) -> None:
        """Turn the palette's pages until an action is in sight."""
        while not any(action in row for row in self.standing.lines()):
            await self.standing.pilot.app.screen.query_one("OptionList").run_action("page_down")
            await self.standing.pilot.pause()

    async def choose_of_all(self, name: str, action: str) -> None:
        """Go on from somebody's tile to everything that the board does, and click on what is to be done."""
        await self.choose(name, "Find any action or contact")
        await self.standing.sees("or type another name")
        await self.scroll_to(action)
        await self.click(action)


@asynccontextmanager
async def mouse(**more: object) -> AsyncIterator[Mouse]:
    async with booth(ALICE, BOB, MIA, ZED, size=(80, 24), **more) as standing:  # type: ignore[arg-type]
        yield Mouse(standing)


def call(state: CallState, features: str) -> CallChange:
    return CallChange(
        channel="channel-1",
        device=DEVICE.name,
        name="Brown",
        number="0161",
        state=state,
        stamp=int(NOON * 1000),
        features=features,
        party=CallParty.CALLEE,
    )


async def test_the_menu_of_a_tile_has_what_can_be_done_with_that_contact_alone() -> None:
    async with mouse() as hand:
        for name, ids in (
            ("Alice", {"dial", "chat", "remove", "tags"}),
            ("Mia", {"dial", "chat", "accept", "remove", "tags"}),
            ("Zed", {"dial", "chat", "request", "remove", "tags"}),
        ):
            await hand.click(name, button=3)
            await hand.standing.sees(f"For {name}")
            palette = hand.standing.app.screen
            assert isinstance(palette, Palette)
            assert {key.id for key in palette.keys} == {*ids, *ALWAYS, "palette"}
            await hand.standing.press("escape")


async def test_two_clicks_dial_and_a_click_on_the_footer_too() -> None:
    async with mouse() as hand:
        await hand.click("Alice", times=2)
        await hand.standing.asked("dial", DEVICE.name, "201", "Alice")
        await hand.click("Bob")
        await hand.click("✓ Your phone rings")
        await hand.click("d dial")
        await hand.standing.asked("dial", DEVICE.name, "202", "Bob")


async def test_calls_are_answered_held_and_ended() -> None:
    async with mouse() as hand:
        for state, feature, does, asked in (
            (CallState.RING, "answer", "Answer the call that rings", "talk"),
            (CallState.UP, "hold", "Hold the call", "hold"),
            (CallState.UP, "", "Hang up the call, or reject", "hang up"),
        ):
            hand.standing.source.tell(call(state, feature))
            await hand.standing.sees("Brown", "#calls")
            await hand.choose_of_all("Alice", does)
            await until(lambda asked=asked: any(it[0] == asked for it in hand.standing.source.asked), asked)  # type: ignore[misc]


async def test_the_line_of_a_call_has_what_can_be_done_with_it() -> None:
    async with booth(ALICE, size=(120, 30)) as standing:
        standing.source.tell(call(CallState.RING, "answer"))
        await Mouse(standing).click("F3 answers")
        await until(lambda: any(it[0] == "talk" for it in standing.source.asked), "the answer")


async def test_of_two_calls_the_clicked_one_is_meant_and_a_key_is_named_where_it_means_that_call() -> None:
    talk = msgspec.structs.replace(call(CallState.UP, "hold"), channel="channel-2", name="Ito")
    async with booth(ALICE, size=(120, 30)) as standing:
        standing.source.tell(talk, call(CallState.RING, "answer"))
        await standing.sees("F3 answers · rejects", "#calls")
        await standing.sees("F7 holds · F8 hangs up", "#calls")
        await Mouse(standing).click("rejects")
        await standing.asked("hang up", "channel-1")
        assert ("hang up", "channel-2") not in standing.source.asked


async def test_what_rings_elsewhere_is_not_to_be_held() -> None:
    """Though the operator's own phone could: the key means nothing before somebody answered."""
    rings = msgspec.structs.replace(call(CallState.RING, "hold"), party=CallParty.CALLER)
    async with booth(ALICE, size=(120, 30)) as standing:
        standing.source.tell(rings)
        await standing.sees("F8 hangs up", "#calls")
        assert "holds" not in standing.text("#calls")


async def test_a_chat_is_had_with_quick_texts() -> None:
    async with mouse() as hand:
        hand.standing.source.tell(
            MessageChange(key=ALICE_KEY, id="1", text="are you there?"), RoomChange(key=ALICE_KEY)
        )
        await hand.click("»1 unread")
        await hand.standing.sees("are you there?")
        await hand.click("F2 quick texts")
        await hand.click("One moment, please.")
        await hand.click("⏎ send")
        await hand.standing.asked("post", ALICE_KEY, "One moment, please.")


async def test_relationships_are_asked_for_accepted_and_ended() -> None:
    async with mouse() as hand:
        await hand.choose("Zed", "Send the contact a request")
        await hand.standing.asked("request", ZED_KEY)
        await hand.click("1 request")
        await hand.standing.sees("Chat requests")
        await hand.click("mia@acme.test")
        await hand.standing.asked("authorize", MIA_KEY)
        await hand.choose("Alice", "Remove the contact from chat")
        await hand.click("y end it")
        await hand.standing.asked("remove", ALICE_KEY)


async def test_one_shows_oneself_away() -> None:
    async with mouse() as hand:
        await hand.click("you:")
        await hand.click("away")
        await hand.standing.sees("status (optional)")
        await hand.click("Enter sets it")
        await hand.standing.asked("presence", Show.AWAY, "")


async def test_a_link_is_cut_after_a_question() -> None:
    async with mouse() as hand:
        await hand.click("● chat")
        await hand.click("● chat")
        await hand.click("y reset it")
        await hand.standing.asked("reset", LinkName.CHAT)


async def test_tags_are_opened_and_left() -> None:
    async with mouse() as hand:
        await hand.choose("Alice", "Change the contact's tags")
        await hand.standing.sees("separated by commas")
        await hand.click("⏎ saves")
        await hand.standing.asked("set tags", ALICE_KEY, ("Sales",))


async def test_groups_help_and_settings_are_a_click_away() -> None:
    async with mouse() as hand:
        await hand.click("Asked me")
        await until(lambda: len(hand.standing.grid.order) == 1, "one who asks")
        await hand.click("? keys")
        await hand.standing.sees("Keys, by the map")
        await hand.click("Esc closes")
        await hand.standing.misses("Keys, by the map")
        await hand.choose_of_all("Mia", "See and change every setting")
        await hand.standing.sees("The name of the colours")


@pytest.mark.parametrize(
    ("x", "key"), [(0, "enter"), (8, "enter"), (14, ""), (17, "escape"), (32, "f2"), (42, "r"), (99, "")]
)
def test_each_place_of_a_hint_tells_of_its_key(x: int, key: str) -> None:
    assert key_at("Enter chooses   Esc: as it was  F2 dials, r cuts", x) == key
