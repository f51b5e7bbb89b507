"""Dialling: one call at a time, nobody twice, and given up as soon as it is asked."""

import msgspec
import pytest

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from lampfield.model.relationship import Relationship, Subscription
from tests.board.booth import DEVICE, Booth, booth, person
from tests.waiting import until

ALICE = person("Alice", "201")
BOB = person(
    "Bob", "202", chat_id="", states={}, relationship=Relationship.NONE, subscription=Subscription.NONE
)


def call(number: str, state: CallState, party: CallParty = CallParty.CALLER) -> CallChange:
    return CallChange(
        channel="channel-1", device=DEVICE.name, name="", number=number, state=state, stamp=1, party=party
    )


def dialled(standing: Booth) -> list[object]:
    return [words[2] for words in standing.source.asked if words[0] == "dial"]


async def test_a_second_key_dials_no_second_call_before_the_hub_has_answered() -> None:
    async with booth(ALICE, BOB) as standing:
        standing.source.go_on.clear()
        standing.burst("dd")
        await standing.outcome("A call is being dialled already.")
        standing.burst("o99\r")
        await standing.sees("A call is being dialled already.")
        await standing.asked("dial", DEVICE.name, "201", "Alice")
        assert dialled(standing) == ["201"]
        standing.source.go_on.set()


@pytest.mark.parametrize("state", [CallState.DIAL, CallState.RING])
async def test_a_number_from_the_search_is_not_followed_by_who_the_cursor_is_on(state: CallState) -> None:
    async with booth(BOB) as standing:
        standing.burst("/99999")
        standing.key("f2")
        await standing.asked("dial", DEVICE.name, "99999", None)
        standing.source.tell(call("99999", state))
        await standing.sees("99999", "#calls")
        await standing.sees("⏎ card", "#footer")
        standing.burst("\r")
        await standing.press("d")
        await standing.outcome("You are calling 99999: hang up before you call somebody else.")
        assert dialled(standing) == ["99999"]


@pytest.mark.parametrize(
    ("state", "party", "said"),
    [
        (CallState.UP, CallParty.CALLER, "You are talking to Bob."),
        (CallState.HOLD, CallParty.CALLEE, "Bob is on hold: resume that call."),
        (CallState.RING, CallParty.CALLEE, "Bob is calling you: answer that call."),
    ],
)
async def test_whom_one_has_a_call_with_is_not_dialled(state: CallState, party: CallParty, said: str) -> None:
    async with booth(ALICE, BOB) as standing:
        standing.source.tell(call("202", state, party))
        await standing.sees("202", "#calls")
        await standing.go_to("Bob")
        await standing.sees("⏎ card", "#footer")
        await standing.press("d")
        await standing.outcome(said)
        standing.burst("o2 02\r")
        await standing.sees(said.replace("Bob", "2 02"))
        await standing.press("escape", "D", "enter")
        await standing.outcome(said)
        assert dialled(standing) == []
        await standing.go_to("Alice")
        await standing.sees("⏎ dial", "#footer")


async def test_hanging_up_at_once_ends_what_is_just_being_dialled() -> None:
    """Over a slow line both keys come together; the hub has not told of a call yet."""
    async with booth(ALICE, BOB) as standing:
        for count in (1, 2):
            standing.source.go_on.clear()
            standing.burst("d")
            standing.key("f8")
            await until(lambda: len(dialled(standing)) == count, "it to be dialled")  # noqa: B023
            await standing.outcome("hanging up…")
            standing.source.tell(call("201", CallState.DIAL))
            standing.source.go_on.set()
            await until(
                lambda: standing.source.asked.count(("hang up", "channel-1")) == count,  # noqa: B023
                "it to be hung up",
            )
            await standing.outcome(" is over.")
            standing.source.tell(msgspec.structs.replace(call("201", CallState.DEAD), cause=""))
            await until(lambda: not standing.board.context.own_calls, "the end of the call")
            await standing.misses("201", "#calls")
        await standing.press("f8")
        await standing.outcome("There is no call to hang up.")


async def test_the_phone_is_tested_from_the_palette_and_what_it_does_is_said() -> None:
    async with booth(ALICE) as standing:
        standing.burst(":test phone")
        await standing.sees("Ring your phone to learn")
        await standing.press("enter")
        await standing.asked("test", DEVICE.name)
        began = call("", CallState.UP)
        standing.source.tell(msgspec.structs.replace(began, start=2))
        await standing.sees("ON CALL", "#calls")
        standing.source.tell(
            msgspec.structs.replace(
                began, start=2, state=CallState.DEAD, cause="it answers and holds from here"
            )
        )
        await standing.outcome("It answers and holds from here.")
