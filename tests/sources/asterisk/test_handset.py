"""The telephone test: which phones are tested, and what the results mean."""

import asyncio
from functools import partial

import pytest

from lampfield.model.call import CallState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.state import StateStore, VolatileState
from lampfield.sources.asterisk.telephones import Ability, Proof, Telephone, TelephoneRegistry
from tests.sources.asterisk.operator_session import (
    OWN,
    OperatorSession,
    operator_session,
    operator_session_at,
)
from tests.sources.asterisk.scripted_ami import error
from tests.sources.asterisk.scripted_pbx import scripted_pbx

pytestmark = pytest.mark.virtual_time

DESK_PHONE = Telephone("sip:201@127.0.0.1:5061", "Desk phone 1")
OBEYS = Ability(Proof.TEST, ("hold", "talk"))
NAMED = Ability(Proof.HEADER, ("hold", "talk"))
NOT_TAKEN = "Your phone cannot do this from here: {}."
ENDED = "Your phone ended the call on this request. It gets no further requests."
UNKNOWN = 'Run "lampfield test-phone" to find out whether the phone can do this from here.'


def knowing(ability: Ability, telephone: Telephone = DESK_PHONE) -> StateStore:
    """Return the state of a hub that knows a telephone."""
    state = VolatileState()
    TelephoneRegistry(state).learn(OWN, telephone, ability)
    return state


def events_asked(operator: OperatorSession) -> list[str]:
    """Return the events that telephones were asked for."""
    return [it["Variable"] for it in operator.pbx.ami.asked if it.get("Action") == "PJSIPNotify"]


async def refusal(operator: OperatorSession, action: str, channel: str) -> Refusal:
    """Return how holding or talking is refused."""
    with pytest.raises(Refusal) as caught:
        await getattr(operator.session, action)(channel)
    return caught.value


async def incoming(operator: OperatorSession) -> tuple[str, str]:
    """Let 202 ring the operator. Returns the ids of both channels."""
    from_, to = operator.pbx.calls("202", "201")
    await operator.call(to, CallState.RING)
    return from_, to


async def test_an_unknown_telephone_is_not_asked() -> None:
    async with operator_session() as operator:
        from_, to = await incoming(operator)
        refused = await refusal(operator, "talk", to)
        assert (refused.word, str(refused)) == (RefusalCode.UNSUPPORTED, f"Answer on your phone. {UNKNOWN}")
        assert operator.seen.calls[to].features == ""
        operator.pbx.answers(from_, to)
        await operator.call(to, CallState.UP)
        await operator.pbx.ami.until_asked("Getvar PJSIP_HEADER(read,Allow-Events)")
        assert str(await refusal(operator, "hold", to)) == NOT_TAKEN.format("press hold on your phone")
        assert events_asked(operator) == []
        assert operator.seen.devices[OWN].features == ""


async def test_a_telephone_that_passed_the_test_answers_holds_and_takes_back() -> None:
    async with operator_session(state=knowing(OBEYS)) as operator:
        assert operator.seen.devices[OWN].features == "hold,talk,answer"
        _, to = await incoming(operator)
        assert operator.seen.calls[to].features == "answer"
        await operator.session.talk(to)
        assert (await operator.call(to, CallState.UP)).features == "hold"
        await operator.session.hold(to)
        assert (await operator.call(to, CallState.HOLD)).features == "talk"
        await operator.session.talk(to)
        await operator.call(to, CallState.UP)
        assert events_asked(operator) == ["Event=talk", "Event=hold", "Event=talk"]


@pytest.mark.parametrize(
    "telephone",
    [DESK_PHONE._replace(user_agent="Desk phone 2"), DESK_PHONE._replace(uri="sip:201@127.0.0.1:9")],
)
async def test_another_telephone_at_the_extension_is_unknown(telephone: Telephone) -> None:
    async with operator_session(state=knowing(OBEYS, telephone)) as operator:
        _, to = await incoming(operator)
        assert str(await refusal(operator, "talk", to)) == f"Answer on your phone. {UNKNOWN}"
        assert events_asked(operator) == []


async def test_a_telephone_is_looked_at_again_before_it_is_asked() -> None:
    """Another one may have registered since the last whole picture."""
    async with operator_session(state=knowing(OBEYS)) as operator:
        _, to = await incoming(operator)
        operator.pbx.contacts[0] = {"Endpoint": "201", "Uri": DESK_PHONE.uri, "UserAgent": "Other"}
        assert str(await refusal(operator, "talk", to)) == f"Answer on your phone. {UNKNOWN}"
        assert events_asked(operator) == []


