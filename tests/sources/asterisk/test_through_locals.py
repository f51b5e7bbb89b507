"""Calls through Asterisk's own channels: queue and other end are those of the phones behind them."""

import asyncio

import pytest

from lampfield.model.call import CallState
from lampfield.model.change import ContactChange
from lampfield.sources.asterisk.legs import epoch_ms
from tests.sources.asterisk.operator_session import OWN, OperatorSession, operator_session
from tests.sources.asterisk.scripted_pbx import ScriptedPbx

pytestmark = pytest.mark.virtual_time

OTTO = ("Otto Outside", "0161")


def outside(pbx: ScriptedPbx, app: str, data: str = "", exten: str = "100") -> str:
    """Let somebody call from outside, as far as an application of the dial plan."""
    key = pbx.add_channel("PJSIP/trunk", "Up", app=app, data=data, exten=exten)
    pbx.channels[key]["caller"] = {"name": OTTO[0], "number": OTTO[1]}
    pbx.happens("ChannelCreated", channel=key)
    return key


def local(pbx: ScriptedPbx, name: str, serial: str) -> tuple[str, str]:
    """Let there be a channel of Asterisk's own. Returns the ids of its halves."""
    halves = []
    for half in "12":
        key = pbx.add_channel(
            name, "Down", key=f"local-{serial}-{half}", app="AppQueue" if half == "1" else "Dial"
        )
        pbx.channels[key]["name"] = f"{name}-{serial};{half}"
        halves.append(key)
    return halves[0], halves[1]


def dials(pbx: ScriptedPbx, caller: str, peer: str) -> None:
    """Tell that one channel dials another."""
    pbx.happens("Dial", caller=caller, peer=peer, dialstatus="")


def talk(pbx: ScriptedPbx, name: str, *keys: str) -> None:
    """Let channels be up in a bridge."""
    pbx.bridges[name] = {"id": name, "bridge_type": "mixing", "bridge_class": "basic", "channels": []}
    for key in keys:
        pbx.channels[key]["state"] = "Up"
        pbx.happens("ChannelStateChange", channel=key)
        pbx.enters(key, name)


def queue_call(pbx: ScriptedPbx) -> tuple[str, str, str, str]:
    """Let somebody wait in queue 400, whose member is a channel of Asterisk's own to 202."""
    caller = outside(pbx, "Queue", "400,tTr,,,60")
    one, two = local(pbx, "Local/202@from-queue", "0001")
    dials(pbx, caller, one)
    agent = pbx.rings(two, "202", connected=OTTO)
    return caller, one, two, agent


async def test_a_member_behind_a_local_channel_shows_the_queue() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        caller, one, two, agent = queue_call(pbx)
        await operator.until_shown(_202="2 < 0161 via 400")
        talk(pbx, "front", caller, one)
        talk(pbx, "back", two, agent)
        pbx.device("PJSIP/202", "INUSE")
        await operator.until_shown(_202="1 < 0161 via 400")


def own_queue_call(pbx: ScriptedPbx, dialled: str, *, is_local: bool) -> str:
    """Let somebody dial a number and wait in queue 400, which rings 201. Returns the id of its channel."""
    caller = outside(pbx, "Answer", exten=dialled)
    for app, exten in (("Queue", "400"), ("Queue", "400")):
        pbx.channels[caller]["dialplan"] |= {"app_name": app, "app_data": "400,tTr", "exten": exten}
        pbx.happens("ChannelDialplan", channel=caller)
    calling = caller
    if is_local:
        one, calling = local(pbx, "Local/201@from-queue", "0001")
        dials(pbx, caller, one)
    pbx.happens("ChannelVarset", channel=caller)
    return pbx.rings(calling, "201", connected=OTTO)


