"""The test of one's own telephone, as the hub tells of it."""

import asyncio
from functools import partial

import pytest
from msgspec.structs import replace

from lampfield.frontend.operations.phone import CallFailed
from lampfield.frontend.operations.phone_test import END_SECONDS, PhoneTest
from lampfield.model.call import Call, CallState
from lampfield.model.identity import DeviceName
from lampfield.protocol.notifications import CallGone, CallNew, CallUpdate
from lampfield.protocol.requests import DeviceTest, Dialled
from tests.frontend.operations.asked import DESK, HALL, Asked, call, refusal

pytestmark = pytest.mark.virtual_time

RINGS = call("300", CallState.RING)
UP = replace(RINGS, state=CallState.UP, start=5)


def over(start: int, cause: str) -> Call:
    return replace(RINGS, state=CallState.DEAD, start=start, cause=cause)


async def begun(pbx: Asked, test: PhoneTest) -> "asyncio.Task[object]":
    """Begin a test, and let the telephone ring and be answered."""
    pbx.answers = [Dialled(uid=RINGS.uid)]
    running = asyncio.ensure_future(test.operation().begin())
    await asyncio.sleep(1)
    pbx.told(CallNew(call=RINGS))
    await asyncio.sleep(1)
    pbx.told(CallUpdate(call=UP))
    await asyncio.sleep(1)
    assert not running.done()
    assert test.result == ""
    return running


@pytest.mark.parametrize(("name", "device"), [(None, DESK), (DESK.name, DESK), (HALL.name, HALL)])
async def test_the_result_is_the_cause_as_a_sentence(name: DeviceName | None, device: object) -> None:
    pbx = Asked()
    test = PhoneTest(pbx, name)
    assert test.device.value is device
    operation = test.operation()
    underway = "when your phone rings, answer it, and leave it until the call ends…"
    assert (operation.underway, operation.done, operation.question) == (underway, "Your phone is tested.", "")
    running = await begun(pbx, test)
    pbx.told(CallGone(uid=RINGS.uid, call=over(5, "hold and talk can be done from here")))
    await running
    assert test.result == "Hold and talk can be done from here."
    assert pbx.requests == [DeviceTest(device=test.device.name)]


@pytest.mark.parametrize(("cause", "why"), [("", "it was not answered"), ("busy", "busy")])
async def test_a_telephone_that_was_not_answered_was_not_tested(cause: str, why: str) -> None:
    pbx = Asked()
    test = PhoneTest(pbx)
    running = await begun(pbx, test)
    pbx.told(CallGone(uid=RINGS.uid, call=over(0, cause)))
    with pytest.raises(CallFailed) as failure:
        await running
    assert str(failure.value) == f"Your phone was not tested: {why}."
    assert test.result == ""


@pytest.mark.parametrize("is_told", [True, False])
async def test_the_end_is_not_waited_for_without_end(is_told: bool) -> None:
    pbx = Asked()
    test = PhoneTest(pbx)
    running = await begun(pbx, test)
    handle = pbx.calls[RINGS.uid]
    await asyncio.sleep(END_SECONDS - 4)
    assert not running.done()
    if is_told:
        pbx.told(CallUpdate(call=over(5, "fine")))
        await running
        assert test.result == "Fine."
    else:
        with pytest.raises(CallFailed) as failure:
            await running
        expected = "The hub did not report the end of the test. Check the links, and test again."
        assert str(failure.value) == expected
    assert not handle.listeners


def test_a_device_that_there_is_not_is_told_with_those_that_there_are() -> None:
    wrong = partial(PhoneTest, Asked(), DeviceName("PJSIP/9"))
    assert refusal(wrong) == "You have no device PJSIP/9. You have PJSIP/300, PJSIP/301."
    assert refusal(partial(PhoneTest, Asked(devices=()))).startswith("Your account has no device")
