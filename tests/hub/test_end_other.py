"""Ending other people's calls: only with the right, and only the call that is meant."""

import msgspec
import pytest

from lampfield.hub.server import HubServer
from lampfield.model.account import Account, Right
from lampfield.model.contact import Direction, Party
from tests.hub.caller import ACCOUNT, Json, calling
from tests.hub.scripted import Scripted, contact
from tests.hub.test_session import ALICE

BROWN = Party("Brown", "0161", since=1_000, call="7")
TALK = contact("alice@acme.test", blf=1, party=BROWN)
MAY = Account(name=ACCOUNT.name, secret=ACCOUNT.secret, may=(Right.HANGUP,))


async def ended(account: Account, party: Party | None) -> tuple[Json, list[tuple[object, ...]]]:
    """Return the answer to a hang-up, and what the source was asked."""
    source = Scripted(ALICE, TALK)
    async with HubServer([account], [source], linger=0.0) as hub, calling(hub) as caller:
        cid = (await caller.start())["contacts"][0]["cID"]
        answer = await caller.answer(
            await caller.say("contact.hangup", cID=cid, party=msgspec.to_builtins(party))
        )
    return answer, source.asked


async def test_whoever_has_the_right_ends_the_call_that_is_meant() -> None:
    answer, asked = await ended(MAY, BROWN)
    assert "result" in answer
    assert asked == [("hang up contact", "alice@acme.test")]


async def test_a_call_that_was_answered_meanwhile_is_the_one_that_is_meant() -> None:
    answer, asked = await ended(MAY, Party("", "0161", since=900, call="7"))
    assert "result" in answer
    assert asked


@pytest.mark.parametrize(
    "meant",
    [
        pytest.param(msgspec.structs.replace(BROWN, call="6"), id="an earlier one with the same caller"),
        pytest.param(msgspec.structs.replace(BROWN, number="0162"), id="before it was given to another"),
        pytest.param(msgspec.structs.replace(BROWN, direction=Direction.OUT), id="the other way"),
    ],
)
async def test_another_call_is_not_ended_in_its_place(meant: Party) -> None:
    answer, asked = await ended(MAY, meant)
    assert "on a different call now" in answer["error"]["message"]
    assert asked == []


async def test_without_the_right_nothing_is_ended() -> None:
    answer, asked = await ended(ACCOUNT, None)
    assert answer["error"]["data"] == "no-right"
    assert asked == []