@pytest.mark.parametrize("is_local", [True, False])
async def test_an_own_call_tells_queue_waiting_time_and_dialled_number(*, is_local: bool) -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        own = own_queue_call(pbx, "0161496", is_local=is_local)
        await operator.until_shown(_201="2 < 0161 via 400")
        call = operator.seen.calls[own]
        assert (call.queue, call.did, call.outq) == ("400", "0161496", 0)
        assert call.inq == epoch_ms("2026-01-01T00:00:02.000+0000") // 1000
        pbx.channels[own]["state"] = "Up"
        pbx.happens("ChannelStateChange", channel=own)
        await operator.seen.until(lambda: operator.seen.calls[own].outq, "the caller left the queue")
        talk = operator.seen.calls[own]
        assert talk.outq - talk.inq == epoch_ms(pbx.timestamp()) // 1000 - 1 - call.inq


async def test_a_call_for_the_own_number_or_by_nobody_knows_which_says_none() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        direct = pbx.rings(outside(pbx, "Dial", exten="201"), "201", connected=OTTO)
        await operator.until_shown(_201="2 < 0161")
        call = operator.seen.calls[direct]
        assert (call.queue, call.did, call.inq, call.outq) == ("", "", 0, 0)


async def test_the_queue_stays_when_the_local_channel_is_taken_out_of_the_way() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        caller, one, two, agent = queue_call(pbx)
        pbx.ends(one)
        pbx.ends(two)
        talk(pbx, "direct", caller, agent)
        pbx.device("PJSIP/202", "INUSE")
        await operator.until_shown(_202="1 < 0161 via 400")


async def test_two_queues_at_once_are_not_mixed_up() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        queue_call(pbx)
        other = outside(pbx, "Queue", "401")
        pbx.rings(other, "203", connected=("", "0162"))
        first, second = local(pbx, "Local/204@from-queue", "0002")
        dials(pbx, other, first)
        pbx.rings(second, "204", connected=("", "0162"))
        plain = outside(pbx, "Dial", "PJSIP/201")
        pbx.rings(plain, "201", connected=("", "0163"))
        for _ in range(2):
            await operator.until_shown(
                _201="2 < 0163", _202="2 < 0161 via 400", _203="2 < 0162 via 401", _204="2 < 0162 via 401"
            )
            operator.seen.forget()
            pbx.reload()
            await operator.seen.until(lambda: len(operator.seen.of(ContactChange)) >= 4, "another picture")


@pytest.mark.parametrize("is_linked", [True, False])
async def test_a_hub_that_comes_later_finds_the_queue_by_the_call(*, is_linked: bool) -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        pbx.cut()
        await operator.down()
        caller, _, two, agent = queue_call(pbx)
        if is_linked:
            pbx.linkedids = dict.fromkeys((two, agent, "local-0001-1"), caller)
        await operator.up()
        await operator.until_shown(_202="2 < 0161 via 400" if is_linked else "2 < 0161")


@pytest.mark.parametrize("is_half_first", [True, False])
async def test_who_answered_counts_and_not_whom_the_call_was_for(*, is_half_first: bool) -> None:
    """204 is followed by 203: the caller talks to 203, though the connected line names 204."""
    async with operator_session() as operator:
        pbx = operator.pbx
        caller = pbx.add_channel("PJSIP/202", "Up", app="Dial", exten="204", connected=("Dan Dietz", "204"))
        pbx.happens("ChannelCreated", channel=caller)
        one, two = local(pbx, "Local/FMGL-203@from-internal", "0003")
        dials(pbx, caller, one)
        callee = pbx.rings(two, "203", connected=("Bob Berg", "202"))
        talk(pbx, "front", caller, one)
        pbx.device("PJSIP/202", "INUSE")
        await operator.until_shown(_202="1 > 204", _203="2 < 202")
        talk(pbx, "back", *((two, callee) if is_half_first else (callee, two)))
        pbx.device("PJSIP/203", "INUSE")
        async with asyncio.timeout(1):
            await operator.until_shown(_202="1 > 203", _203="1 < 202", _204="0")
        party = operator.seen.contacts["202"].party
        assert party
        assert party.name == "Cara Cole"
        pbx.ends(callee)
        pbx.ends(two)
        await operator.until_shown(_202="1 > 204")


