"""The changes of own calls at a scripted PBX, from the first ring to the end."""

import pytest

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from tests.sources.asterisk.operator_session import OWN, operator_session

pytestmark = pytest.mark.virtual_time


def times(call: CallChange) -> tuple[int, int]:
    """Return since when a call is there and answered, in seconds from the first event."""
    first_ms = 1_767_225_600_000
    return (call.stamp - first_ms) // 1000, max(0, call.start - first_ms) // 1000


async def test_a_call_that_rings_the_own_phone_is_told_with_its_times() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        from_, to = pbx.calls("202", "201")
        ringing = await operator.call(to, CallState.RING)
        assert (ringing.name, ringing.number) == ("Bob Berg", "202")
        assert (ringing.party, ringing.device, ringing.start) == (CallParty.CALLEE, OWN, 0)
        pbx.answers(from_, to)
        await operator.until_shown(_201="1 < 202", _202="1 > 201")
        talking = operator.seen.calls[to]
        assert talking.state is CallState.UP
        pbx.happens("ChannelHold", channel=to)
        held = await operator.call(to, CallState.HOLD)
        assert times(held) == times(talking), "the clock does not jump when one holds"
        pbx.happens("ChannelUnhold", channel=to)
        back = await operator.call(to, CallState.UP)
        assert times(back) == times(talking)
        pbx.ends(to)
        pbx.ends(from_)
        over = await operator.call(to, CallState.DEAD)
        assert (over.cause, times(over)) == ("", times(talking))


@pytest.mark.parametrize("first", ["own", "other"])
async def test_whoever_hangs_up_the_time_of_the_talk_is_kept(first: str) -> None:
    """Both leave the bridge before their channels end."""
    async with operator_session() as operator:
        pbx = operator.pbx
        from_, to = pbx.calls("201", "202")
        pbx.answers(from_, to)
        await operator.until_shown(_201="1 > 202", _202="1 < 201")
        talking = operator.seen.calls[from_]
        assert talking.state is CallState.UP
        operator.seen.forget()
        for key in (from_, to) if first == "own" else (to, from_):
            pbx.ends(key)
        over = await operator.call(from_, CallState.DEAD)
        assert times(over) == times(talking)
        assert {it.state for it in operator.seen.of(CallChange)} == {CallState.UP, CallState.DEAD}


async def test_who_is_sent_on_after_a_talk_rings_the_next_one_and_the_clock_begins_again() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        from_, to = pbx.calls("201", "202")
        pbx.answers(from_, to)
        await operator.until_shown(_201="1 > 202")
        talking = operator.seen.calls[from_]
        pbx.ends(to)
        pbx.channels[from_]["dialplan"] |= {"app_name": "Dial", "exten": "203"}
        pbx.channels[from_]["connected"] = {"name": "Cara Cole", "number": "203"}
        third = pbx.rings(from_, "203", connected=("Alice Ames", "201"))
        ringing = await operator.call(from_, CallState.RING)
        assert ringing.start == 0
        pbx.answers(from_, third)
        await operator.until_shown(_201="1 > 203", _203="1 < 201")
        assert operator.seen.calls[from_].start > talking.start


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (17, "busy"),
        (21, "declined"),
        (19, "no answer"),
        (0, ""),
        (16, ""),
        (27, "the phone cannot be reached"),
    ],
)
async def test_an_unanswered_call_has_a_cause_and_no_time_of_answer(cause: int, words: str) -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        channel = await operator.session.dial(OWN, "202", None)
        pbx.channels[channel]["state"] = "Up"
        pbx.channels[channel]["dialplan"] |= {"app_name": "Dial", "exten": "202"}
        pbx.happens("ChannelStateChange", channel=channel)
        pbx.rings(channel, "202", connected=("", "201"))
        await operator.call(channel, CallState.RING)
        pbx.ends(channel, cause=cause)
        over = await operator.call(channel, CallState.DEAD)
        assert (over.cause, over.start, over.number) == (words, 0, "202")


async def test_two_phones_of_one_person_are_unregistered_only_together() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        pbx.hints["202"] = ("internal", "PJSIP/202&PJSIP/204")
        pbx.reload()
        pbx.device("PJSIP/204", "UNAVAILABLE")
        await operator.until_shown(_204="None", _202="0")
        for device, cause in (("PJSIP/204", ""), ("PJSIP/202", "the phone is not registered")):
            pbx.device(device, "UNAVAILABLE")
            channel = await operator.session.dial(OWN, "202", None)
            pbx.channels[channel]["state"] = "Up"
            pbx.channels[channel]["dialplan"] |= {"app_name": "Dial", "exten": "202"}
            pbx.happens("ChannelStateChange", channel=channel)
            pbx.ends(channel, cause=0)
            over = await operator.call(channel, CallState.DEAD)
            assert over.cause == cause
