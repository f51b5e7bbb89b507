"""Answering, holding and resuming at the own telephone, and the test call that finds out what it does."""

import asyncio

import pytest

from lampfield.model.call import CallState
from lampfield.model.identity import DeviceName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.state import VolatileState
from lampfield.sources.asterisk.phone_test import TEST_CHANNEL
from lampfield.sources.asterisk.telephones import KIND
from tests.sources.asterisk.operator_session import OWN, OperatorSession, account, operator_session
from tests.sources.asterisk.scripted_ami import error
from tests.sources.cues import Manner

pytestmark = pytest.mark.virtual_time

URI = "sip:201@127.0.0.1:5061"
AGENT = "Desk phone 1"


def known(*events: str, proof: str = "test") -> VolatileState:
    """Return a state in which the own telephone is known to obey events."""
    state = VolatileState()
    state.put(KIND, OWN, {URI: {"proof": proof, "events": list(events), "user_agent": AGENT}})
    return state


async def talking(operator: OperatorSession) -> str:
    """Let somebody call the own phone, and it answer. Returns its channel."""
    from_, to = operator.pbx.calls("202", "201")
    operator.pbx.answers(from_, to)
    await operator.call(to, CallState.UP)
    return to


async def refused(doing: object) -> Refusal:
    """Return why something was refused."""
    with pytest.raises(Refusal) as caught:
        await doing  # type: ignore[misc]
    return caught.value


def notified(operator: OperatorSession) -> list[str]:
    """Return what the own telephone was asked for."""
    asked = (it for it in operator.pbx.ami.asked if it["Action"] == "PJSIPNotify")
    return [it["Variable"].removeprefix("Event=") for it in asked]


async def test_a_phone_that_obeys_answers_holds_and_takes_back_again_and_again() -> None:
    async with operator_session(state=known("hold", "talk")) as operator:
        from_, to = operator.pbx.calls("202", "201")
        ringing = await operator.call(to, CallState.RING)
        assert ringing.features == "answer"
        await operator.session.talk(to)
        operator.pbx.answers(from_, to)
        await operator.until_shown(_201="1 < 202")
        for _ in range(2):
            assert (await operator.call(to, CallState.UP)).features == "hold"
            await operator.session.hold(to)
            assert (await operator.call(to, CallState.HOLD)).features == "talk"
            await operator.session.talk(to)
        assert notified(operator) == ["talk", "hold", "talk", "hold", "talk"]
        named = {it["Channel"] for it in operator.pbx.ami.asked if it["Action"] == "PJSIPNotify"}
        assert named == {operator.pbx.channels[to]["name"]}
        assert operator.seen.devices[OWN].features == "hold,talk,answer"


async def test_a_phone_that_names_nothing_and_was_not_tested_is_never_asked() -> None:
    async with operator_session() as operator:
        to = await talking(operator)
        await operator.pbx.ami.until_asked("Getvar PJSIP_HEADER(read,Allow-Events)")
        await operator.until_idle()
        refusal = await refused(operator.session.hold(to))
        assert refusal.word is RefusalCode.UNSUPPORTED
        assert "Your phone cannot do this from here" in refusal.sentence
        assert notified(operator) == []
        assert operator.seen.devices[OWN].features == ""


async def test_a_phone_of_which_nothing_could_be_read_is_not_asked_and_the_test_is_named() -> None:
    async with operator_session() as operator:
        operator.pbx.contacts.clear()
        operator.pbx.reload()
        to = await talking(operator)
        refusal = await refused(operator.session.hold(to))
        assert refusal.word is RefusalCode.UNSUPPORTED
        assert refusal.sentence.startswith("Press hold on your phone. ")
        assert "lampfield test-phone" in refusal.sentence
        assert notified(operator) == []


async def test_a_phone_that_names_the_events_in_a_call_is_asked_from_then_on() -> None:
    async with operator_session() as operator:
        operator.pbx.allow_events[OWN] = "talk, hold, conference"
        to = await talking(operator)
        await operator.seen.until(lambda: operator.seen.calls[to].features == "hold", "the header to be read")
        await operator.session.hold(to)
        await operator.call(to, CallState.HOLD)
        assert notified(operator) == ["hold"]