async def test_locals_in_a_circle_end_somewhere() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        caller = pbx.add_channel("PJSIP/202", "Up", app="Dial", exten="500")
        one, two = local(pbx, "Local/500@internal", "0004")
        talk(pbx, "circle", caller, one, two)
        pbx.device("PJSIP/202", "INUSE")
        await operator.until_shown(_202="1 > 500")


async def test_behind_a_voicemail_or_a_menu_is_what_was_dialled() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        key = pbx.add_channel("PJSIP/202", "Ring", app="Macro", exten="203")
        pbx.happens("ChannelCreated", channel=key)
        await operator.until_shown(_202="1 > 203")
        steps = (("VoiceMail", "Cara Cole (voicemail)", "s-BUSY"), ("Background", "Cara Cole", "9"))
        for app, shown, exten in steps:
            pbx.channels[key]["state"] = "Up"
            pbx.channels[key]["dialplan"] |= {"exten": exten, "app_name": app}
            pbx.happens("ChannelDialplan", channel=key)
            await expect_party(operator, "202", shown, "203")


async def test_who_was_sent_on_to_a_voicemail_has_its_number() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        from_, to = pbx.calls("202", "203")
        pbx.answers(from_, to)
        await operator.until_shown(_202="1 > 203")
        pbx.channels[from_]["connected"] = {"name": "", "number": ""}
        pbx.channels[from_]["dialplan"] = {"context": "internal", "exten": "204", "app_name": "VoiceMail"}
        pbx.ends(to)
        pbx.happens("ChannelDialplan", channel=from_)
        await expect_party(operator, "202", "Dan Dietz (voicemail)", "204")


async def test_an_own_voicemail_has_the_code_that_was_dialled() -> None:
    async with operator_session() as operator:
        pbx = operator.pbx
        key = pbx.add_channel("PJSIP/202", "Up", app="VoiceMailMain", exten="*97")
        pbx.happens("ChannelCreated", channel=key)
        await expect_party(operator, "202", "voicemail", "*97")


async def test_a_caller_is_on_a_call_before_asterisk_says_so() -> None:
    """Asterisk calls a phone free whose call nothing has answered; a party beside free is no sense."""
    async with operator_session() as operator:
        pbx = operator.pbx
        key = pbx.add_channel("PJSIP/202", "Ring", app="Dial", exten="203", connected=("Cara Cole", "203"))
        pbx.happens("ChannelCreated", channel=key)
        await operator.until_shown(_202="1 > 203")
        called = pbx.add_channel("PJSIP/204", "Ringing", app="AppDial", connected=("Bob Berg", "202"))
        pbx.happens("ChannelCreated", channel=called)
        await operator.until_shown(_204="2 < 202")
        pbx.channels[called]["state"] = "Up"
        pbx.happens("ChannelStateChange", channel=called)
        await operator.until_shown(_204="1 < 202")
        created = pbx.add_channel("PJSIP/203", "Down", app="Dial", exten="202", connected=("Bob Berg", "202"))
        pbx.happens("ChannelCreated", channel=created)
        pbx.ends(key)
        pbx.ends(called)
        await operator.until_shown(_202="0", _203="0", _204="0")


async def expect_party(operator: OperatorSession, number: str, name: str, other: str) -> None:
    """Wait until somebody's other end has a name and a number."""

    def shown() -> tuple[str, str]:
        party = operator.seen.contacts[number].party
        return (party.name, party.number) if party else ("", "")

    await operator.seen.until(lambda: shown() == (name, other), f"{name} {other}; it is {shown()}")


async def test_the_own_phone_is_free_until_it_rings() -> None:
    """Its channel is there before anything reaches the phone."""
    async with operator_session() as operator:
        channel = await operator.session.dial(OWN, "202", None)
        await operator.call(channel, CallState.DIAL)
        operator.pbx.channels[channel]["connected"] = {"name": "Bob Berg", "number": "202"}
        operator.pbx.happens("ChannelConnectedLine", channel=channel)
        operator.pbx.device("PJSIP/203", "INUSE")
        await operator.until_shown(_203="1")
        assert operator.describe("201") == "0"