async def test_a_leg_of_an_unregistered_telephone_is_not_asked() -> None:
    async with operator_session(state=knowing(OBEYS)) as operator:
        _, to = await incoming(operator)
        name = operator.pbx.channels[to]["name"]
        operator.pbx.of_channels[name, "CHANNEL(pjsip,target_uri)"] = "sip:201@127.0.0.1:9"
        assert str(await refusal(operator, "talk", to)) == f"Answer on your phone. {UNKNOWN}"


@pytest.mark.parametrize(
    ("name", "packets"),
    [
        ("PJSIPShowContacts", error("Permission denied")),
        ("Getvar CHANNEL(pjsip,target_uri)", error("No such channel")),
    ],
)
async def test_where_the_telephone_cannot_be_found_it_is_not_asked(name: str, packets: object) -> None:
    async with operator_session(state=knowing(OBEYS)) as operator:
        _, to = await incoming(operator)
        for _ in range(2):
            operator.pbx.cue(name, answer=packets)
            assert str(await refusal(operator, "talk", to)) == f"Answer on your phone. {UNKNOWN}"
        await operator.session.talk(to)


@pytest.mark.parametrize("function", ["PJSIP_RESPONSE_HEADER", "PJSIP_HEADER"])
async def test_what_a_telephone_names_in_its_answer_or_its_invite_is_offered(function: str) -> None:
    state = VolatileState()
    async with operator_session(state=state) as operator:
        from_, to = await incoming(operator)
        name = operator.pbx.channels[to]["name"]
        operator.pbx.of_channels[name, f"{function}(read,Allow-Events)"] = "talk, hold, refer"
        operator.pbx.answers(from_, to)
        await operator.seen.until(lambda: operator.seen.calls[to].features == "hold", "hold")
        assert operator.seen.devices[OWN].features == "hold,talk,answer"
        await operator.session.hold(to)
    known = TelephoneRegistry(state).ability_of(OWN, DESK_PHONE)
    assert known == Ability(Proof.HEADER, ("hold", "talk"), user_agent=DESK_PHONE.user_agent)


async def test_a_telephone_is_read_once_a_call() -> None:
    async with operator_session() as operator:
        for count in (1, 2):
            from_, to = await incoming(operator)
            operator.pbx.answers(from_, to)
            await operator.pbx.ami.until_asked("Getvar PJSIP_HEADER(read,Allow-Events)", count)
            operator.pbx.happens("ChannelConnectedLine", channel=to)
            operator.pbx.ends(to)
            operator.pbx.ends(from_)
            await operator.call(to, CallState.DEAD)
        assert operator.pbx.ami.count("Getvar PJSIP_HEADER(read,Allow-Events)") == 2


async def test_nobody_elses_telephone_is_read() -> None:
    async with operator_session() as operator:
        from_, to = operator.pbx.calls("202", "203")
        operator.pbx.answers(from_, to)
        await operator.until_shown(_202="1 > 203")
        operator.pbx.reload()
        await operator.pbx.ami.until_asked("ExtensionStateList", 2)
        assert operator.pbx.ami.count("Getvar PJSIP_HEADER(read,Allow-Events)") == 0


async def test_a_telephone_that_does_nothing_is_not_asked_a_second_time() -> None:
    state = knowing(NAMED)
    async with operator_session(state=state) as operator:
        operator.pbx.obeying.clear()
        from_, to = await incoming(operator)
        assert str(await refusal(operator, "talk", to)) == NOT_TAKEN.format("answer on your phone")
        assert operator.seen.calls[to].features == ""
        assert operator.seen.devices[OWN].features == "hold", "that may work"
        operator.pbx.answers(from_, to)
        await operator.call(to, CallState.UP)
        assert str(await refusal(operator, "hold", to)) == NOT_TAKEN.format("press hold on your phone")
        assert str(await refusal(operator, "hold", to)) == NOT_TAKEN.format("press hold on your phone")
        assert events_asked(operator) == ["Event=talk", "Event=hold"]
    known = TelephoneRegistry(state).ability_of(OWN, DESK_PHONE)
    assert known == Ability(Proof.CALL, user_agent=DESK_PHONE.user_agent)


