"""Tones behind a dialled number, at a scripted PBX: what is sent, when, on which channel, what stops it."""

import pytest

from lampfield.model.call import CallState
from lampfield.model.change import DeviceChange
from lampfield.sources.asterisk.tones import PAUSE_SECONDS, TONE_SECONDS
from tests.sources.asterisk.operator_session import OWN, OperatorSession, operator_session
from tests.sources.asterisk.scripted_ami import error, success

pytestmark = pytest.mark.virtual_time


def keyed(operator: OperatorSession) -> list[tuple[str, str, str]]:
    """Return the tones that Asterisk was asked for: the digit, the channel, and whether it is the own one."""
    return [
        (fields["Digit"], fields["Channel"], fields.get("Receive", ""))
        for fields in operator.pbx.ami.asked
        if fields["Action"] == "PlayDTMF"
    ]


async def rings(operator: OperatorSession, number: str = "202,,4p2") -> tuple[str, str]:
    """Dial a number and let its phone ring. Returns the channels of both ends."""
    pbx = operator.pbx
    pbx.ami.answers["PlayDTMF"] = lambda _: success()
    channel = await operator.session.dial(OWN, number, None)
    pbx.channels[channel] |= {
        "state": "Up",
        "dialplan": {"context": "internal", "exten": "202", "app_name": "Dial", "app_data": "PJSIP/202"},
    }
    pbx.happens("ChannelStateChange", channel=channel)
    to = pbx.rings(channel, "202", connected=("Alice Ames", "201"))
    await operator.call(channel, CallState.RING)
    return channel, to


async def test_tones_are_sent_to_the_far_end_once_it_answers_and_only_the_number_is_dialled() -> None:
    async with operator_session() as operator:
        channel, to = await rings(operator)
        (asked,) = (it for it in operator.pbx.ari.asked if it.name == "POST channels")
        assert asked.query["extension"] == "202"
        assert operator.seen.calls[channel].number == "202"
        await operator.until_idle()
        assert keyed(operator) == [], "nothing is sent before the answer"
        answered = operator.time()
        operator.pbx.answers(channel, to)
        far = operator.pbx.channels[to]["name"]
        await operator.pbx.ami.until_asked(f"PlayDTMF {far}")
        assert operator.time() - answered == pytest.approx(PAUSE_SECONDS, abs=0.1)
        await operator.pbx.ami.until_asked(f"PlayDTMF {far}", 2)
        assert operator.time() - answered == pytest.approx(2 * PAUSE_SECONDS + TONE_SECONDS, abs=0.1)
        operator.pbx.happens("ChannelStateChange", channel=channel)
        await operator.until_idle()
        assert keyed(operator) == [("4", far, ""), ("2", far, "")]


async def test_an_application_of_the_dial_plan_hears_them_from_the_own_phone() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        pbx.ami.answers["PlayDTMF"] = lambda _: success()
        channel = await operator.session.dial(OWN, "202,7", None)
        pbx.channels[channel] |= {
            "state": "Up",
            "dialplan": {"context": "internal", "exten": "202", "app_name": "VoiceMailMain", "app_data": ""},
        }
        pbx.happens("ChannelStateChange", channel=channel)
        own = pbx.channels[channel]["name"]
        await pbx.ami.until_asked(f"PlayDTMF {own}")
        assert keyed(operator) == [("7", own, "true")]


async def test_a_call_that_ends_gets_no_further_tones() -> None:
    async with operator_session() as operator:
        channel, to = await rings(operator, "202,1234")
        operator.pbx.answers(channel, to)
        far = operator.pbx.channels[to]["name"]
        await operator.pbx.ami.until_asked(f"PlayDTMF {far}")
        await operator.session.hang_up(channel)
        assert (await operator.call(channel, CallState.DEAD)).cause == ""
        sent = keyed(operator)
        await operator.until_idle()
        assert keyed(operator) == sent


async def test_a_call_that_nobody_answers_gets_no_tones() -> None:
    async with operator_session() as operator:
        channel, _ = await rings(operator)
        await operator.session.hang_up(channel)
        await operator.call(channel, CallState.DEAD)
        await operator.until_idle()
        assert keyed(operator) == []


async def test_tones_that_asterisk_refuses_are_told_in_the_call_and_at_its_end() -> None:
    async with operator_session() as operator:
        channel, to = await rings(operator, "202,4p2")
        operator.pbx.ami.answers["PlayDTMF"] = lambda _: error("Permission denied")
        operator.pbx.answers(channel, to)
        await operator.call(channel, CallState.UP)
        await operator.seen.until(lambda: operator.seen.calls[channel].cause != "", "why")
        assert operator.seen.calls[channel].cause.startswith("Key 4p2 yourself: ")
        assert len(keyed(operator)) == 1
        await operator.session.hang_up(channel)
        assert (await operator.call(channel, CallState.DEAD)).cause.startswith("Key 4p2 yourself: ")


async def test_a_device_says_that_tones_are_sent() -> None:
    async with operator_session() as operator:
        device = operator.seen.of(DeviceChange)[-1].device
        assert device.sends_tones
