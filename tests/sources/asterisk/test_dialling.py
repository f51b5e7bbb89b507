"""Dialling and hanging up at a scripted PBX: what is asked, what is refused, and what was given up."""

import asyncio

import pytest

from lampfield.model.account import Right
from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, DeviceName
from lampfield.model.refusal import Refusal, RefusalCode
from tests.sources.asterisk.operator_session import OWN, OperatorSession, account, operator_session
from tests.sources.asterisk.scripted_ami import error
from tests.sources.asterisk.scripted_ari import Reply
from tests.sources.cues import Manner

pytestmark = pytest.mark.virtual_time

BOB = Contact(cid=ContactId(1), name="Bob Berg", number="202")


async def refused(operator: OperatorSession, number: str = "202", device: str = OWN) -> Refusal:
    """Return why dialling was refused."""
    with pytest.raises(Refusal) as caught:
        await operator.session.dial(DeviceName(device), number, None)
    return caught.value


async def test_a_call_is_dialled_once_and_told_from_its_beginning_to_its_end() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        channel = await operator.session.dial(OWN, " (2)0-2 ", BOB)
        (asked,) = (it for it in pbx.ari.asked if it.name == "POST channels")
        assert asked.query == {
            "endpoint": "PJSIP/201",
            "extension": "202",
            "context": "internal",
            "priority": "1",
            "callerId": '"Alice Ames" <201>',
            "timeout": "30",
            "channelId": channel,
        }
        assert asked.body == {
            "variables": {
                "CONNECTEDLINE(num,i)": "202",
                "CONNECTEDLINE(name,i)": "Bob Berg",
                "CONNECTEDLINE(pres,i)": "allowed",
            }
        }
        dialled = operator.seen.calls[channel]
        assert dialled.state is CallState.DIAL
        assert (dialled.name, dialled.number, dialled.party) == ("Bob Berg", "202", CallParty.CALLER)
        assert (dialled.device, dialled.start, dialled.nr_state) == (OWN, 0, CallState.RING)

        pbx.channels[channel] |= {
            "state": "Up",
            "dialplan": {"context": "internal", "exten": "202", "app_name": "Dial", "app_data": "PJSIP/202"},
        }
        pbx.happens("ChannelStateChange", channel=channel)
        to = pbx.rings(channel, "202", connected=("Alice Ames", "201"))
        ringing = await operator.call(channel, CallState.RING)
        assert (ringing.nr_state, ringing.start) == (CallState.UP, 0)
        await operator.until_shown(_202="2 < 201")
        pbx.answers(channel, to)
        talking = await operator.call(channel, CallState.UP)
        await operator.until_shown(_201="1 > 202", _202="1 < 201")
        talking = operator.seen.calls[channel]
        assert talking.stamp == dialled.stamp > 0
        assert talking.start > talking.stamp

        await operator.session.hang_up(channel)
        over = await operator.call(channel, CallState.DEAD)
        assert (over.cause, over.name, over.number) == ("", "Bob Berg", "202")
        assert (over.stamp, over.start, over.nr_state) == (talking.stamp, talking.start, CallState.DEAD)
        told = [it.state for it in operator.seen.of(CallChange)]
        last = told[told.index(CallState.UP) :]
        assert set(last) == {CallState.UP, CallState.DEAD}, "who leaves the bridge does not ring once more"
        assert pbx.ari.count(f"DELETE channels/{channel}") == 1
        assert pbx.ari.count("POST channels") == 1


@pytest.mark.parametrize(
    ("number", "word", "words"),
    [
        (
            "99",
            RefusalCode.BAD_ADDRESS,
            "99 is a wrong number: the dial plan has no such extension in context internal.",
        ),
        ("202&PJSIP/203", RefusalCode.BAD_ADDRESS, "is not dialled"),
        ("", RefusalCode.BAD_ADDRESS, ""),
        ("701", RefusalCode.BAD_ADDRESS, "701 cannot be dialled: the dial plan has only a hint for it."),
    ],
)
async def test_what_cannot_be_dialled_rings_nobody(number: str, word: RefusalCode, words: str) -> None:
    async with operator_session() as operator:
        operator.pbx.hints["701"] = ("internal", "park:701@parkedcalls")
        refusal = await refused(operator, number)
        assert refusal.word is word
        assert words in refusal.sentence
        assert operator.pbx.ari.count("POST channels") == 0


