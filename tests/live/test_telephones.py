"""The operator's own telephone on a real Asterisk: what it is asked, and what no telephone is asked."""

import asyncio
import time
from pathlib import Path

import pytest

from lampfield.client.handles import Call
from lampfield.frontend.operations.phone_test import PhoneTest
from lampfield.model.call import CallState
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp
from lampfield.model.state import VolatileState
from lampfield.sources.asterisk import phone_test_call
from tests.live import baresip
from tests.live.handset import Handset, Stage
from tests.live.needed import needed
from tests.live.operator import OWN, Operator, account, operator, phones
from tests.live.pbx import Asterisk
from tests.live.test_dialling import comes_to, refused
from tests.waiting import until

NOT_TAKEN = "Your phone cannot do this from here: {}."


def device_features(sitting: Operator) -> str:
    """Return what can be asked of the operator's phone."""
    return sitting.pbx.devices[OWN].features


async def result_of_test(sitting: Operator, own: Handset) -> str:
    """Test the own phone; it is answered by hand where it does not do so by itself. Returns the result."""
    test = PhoneTest(sitting.pbx)
    doing = asyncio.ensure_future(test.operation().begin())
    await until(lambda: bool(own.calls) or doing.done(), "the phone to be called")
    (call,) = own.calls
    assert call.caller == ("Phone test", "test")
    if not own.answers_itself:
        await call.answer()
    await doing
    await call.reaches(Stage.ENDED)
    return test.result


async def until_calls(sitting: Operator, count: int) -> list[Call]:
    """Wait until the operator has so many calls, and return them."""
    await until(lambda: len(list(sitting.pbx.calls)) == count, f"{count} calls")
    return list(sitting.pbx.calls)


async def talk(sitting: Operator) -> Call:
    """Wait until the operator's only call is up, and return it."""
    (call,) = await until_calls(sitting, 1)
    await comes_to(call, CallState.UP)
    return call


async def offers(call: Call, features: str) -> None:
    """Wait until a call offers certain things."""
    await until(lambda: call.features == features, f"{features}, it is {call.features}")


async def known(sitting: Operator) -> None:
    """Wait until something is known of the operator's telephone, be it that it names nothing."""
    telephones = sitting.source.connection.telephones
    await until(lambda: any(telephones.ability_of(OWN, it) for it in telephones.at(OWN)), "what it names")


async def incoming(sitting: Operator) -> Call:
    """Wait for a call that rings the operator, and return it."""
    await until(lambda: any(call.state is CallState.RING for call in sitting.pbx.calls), "a call")
    return next(call for call in sitting.pbx.calls if call.state is CallState.RING)