@pytest.mark.parametrize("ability", [NAMED, OBEYS])
async def test_a_telephone_that_ends_a_call_is_learnt_from_at_once(ability: Ability) -> None:
    state = knowing(ability)
    async with operator_session(state=state) as operator:
        operator.pbx.deadly.add(OWN)
        _, to = await incoming(operator)
        refused = await refusal(operator, "talk", to)
        assert (refused.word, str(refused)) == (RefusalCode.REFUSED, ENDED)
        await operator.call(to, CallState.DEAD)
        await operator.seen.until(lambda: operator.seen.devices[OWN].features == "", "no offer")
        _, again = await incoming(operator)
        assert str(await refusal(operator, "talk", again)) == NOT_TAKEN.format("answer on your phone")
        assert events_asked(operator) == ["Event=talk"]
    known = TelephoneRegistry(state).ability_of(OWN, DESK_PHONE)
    assert known == Ability(Proof.CALL, ends_calls=True, user_agent=DESK_PHONE.user_agent)


async def test_a_caller_who_hangs_up_at_that_moment_is_not_held_against_a_tested_telephone() -> None:
    state = knowing(OBEYS)
    async with operator_session(state=state) as operator:
        operator.pbx.deadly.add(OWN)
        operator.pbx.deadly_cause = 16
        _, to = await incoming(operator)
        refused = await refusal(operator, "talk", to)
        assert (refused.word, str(refused)) == (RefusalCode.UNKNOWN_CALL, "This call is over.")
        assert operator.seen.devices[OWN].features == "hold,talk,answer"


async def test_one_that_only_names_the_events_has_no_such_credit() -> None:
    async with operator_session(state=knowing(NAMED)) as operator:
        operator.pbx.deadly.add(OWN)
        operator.pbx.deadly_cause = 16
        _, to = await incoming(operator)
        assert str(await refusal(operator, "talk", to)) == ENDED
        assert operator.seen.devices[OWN].features == ""


async def test_what_asterisk_does_not_pass_on_is_said() -> None:
    async with operator_session(state=knowing(OBEYS)) as operator:
        _, to = await incoming(operator)
        operator.pbx.cue("PJSIPNotify *", answer=error("Permission denied"))
        refused = await refusal(operator, "talk", to)
        assert refused.word is RefusalCode.REFUSED
        assert str(refused).startswith(
            "Asterisk sends your phone no request (Permission denied): answer on your phone."
        )
        await operator.session.talk(to)


RESULTS = [
    ({"obeying": {OWN}}, "your phone answers, holds and resumes from here", ("hold", "talk"), False),
    ({"obeying": set()}, "your phone does not answer or hold from here; use its own keys", (), False),
    (
        {"deadly": {OWN}},
        "your phone ends a call on a hold request, so it gets none; use its own keys",
        (),
        True,
    ),
]


@pytest.mark.parametrize(("properties", "result", "events", "ends_calls"), RESULTS)
async def test_a_test_call_finds_out_and_its_end_says_it(
    properties: dict[str, object], result: str, events: tuple[str, ...], *, ends_calls: bool
) -> None:
    async with operator_session() as operator:
        for name, value in properties.items():
            setattr(operator.pbx, name, value)
        for _ in range(2):
            channel = await operator.session.test_phone(OWN)
            call = await operator.call(channel, CallState.DIAL)
            assert (call.name, call.number) == ("Phone test", "")
            await asyncio.sleep(5)
            answer(operator, channel)
            over = await operator.call(channel, CallState.DEAD)
            assert over.cause == result
            assert over.start > 0
            assert channel not in operator.pbx.channels
            shown = Ability(Proof.TEST, events, ends_calls=ends_calls, user_agent=DESK_PHONE.user_agent)
            telephones = operator.source.connection.telephones
            await operator.seen.until(partial(knows, telephones, shown), f"{shown}")
    asked = next(it for it in operator.pbx.ari.asked if it.name == "POST channels")
    assert asked.query["endpoint"] == f"{OWN}/{DESK_PHONE.uri}"
    assert asked.body["variables"]["CONNECTEDLINE(name,i)"] == "Phone test"


def knows(telephones: TelephoneRegistry, ability: Ability) -> bool:
    """Return whether exactly this is known about the desk phone."""
    return telephones.ability_of(OWN, DESK_PHONE) == ability


def answer(operator: OperatorSession, channel: str) -> None:
    """Let the telephone of a test call be answered."""
    pbx = operator.pbx
    pbx.channels[channel]["state"] = "Up"
    pbx.happens("ChannelStateChange", channel=channel)