@pytest.mark.parametrize(
    ("state", "word", "words"),
    [
        ("UNAVAILABLE", RefusalCode.DEVICE_OFFLINE, "Your phone PJSIP/201 is not registered."),
        ("INVALID", RefusalCode.UNKNOWN_DEVICE, "Asterisk knows no device PJSIP/201."),
    ],
)
async def test_an_own_phone_that_is_not_there_is_told_before_anything_is_asked(
    state: str, word: RefusalCode, words: str
) -> None:
    async with operator_session() as operator:
        operator.pbx.device("PJSIP/201", state)
        await operator.until_shown(_201="None")
        refusal = await refused(operator)
        assert refusal.word is word
        assert words in refusal.sentence
        assert operator.pbx.ami.count("ShowDialPlan 202") == 0


async def test_an_own_phone_that_no_hint_names_can_be_dialled_on() -> None:
    """Its state stands in no list: it is asked for by itself."""
    mobile = DeviceName("PJSIP/mobile")
    async with operator_session(account(devices=(OWN, mobile))) as operator:
        pbx = operator.pbx
        assert (await refused(operator, device=mobile)).word is RefusalCode.UNKNOWN_DEVICE
        pbx.unlisted.add(mobile)
        pbx.device(mobile, "NOT_INUSE", told=False)
        pbx.reload()
        await operator.seen.until(lambda: operator.seen.devices[mobile].blf == 0, "the picture")
        channel = await operator.session.dial(mobile, "202", None)
        assert (await operator.call(channel, CallState.DIAL)).device == mobile


async def test_nobody_dials_on_another_s_phone() -> None:
    async with operator_session() as operator:
        refusal = await refused(operator, device="PJSIP/203")
        assert refusal.word is RefusalCode.UNKNOWN_DEVICE
        assert operator.pbx.ari.count("POST channels") == 0


@pytest.mark.parametrize(
    ("name", "answer", "word", "words"),
    [
        (
            "POST channels",
            Reply(403, {"message": "Write access denied"}),
            RefusalCode.NO_RIGHT,
            "read_only = no",
        ),
        (
            "POST channels",
            Reply(409, {"message": "x"}),
            RefusalCode.DEVICE_OFFLINE,
            "PJSIP/201 cannot be reached",
        ),
        ("POST channels", Reply(500, {"error": "x"}), RefusalCode.DEVICE_OFFLINE, "Nothing was dialled."),
        (
            "POST channels",
            Reply(400, {"message": "Invalid endpoint"}),
            RefusalCode.REFUSED,
            "Invalid endpoint",
        ),
        ("ShowDialPlan 202", error("Permission denied"), RefusalCode.REFUSED, "Permission denied"),
    ],
)
async def test_what_asterisk_refuses_is_told_in_words(
    name: str, answer: object, word: RefusalCode, words: str
) -> None:
    async with operator_session() as operator:
        operator.pbx.cue(name, answer=answer)
        refusal = await refused(operator)
        assert refusal.word is word
        assert words in refusal.sentence
        assert not operator.seen.calls
        assert await operator.session.dial(OWN, "202", None), "the next one is dialled"


async def test_an_unanswered_question_before_dialling_dials_nothing() -> None:
    async with operator_session() as operator:
        operator.pbx.cue("ShowDialPlan 202", Manner.SILENT)
        refusal = await refused(operator)
        assert refusal.word is RefusalCode.TIMED_OUT
        assert "Nothing was dialled" in refusal.sentence
        assert operator.pbx.ari.count("POST channels") == 0


async def test_a_call_that_was_given_up_is_ended_when_it_begins_late_each_time() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        for _ in range(2):
            held = pbx.cue("POST channels", Manner.SILENT)
            refusal = await refused(operator)
            assert refusal.word is RefusalCode.TIMED_OUT
            assert held.count == 1
            channel = pbx.ari.asked[-1].query["channelId"]
            await pbx.ari.until_asked(f"DELETE channels/{channel}")
            await operator.until_shown(_201="0")
            assert pbx.ari.count(f"DELETE channels/{channel}") == 1


async def test_a_call_that_was_given_up_is_ended_over_the_next_line() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        pbx.freeze()
        dialling = asyncio.create_task(refused(operator))
        assert (await dialling).word in (RefusalCode.TIMED_OUT, RefusalCode.LINK_DOWN)
        await operator.down()
        asked = pbx.ari.count("POST channels")
        pbx.thaw()
        await operator.up()
        for channel in list(pbx.channels):
            await pbx.ari.until_asked(f"DELETE channels/{channel}")
        assert pbx.ari.count("POST channels") <= asked + 1
        assert not pbx.channels


