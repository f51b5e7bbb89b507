"""Dialling and hanging up on a real Asterisk: what both phones show, and every way in which it can fail."""

import asyncio

import pytest

from lampfield.client.handles import Call
from lampfield.model.account import Right
from lampfield.model.call import CallState
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkState
from lampfield.protocol.errors import RequestError
from lampfield.sources.asterisk import dialling
from lampfield.sources.asterisk.telephones import Ability, Proof
from tests.live.handset import Handset, HandsetCall, Manner, Stage
from tests.live.operator import OWN, Operator, account, operator, phones
from tests.live.pbx import Asterisk
from tests.waiting import until


async def comes_to(call: Call, *states: CallState) -> None:
    """Wait until a call of the operator is at one of some states."""
    await until(lambda: call.state in states, f"call {states}, it is {call.value}", 12.0)


async def refused(dialling: "asyncio.Future[Call] | object") -> RequestError:
    """Return why dialling was refused."""
    with pytest.raises(RequestError) as caught:
        await dialling  # type: ignore[misc]
    return caught.value


async def taken(sitting: Operator, own: Handset, number: str = "202") -> tuple[Call, HandsetCall]:
    """Dial somebody, and take up the operator's own phone."""
    await sitting.sees(_201="0")
    call = await sitting.at(number).dial()
    ringing = await own.next_call()
    await comes_to(call, CallState.DIAL)
    await ringing.answer()
    return call, ringing