async def test_a_telephone_that_answers_at_once_does_so_by_itself() -> None:
    async with operator_session() as operator:
        channel = await operator.session.test_phone(OWN)
        answer(operator, channel)
        over = await operator.call(channel, CallState.DEAD)
        assert over.cause.endswith(". It answers the calls that you dial automatically")


async def test_a_test_call_that_nobody_answers_shows_nothing() -> None:
    state = VolatileState()
    async with operator_session(state=state) as operator:
        channel = await operator.session.test_phone(OWN)
        await operator.call(channel, CallState.DIAL)
        operator.pbx.ends(channel, 19)
        over = await operator.call(channel, CallState.DEAD)
        assert (over.cause, over.start) == ("your phone did not answer", 0)
        assert TelephoneRegistry(state).ability_of(OWN, DESK_PHONE) is None


async def test_nothing_is_known_where_asterisk_does_not_ask() -> None:
    state = VolatileState()
    async with operator_session(state=state) as operator:
        operator.pbx.cue("PJSIPNotify *", answer=error("Permission denied"))
        channel = await operator.session.test_phone(OWN)
        answer(operator, channel)
        over = await operator.call(channel, CallState.DEAD)
        assert over.cause == ""
        known = TelephoneRegistry(state).ability_of(OWN, DESK_PHONE)
        assert known is None or known.proof is Proof.HEADER


async def test_the_telephone_that_nothing_is_known_of_is_tested_first() -> None:
    async with scripted_pbx() as pbx:
        pbx.contacts.append({"Endpoint": "201", "Uri": "sip:201@127.0.0.1:9", "UserAgent": "New"})
        async with operator_session_at(pbx, state=knowing(OBEYS)) as operator:
            await operator.up()
            await operator.session.test_phone(OWN)
            asked = next(it for it in pbx.ari.asked if it.name == "POST channels")
            assert asked.query["endpoint"] == f"{OWN}/sip:201@127.0.0.1:9"


async def test_what_cannot_be_tested_is_refused() -> None:
    async with operator_session() as operator:
        from_, to = await incoming(operator)
        assert "is in use" in str(await refusal(operator, "test_phone", OWN))
        operator.pbx.ends(to)
        operator.pbx.ends(from_)
        await operator.call(to, CallState.DEAD)
        assert "does not have this device" in str(await refusal(operator, "test_phone", "PJSIP/202"))
        operator.pbx.cue("PJSIPShowContacts", answer=error("Permission denied"))
        assert "does not list the registered phones" in str(await refusal(operator, "test_phone", OWN))
        operator.pbx.contacts.clear()
        assert "No phone is registered" in str(await refusal(operator, "test_phone", OWN))
        assert operator.pbx.ari.count("POST channels") == 0


async def test_another_telephone_that_registers_is_looked_at_at_once() -> None:
    async with operator_session(state=knowing(OBEYS)) as operator:
        pbx = operator.pbx
        for agent, features in (("Other", ""), (DESK_PHONE.user_agent, "hold,talk,answer")):
            looks = pbx.ami.count("ExtensionStateList")
            pbx.contacts[0] = {"Endpoint": "201", "Uri": DESK_PHONE.uri, "UserAgent": agent}
            pbx.ami.send_event(Event="ContactStatus", EndpointName="202", ContactStatus="Created")
            pbx.device("PJSIP/203", "INUSE" if agent == "Other" else "NOT_INUSE")
            await operator.until_shown(_203="1" if agent == "Other" else "0")
            assert pbx.ami.count("ExtensionStateList") == looks, "nobody's phone here"
            pbx.ami.send_event(Event="ContactStatus", EndpointName="201", ContactStatus="Created")
            await operator.seen.until(partial(offers, operator, features), f"{features}")


def offers(operator: OperatorSession, features: str) -> bool:
    """Return whether just this can be asked of the operator's phone."""
    return operator.seen.devices[OWN].features == features


async def test_a_test_call_ends_with_the_source() -> None:
    async with operator_session() as operator:
        await operator.session.test_phone(OWN)
        names = {task.get_name() for task in asyncio.all_tasks()}
        assert "test a phone" in names
        await operator.source.close()
        assert "test a phone" not in {task.get_name() for task in asyncio.all_tasks()}


async def test_what_fails_behind_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise KeyError("unforeseen")

    async with operator_session() as operator:
        operator.source.connection.run_in_background(fail(), "something behind")
        await operator.seen.signal.until(lambda: "something behind failed" in caplog.text, "the log")
        assert caplog.records[-1].exc_info