async def test_an_unknown_telephone_is_not_asked_and_that_is_said_at_once(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        own.obeys, own.refusal = False, (481, "Subscription Does Not Exist")
        theirs = await bob.dial("201")
        ringing = await own.next_call()
        call = await incoming(sitting)
        began = time.monotonic()
        assert str(await refused(call.talk())) == (
            'Answer on your phone. Run "lampfield test-phone" to find out whether the phone can do this from '
            "here."
        )
        assert time.monotonic() - began < 1.0
        await ringing.answer()
        await comes_to(call, CallState.UP)
        await sitting.bridged()
        await known(sitting)
        assert str(await refused(call.hold())) == NOT_TAKEN.format("press hold on your phone")
        assert call.features == device_features(sitting) == ""
        assert own.asked == []
        assert theirs.stage is Stage.UP
        await theirs.hang_up()


async def test_what_a_test_call_has_shown_is_offered_after_a_restart_too(asterisk: Asterisk) -> None:
    state = VolatileState()
    async with phones(asterisk, "201", "202") as (own, bob):
        async with operator(asterisk, state=state) as sitting:
            await sitting.sees(_201="0", _202="0")
            assert await result_of_test(sitting, own) == (
                "Your phone answers, holds and resumes from here. "
                "It answers the calls that you dial automatically."
            )
            await until(lambda: device_features(sitting) == "hold,talk,answer", "what the phone can be asked")
            assert own.asked == ["hold", "talk"]
        async with operator(asterisk, state=state) as sitting:
            await sitting.sees(_201="0", _202="0")
            assert device_features(sitting) == "hold,talk,answer"
            theirs = await bob.dial("201")
            call = await incoming(sitting)
            await call.talk()
            await comes_to(call, CallState.UP)
            await theirs.reaches(Stage.UP)
            await theirs.hang_up()
            await comes_to(call, CallState.DEAD)


@pytest.mark.parametrize(
    ("refusal", "result"),
    [
        ((489, "Bad Event"), "Your phone does not answer or hold from here; use its own keys"),
        ((200, "OK"), "Your phone does not answer or hold from here; use its own keys"),
        (
            (481, "Subscription Does Not Exist"),
            "Your phone ends a call on a hold request, so it gets none; use its own keys",
        ),
    ],
)
async def test_a_test_call_finds_out_without_a_caller(
    asterisk: Asterisk, refusal: tuple[int, str], result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_test_call, "ANSWERED_BY_ITSELF_SECONDS", 0.0)
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        own.obeys, own.refusal = False, refusal
        own.answers_itself = False
        said = await result_of_test(sitting, own)
        assert said == f"{result}."
        assert device_features(sitting) == ""
        theirs = await bob.dial("201")
        ringing = await own.next_call()
        call = await incoming(sitting)
        assert str(await refused(call.talk())) == NOT_TAKEN.format("answer on your phone")
        await ringing.answer()
        await comes_to(call, CallState.UP)
        assert own.asked == ["hold"], "only the test call has asked"
        await theirs.hang_up()


@pytest.mark.parametrize("calls", [False, True])
async def test_what_a_telephone_names_in_its_calls_is_offered(asterisk: Asterisk, *, calls: bool) -> None:
    """Called and calling alike: the answer names the events, or the INVITE."""
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        own.allow_events = "Conference, HOLD;x=1, refer"
        caller, called = (own, bob) if calls else (bob, own)
        theirs = await caller.dial(called.user)
        await (await called.next_call()).answer()
        await until(lambda: len(list(sitting.pbx.calls)) == 1, "a call")
        (call,) = sitting.pbx.calls
        await until(lambda: (call.features, device_features(sitting)) == ("hold", "hold"), "hold alone")
        await sitting.bridged()
        await call.hold()
        await comes_to(call, CallState.HOLD)
        assert call.features == ""
        assert "resume the call on your phone" in str(await refused(call.talk()))
        assert own.asked == ["hold"]
        await theirs.hang_up()
        await comes_to(call, CallState.DEAD)


async def test_a_telephone_that_ends_a_call_is_asked_once_in_its_life(asterisk: Asterisk) -> None:
    """It names the event, so that it is asked: what it does then is learnt from at once, and kept."""
    state = VolatileState()
    async with phones(asterisk, "201", "202") as (own, bob):
        own.obeys, own.refusal = False, (481, "Subscription Does Not Exist")
        own.allow_events = "talk, hold"
        async with operator(asterisk, state=state) as sitting:
            await sitting.sees(_201="0", _202="0")
            theirs = await bob.dial("201")
            await (await own.next_call()).answer()
            call = await talk(sitting)
            await offers(call, "hold")
            await sitting.bridged()
            assert str(await refused(call.hold())) == (
                "Your phone ended the call on this request. It gets no further requests."
            )
            await comes_to(call, CallState.DEAD)
            assert device_features(sitting) == ""
        async with operator(asterisk, state=state) as sitting:
            await sitting.sees(_201="0", _202="0")
            theirs = await bob.dial("201")
            await (await own.next_call()).answer()
            call = await talk(sitting)
            await sitting.bridged()
            assert "press hold on your phone" in str(await refused(call.hold()))
            assert own.asked == ["hold"]
            assert theirs.stage is Stage.UP
            await theirs.hang_up()


async def test_of_two_telephones_at_an_extension_each_is_known_for_itself(asterisk: Asterisk) -> None:
    shared = DeviceName("PJSIP/206")
    async with (
        phones(asterisk, "206", "206", "202") as (able, other, bob),
        operator(asterisk, account(devices=[shared])) as sitting,
    ):
        await sitting.sees(_206="0", _202="0")
        able.allow_events = "talk,hold"
        for telephone in (able, other, able):
            theirs = await telephone.dial("202")
            await (await bob.next_call()).answer()
            call = await talk(sitting)
            await sitting.bridged()
            if telephone is able:
                await offers(call, "hold")
            else:
                assert "press hold on your phone" in str(await refused(call.hold())).lower()
                assert call.features == ""
            await theirs.hang_up()
            await comes_to(call, CallState.DEAD)
            await sitting.sees(_206="0", _202="0")
        assert sitting.pbx.devices[shared].features == "", "one of the two does not take it"
        assert able.asked == other.asked == []


async def test_baresip_keeps_its_callers(
    asterisk: Asterisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed("baresip", baresip.is_there(), "apt-get install --no-install-recommends baresip-core")
    with baresip.baresip(tmp_path / "baresip", "201", "pw201", asterisk.sip) as own:
        async with operator(asterisk) as sitting, phones(asterisk, "202") as (bob,):
            await sitting.sees(_201="0", _202="0")
            theirs = await bob.dial("201")
            call = await incoming(sitting)
            assert str(await refused(call.talk())).startswith("Answer on your phone.")
            own.do("accept")
            await comes_to(call, CallState.UP)
            await sitting.bridged()
            assert "ress hold on your phone" in str(await refused(call.hold()))
            assert theirs.stage is Stage.UP
            await theirs.hang_up()
            await comes_to(call, CallState.DEAD)
            await until_calls(sitting, 0)
            monkeypatch.setattr(phone_test_call, "ANSWERED_BY_ITSELF_SECONDS", 0.0)
            test = PhoneTest(sitting.pbx)
            doing = asyncio.ensure_future(test.operation().begin())
            await until(lambda: sitting.at("201").lamp is Lamp.RINGING, "the phone to ring")
            own.do("accept")
            await doing
            assert test.result == (
                "Your phone ends a call on a hold request, so it gets none; use its own keys."
            )