async def test_own_phone_rings_then_theirs_and_both_show_the_other(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        call, ringing = await taken(sitting, own)
        theirs = await bob.next_call()
        await comes_to(call, CallState.RING)
        assert ringing.caller == ("Bob Berg", "202")
        assert theirs.caller == ("Alice Ames", "201")
        assert (call.name, call.number) == ("Bob Berg", "202")
        await sitting.sees(_201="1 > 202", _202="2 < 201")

        await theirs.answer()
        await comes_to(call, CallState.UP)
        assert call.start >= call.stamp > 0
        await sitting.sees(_201="1 > 202", _202="1 < 201")

        await call.hangup()
        await comes_to(call, CallState.DEAD)
        await ringing.reaches(Stage.ENDED)
        await theirs.reaches(Stage.ENDED)
        await sitting.sees(_201="0", _202="0")
        assert call.cause == ""


async def test_a_number_that_is_nobody_s_is_dialled_as_people_write_it(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201") as (own,):
        await sitting.sees(_201="0")
        call = await sitting.pbx.dial(OWN, " (5)0-0 ")
        await (await own.next_call()).answer()
        await comes_to(call, CallState.UP)
        assert call.number == "500"
        await call.hangup()
        await comes_to(call, CallState.DEAD)


async def test_a_phone_that_is_asked_to_answers_by_itself(asterisk: Asterisk) -> None:
    who = account(auto_answer=True)
    async with operator(asterisk, who) as sitting, phones(asterisk, "201", "202") as (_, bob):
        await sitting.sees(_201="0", _202="0")
        call = await sitting.at("202").dial()
        await (await bob.next_call()).answer()
        await comes_to(call, CallState.UP)
        await call.hangup()
        await sitting.sees(_201="0", _202="0")


@pytest.mark.parametrize(
    ("manner", "cause"),
    [
        (Manner.BUSY, "busy"),
        (Manner.DECLINE, "declined"),
        (Manner.RING, "no answer"),
    ],
)
async def test_why_they_did_not_answer_is_told(asterisk: Asterisk, manner: Manner, cause: str) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        bob.manner = manner
        call, _ = await taken(sitting, own)
        await comes_to(call, CallState.DEAD)
        assert (call.cause, call.start) == (cause, 0)
        await sitting.sees(_201="0", _202="0")


async def test_that_their_phone_is_not_registered_is_told(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201") as (own,):
        await sitting.sees(_201="0", _202="None")
        call, _ = await taken(sitting, own)
        await comes_to(call, CallState.DEAD)
        assert (call.cause, call.start) == ("the phone is not registered", 0)


@pytest.mark.parametrize(
    ("manner", "cause"),
    [
        (Manner.BUSY, "your phone is busy"),
        (Manner.DECLINE, "your phone declined"),
        (Manner.RING, "your phone did not answer"),
    ],
)
async def test_why_the_own_phone_did_not_take_the_call_is_told(
    asterisk: Asterisk, manner: Manner, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialling, "RING_SECONDS", 2)
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        own.manner = manner
        call = await sitting.at("202").dial()
        await comes_to(call, CallState.DEAD)
        assert (call.cause, call.start) == (cause, 0)
        assert not bob.calls


async def test_what_cannot_be_dialled_rings_nobody(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, _):
        await sitting.sees(_201="0", _202="0", _701="0")
        wrong = await refused(sitting.pbx.dial(OWN, "99"))
        assert (wrong.word, str(wrong)) == (
            "bad-address",
            "99 is a wrong number: the dial plan has no such extension in context internal.",
        )
        several = await refused(sitting.pbx.dial(OWN, "202&PJSIP/203"))
        assert several.word == "bad-address"
        assert "is not dialled" in str(several)
        other = await refused(sitting.pbx.dial(DeviceName("PJSIP/203"), "202"))
        assert other.word == "unknown-device"
        assert not own.calls


async def test_an_own_phone_that_is_not_registered_is_told_at_once(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "202"):
        await sitting.sees(_201="None", _202="0")
        offline = await refused(sitting.at("202").dial())
        assert offline.word == "device-offline"
        assert "PJSIP/201 is not registered" in str(offline)


async def test_without_the_right_nobody_is_dialled(asterisk: Asterisk) -> None:
    async with operator(asterisk, account(may=[])) as sitting, phones(asterisk, "201", "202") as (own, _):
        await sitting.sees(_201="0", _202="0")
        assert sitting.at("202").can_call is False
        forbidden = await refused(sitting.at("202").dial())
        assert forbidden.word == "no-right"
        assert "Your account has no right to dial" in str(forbidden)
        assert not own.calls


async def test_a_user_who_may_only_read_is_told_what_to_change(asterisk: Asterisk) -> None:
    async with operator(asterisk, pbx=asterisk.pbx(username="viewer")) as sitting:
        reason = await sitting.link(LinkState.DOWN)
        assert "read_only = no in ari.conf" in reason


async def test_a_user_who_is_told_nothing_is_not_believed(asterisk: Asterisk) -> None:
    """It may log in and ask, and would show lamps that stand still."""
    async with operator(asterisk, pbx=asterisk.pbx(username="deaf")) as sitting:
        reason = await sitting.link(LinkState.DOWN)
        assert "read = call,system" in reason


async def test_a_call_of_others_ends_only_with_the_right(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "202", "203") as (bob, cara):
        call = await cara.dial("202")
        await (await bob.next_call()).answer()
        await sitting.sees(_202="1 < 203", _203="1 > 202")
        with pytest.raises(RequestError) as caught:
            await sitting.at("202").hangup()
        assert caught.value.word == "no-right"
        async with operator(asterisk, account(may=[Right.HANGUP])) as other:
            await other.sees(_202="1 < 203")
            await other.at("202").hangup()
        await call.reaches(Stage.ENDED)
        await sitting.sees(_202="0", _203="0")
        async with operator(asterisk, account(may=[Right.HANGUP])) as other:
            await other.sees(_202="0")
            over = await refused(other.at("202").hangup())
            assert str(over) == "Bob Berg is not on a call."


async def test_a_call_that_was_answered_since_it_was_chosen_is_the_one_that_ends(asterisk: Asterisk) -> None:
    may = account(may=[Right.HANGUP])
    async with operator(asterisk, may) as sitting, phones(asterisk, "202", "203") as (bob, cara):
        call = await cara.dial("202")
        await sitting.sees(_202="2 < 203")
        chosen = sitting.at("202").party
        await (await bob.next_call()).answer()
        await sitting.sees(_202="1 < 203")
        await sitting.at("202").hangup(chosen)
        await call.reaches(Stage.ENDED)
        await sitting.sees(_202="0")
        again = await cara.dial("202")
        await sitting.sees(_202="2 < 203")
        other = await refused(sitting.at("202").hangup(chosen))
        assert str(other) == "Bob Berg is on a different call now. Nothing was hung up."
        await again.hang_up()


async def test_an_incoming_call_is_told_and_can_be_rejected(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        theirs = await bob.dial("201")
        await own.next_call()
        await until(lambda: any(call.value.rings_in for call in sitting.pbx.calls), "an incoming call")
        (call,) = sitting.pbx.calls
        await until(lambda: (call.name, call.number) == ("Bob Berg", "202"), "who calls")
        await call.hangup()
        await comes_to(call, CallState.DEAD)
        await theirs.reaches(Stage.ENDED)
        await sitting.sees(_201="0", _202="0")


async def proven(sitting: Operator) -> None:
    """Let the operator's telephone have passed its test."""
    connection = sitting.source.connection
    connection.refresh()
    await until(lambda: bool(connection.telephones.at(OWN)), "a telephone")
    (telephone,) = connection.telephones.at(OWN)
    connection.learn(OWN, telephone, Ability(Proof.TEST, ("hold", "talk")))


async def test_a_phone_that_obeys_is_answered_held_and_taken_back_from_here(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        await proven(sitting)
        theirs = await bob.dial("201")
        await own.next_call()
        await until(lambda: len(list(sitting.pbx.calls)) == 1, "an incoming call")
        (call,) = sitting.pbx.calls
        await comes_to(call, CallState.RING)
        await until(lambda: call.features == "answer", "what the phone can be asked")
        await call.talk()
        await comes_to(call, CallState.UP)
        await theirs.reaches(Stage.UP)
        await until(lambda: call.features == "hold", "what the phone can be asked")
        await sitting.bridged()
        await call.hold()
        await comes_to(call, CallState.HOLD)
        await sitting.sees(_202="1 > 201 [on hold]")
        await until(lambda: call.features == "talk", "what the phone can be asked")
        await call.talk()
        await comes_to(call, CallState.UP)
        await sitting.sees(_202="1 > 201")
        await theirs.hang_up()
        await comes_to(call, CallState.DEAD)
        over = await refused(call.hold())
        assert str(over) == "This call is over."


async def test_the_own_phone_is_picked_up_from_here(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        await proven(sitting)
        call = await sitting.at("202").dial()
        await own.next_call()
        await until(lambda: call.features == "answer", "a ringing phone of one's own", 10.0)
        await call.talk()
        await (await bob.next_call()).answer()
        await comes_to(call, CallState.UP)
        await call.hangup()
        await comes_to(call, CallState.DEAD)