async def test_whoever_waits_no_more_for_dialling_is_not_rung_later() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        held = pbx.cue("POST channels", Manner.HOLD)
        dialling = asyncio.create_task(operator.session.dial(OWN, "202", None))
        await held.reached()
        channel = pbx.ari.asked[-1].query["channelId"]
        dialling.cancel()
        await asyncio.gather(dialling, return_exceptions=True)
        held.release()
        await pbx.ari.until_asked(f"DELETE channels/{channel}")
        await operator.until_shown(_201="0")


async def test_what_is_not_given_up_is_not_ended() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        pbx.cue("POST channels", Manner.SILENT)
        await refused(operator)
        other = await operator.session.dial(OWN, "203", None)
        await pbx.ami.until_asked("Ping", pbx.ami.count("Ping") + 2)
        assert other in pbx.channels


async def test_while_the_link_is_down_nothing_is_asked() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        await pbx.stop()
        reason = await operator.down()
        asked = len(pbx.ari.asked)
        refusal = await refused(operator)
        assert (refusal.word, refusal.sentence) == (
            RefusalCode.LINK_DOWN,
            f"The phone link is down. {reason}",
        )
        for doing in (operator.session.hang_up("x"), operator.session.hold("x"), operator.session.talk("x")):
            with pytest.raises(Refusal) as caught:
                await doing
            assert caught.value.word is RefusalCode.LINK_DOWN
        assert len(pbx.ari.asked) == asked


@pytest.mark.parametrize(
    ("cue", "word", "words"),
    [
        (Reply(404, {"message": "Channel not found"}), RefusalCode.UNKNOWN_CALL, "This call is over."),
        (Reply(403, {"message": "Write access denied"}), RefusalCode.NO_RIGHT, "read_only = no"),
        (Reply(500, {"error": "Allocation failed"}), RefusalCode.REFUSED, "Allocation failed"),
        (Manner.SILENT, RefusalCode.TIMED_OUT, "the call may go on"),
        (Manner.CUT, RefusalCode.TIMED_OUT, "the call may go on"),
    ],
)
async def test_hanging_up_ends_in_a_word(cue: Reply | Manner, word: RefusalCode, words: str) -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        _, to = pbx.calls("202", "201")
        await operator.call(to, CallState.RING)
        if isinstance(cue, Reply):
            pbx.cue("DELETE *", answer=cue)
        else:
            pbx.cue("DELETE *", cue)
        with pytest.raises(Refusal) as caught:
            await operator.session.hang_up(to)
        assert caught.value.word is word
        assert words in caught.value.sentence


async def test_the_call_of_somebody_else_is_ended_by_whose_it_is() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        from_, to = pbx.calls("202", "203")
        pbx.answers(from_, to)
        await operator.until_shown(_202="1 > 203", _203="1 < 202")
        await operator.session.hang_up_contact("203")  # type: ignore[arg-type]
        assert pbx.ari.count(f"DELETE channels/{to}") == 1
        assert pbx.ari.count(f"DELETE channels/{from_}") == 0
        with pytest.raises(Refusal) as caught:
            await operator.session.hang_up_contact("204")  # type: ignore[arg-type]
        assert (caught.value.word, caught.value.sentence) == (
            RefusalCode.UNKNOWN_CALL,
            "Dan Dietz is not on a call.",
        )


async def test_a_phone_that_is_asked_to_answers_by_itself() -> None:
    async with operator_session(account(auto_answer=True)) as operator:
        await operator.session.dial(OWN, "202", None)
        variables = operator.pbx.ari.asked[-1].body["variables"]
        assert "answer-after=0" in variables["PJSIP_HEADER(add,Call-Info)"]
        assert "alert-autoanswer" in variables["PJSIP_HEADER(add,Alert-Info)"]
        assert operator.seen.devices[OWN].autoanswer


async def test_who_may_not_see_parties_sees_none_and_who_may_not_dial_cannot_call() -> None:
    async with operator_session() as everybody:
        nobody = await everybody.another_session(account(may=[]))
        dials = await everybody.another_session(account(may=[Right.DIAL]))
        everybody.pbx.calls("202", "203")
        await everybody.until_shown(_203="2 < 202")
        await nobody.until_shown(_203="2")
        await dials.until_shown(_203="2")
        assert [it.seen.contacts["203"].can_call for it in (everybody, dials, nobody)] == [True, True, False]