async def test_a_phone_that_does_not_obey_is_not_offered_again_and_others_stay_as_they_are() -> None:
    state = known("hold", "talk")
    async with operator_session(state=state) as operator:
        operator.pbx.obeying.clear()
        to = await talking(operator)
        for expected in (["hold"], ["hold"]):
            refusal = await refused(operator.session.hold(to))
            assert refusal.word is RefusalCode.UNSUPPORTED
            assert "press hold on your phone" in refusal.sentence
            assert notified(operator) == expected, "it is not asked again"
        assert operator.seen.calls[to].features == ""
        assert operator.seen.devices[OWN].features == "talk,answer"
    kept = state.get(KIND, OWN)
    assert kept == {URI: {"proof": "call", "events": ("talk",), "user_agent": AGENT}}


async def test_a_phone_that_ends_the_call_is_never_asked_again() -> None:
    async with operator_session(state=known("hold", "talk", proof="header")) as operator:
        operator.pbx.deadly.add(OWN)
        to = await talking(operator)
        refusal = await refused(operator.session.hold(to))
        assert refusal.word is RefusalCode.REFUSED
        assert "ended the call on this request" in refusal.sentence
        await operator.call(to, CallState.DEAD)
        again = await talking(operator)
        assert (await refused(operator.session.hold(again))).word is RefusalCode.UNSUPPORTED
        assert notified(operator) == ["hold"]


async def test_who_hangs_up_meanwhile_is_not_held_against_the_phone() -> None:
    async with operator_session(state=known("hold", "talk")) as operator:
        operator.pbx.obeying.clear()
        to = await talking(operator)
        holding = asyncio.create_task(refused(operator.session.hold(to)))
        await operator.pbx.ami.until_asked("PJSIPNotify Event=hold")
        operator.pbx.ends(to, cause=16)
        refusal = await holding
        assert (refusal.word, refusal.sentence) == (RefusalCode.UNKNOWN_CALL, "This call is over.")
        assert operator.seen.devices[OWN].features == "hold,talk,answer"


@pytest.mark.parametrize(
    ("name", "answer", "word", "words"),
    [
        ("PJSIPNotify *", error("Permission denied"), RefusalCode.REFUSED, "(Permission denied): press hold"),
        ("PJSIPNotify *", Manner.SILENT, RefusalCode.TIMED_OUT, "Asterisk does not answer: press hold"),
        ("PJSIPShowContacts", Manner.SILENT, RefusalCode.TIMED_OUT, "Asterisk does not answer: press hold"),
        (
            "PJSIPShowContacts",
            error("Permission denied"),
            RefusalCode.UNSUPPORTED,
            "Press hold on your phone.",
        ),
    ],
)
async def test_what_asterisk_does_not_pass_on_is_told_with_the_way_by_hand(
    name: str, answer: object, word: RefusalCode, words: str
) -> None:
    async with operator_session(state=known("hold", "talk")) as operator:
        to = await talking(operator)
        await operator.pbx.ami.until_asked("PJSIPShowContacts", 3)
        if isinstance(answer, Manner):
            operator.pbx.cue(name, answer)
        else:
            operator.pbx.cue(name, answer=answer)
        refusal = await refused(operator.session.hold(to))
        assert refusal.word is word
        assert words in refusal.sentence


async def test_a_call_that_is_not_there_cannot_be_held() -> None:
    async with operator_session(state=known("hold", "talk")) as operator:
        for doing in (operator.session.hold("nobody"), operator.session.talk("nobody")):
            assert (await refused(doing)).word is RefusalCode.UNKNOWN_CALL


@pytest.mark.parametrize(
    ("obeys", "deadly", "events", "words"),
    [
        (True, False, ("hold", "talk"), "your phone answers, holds and resumes from here"),
        (False, False, (), "your phone does not answer or hold from here; use its own keys"),
        (False, True, (), "your phone ends a call on a hold request"),
    ],
)
async def test_a_test_call_finds_out_what_a_phone_does(
    events: tuple[str, ...], words: str, *, obeys: bool, deadly: bool
) -> None:
    state = VolatileState()
    async with operator_session(state=state) as operator:
        pbx = operator.pbx
        pbx.obeying = {OWN} if obeys else set()
        pbx.deadly = {OWN} if deadly else set()
        pbx.devices[f"{OWN}/{URI}"] = "NOT_INUSE"
        channel = await operator.session.test_phone(OWN)
        assert channel.startswith(TEST_CHANNEL)
        query = next(it for it in pbx.ari.asked if it.name == "POST channels").query
        assert query["endpoint"] == f"{OWN}/{URI}"
        assert "extension" not in query, "nobody is at the other end"
        assert query["app"] in pbx.ari.lines
        assert query["appArgs"] == "test"
        pbx.channels[channel]["name"] = f"{OWN}-00000009"
        pbx.channels[channel]["state"] = "Up"
        pbx.happens("ChannelStateChange", channel=channel)
        over = await operator.call(channel, CallState.DEAD)
        assert words in over.cause
        assert notified(operator) == (["hold", "talk"] if obeys else ["hold"])
        await operator.until_idle()
        kept = state.get(KIND, OWN)
        assert isinstance(kept, dict)
        assert kept[URI].get("events", ()) == events
        assert kept[URI].get("ends_calls", False) is deadly


