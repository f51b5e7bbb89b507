"""Ending other people's calls: only with the right, and only the call that is meant."""

from lampfield.hub.server import HubServer
from lampfield.model.account import Account, Right
from lampfield.model.contact import Party
from tests.hub.caller import ACCOUNT, Json, calling
from tests.hub.scripted import Scripted, contact
from tests.hub.test_session import ALICE

TALK = contact("alice@acme.test", blf=1, party=Party("Brown", "0161", since=1_000))
MAY = Account(name=ACCOUNT.name, secret=ACCOUNT.secret, may=(Right.HANGUP,))


async def ended(account: Account, since: int | None) -> tuple[Json, list[tuple[object, ...]]]:
    """Return the answer to a hang-up, and what the source was asked."""
    source = Scripted(ALICE, TALK)
    async with HubServer([account], [source], linger=0.0) as hub, calling(hub) as caller:
        cid = (await caller.start())["contacts"][0]["cID"]
        answer = await caller.answer(await caller.say("contact.hangup", cID=cid, since=since))
    return answer, source.asked


async def test_whoever_has_the_right_ends_the_call_that_is_meant() -> None:
    answer, asked = await ended(MAY, since=1_000)
    assert "result" in answer
    assert asked == [("hang up contact", "alice@acme.test")]


async def test_another_call_is_not_ended_in_its_place() -> None:
    answer, asked = await ended(MAY, since=2_000)
    assert "another one by now" in answer["error"]["message"]
    assert asked == []


async def test_without_the_right_nothing_is_ended() -> None:
    answer, asked = await ended(ACCOUNT, since=None)
    assert answer["error"]["data"] == "no-right"
    assert asked == []