@pytest.mark.parametrize(
    ("state", "word", "words"),
    [
        ("UNAVAILABLE", RefusalCode.DEVICE_OFFLINE, "is not registered"),
        ("INVALID", RefusalCode.UNKNOWN_DEVICE, "Asterisk knows no device"),
    ],
)
async def test_a_phone_that_is_not_there_cannot_be_tested(state: str, word: RefusalCode, words: str) -> None:
    async with operator_session() as operator:
        operator.pbx.device(OWN, state)
        await operator.until_shown(_201="None")
        refusal = await refused(operator.session.test_phone(OWN))
        assert refusal.word is word
        assert words in refusal.sentence
        assert operator.pbx.ari.count("POST channels") == 0


async def test_a_phone_in_use_and_one_without_a_registration_cannot_be_tested() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        to = await talking(operator)
        assert "Your phone is in use" in (await refused(operator.session.test_phone(OWN))).sentence
        pbx.ends(to)
        await operator.call(to, CallState.DEAD)
        pbx.contacts.clear()
        refusal = await refused(operator.session.test_phone(OWN))
        assert (refusal.word, refusal.sentence) == (
            RefusalCode.DEVICE_OFFLINE,
            f"No phone is registered as {OWN}. Plug it in.",
        )
        for answer, word in (
            (error("Permission denied"), RefusalCode.REFUSED),
            (Manner.SILENT, RefusalCode.TIMED_OUT),
        ):
            if isinstance(answer, Manner):
                pbx.cue("PJSIPShowContacts", answer)
            else:
                pbx.cue("PJSIPShowContacts", answer=answer)
            assert (await refused(operator.session.test_phone(OWN))).word is word
        assert pbx.ari.count("POST channels") == 0


async def test_of_two_phones_at_one_device_the_one_that_has_the_call_counts() -> None:
    other = "sip:201@127.0.0.1:5099"
    state = VolatileState()
    state.put(KIND, OWN, {other: {"proof": "test", "events": ["hold"], "user_agent": "Soft phone"}})
    async with operator_session(state=state) as operator:
        pbx = operator.pbx
        pbx.contacts.append({"Endpoint": "201", "Uri": other, "UserAgent": "Soft phone"})
        pbx.reload()
        to = await talking(operator)
        await operator.until_idle()
        assert (await refused(operator.session.hold(to))).word is RefusalCode.UNSUPPORTED
        assert notified(operator) == []
        pbx.contacts.insert(0, pbx.contacts.pop())
        await operator.session.hold(to)
        await operator.call(to, CallState.HOLD)
        assert notified(operator) == ["hold"]


async def test_a_phone_of_another_technology_cannot_be_asked_and_is_named() -> None:
    device = DeviceName("SIP/201")
    async with operator_session(account(devices=(device,))) as operator:
        pbx = operator.pbx
        pbx.devices[device] = "NOT_INUSE"
        pbx.reload()
        key = pbx.add_channel(device, "Up", app="AppDial", connected=("Bob Berg", "202"))
        pbx.happens("ChannelCreated", channel=key)
        await operator.call(key, CallState.UP)
        for doing, by_hand in (
            (operator.session.hold(key), "press hold on your phone"),
            (operator.session.talk(key), "resume the call on your phone"),
        ):
            refusal = await refused(doing)
            assert refusal.word is RefusalCode.UNSUPPORTED
            assert refusal.sentence == f"SIP/201 cannot do this from here: {by_hand}."
        refusal = await refused(operator.session.test_phone(device))
        assert refusal.word is RefusalCode.UNSUPPORTED
        assert "PJSIP phones only" in refusal.sentence
