"""Hints of every kind: what they watch, what they are called, and what is shown of them."""

from collections.abc import Mapping

import pytest

from lampfield.model.call import CallState
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp
from lampfield.sources.asterisk.device_state import lamp_of_hint, place_labels, reason_of
from lampfield.sources.asterisk.hint import place_kind, place_name, read_hint
from tests.sources.asterisk.operator_session import account, operator_session, operator_session_at
from tests.sources.asterisk.scripted_pbx import scripted_pbx

IDLE, BUSY, RINGS = "NOT_INUSE", "INUSE", "RINGING"
SLOTS = "park:71@parkedcalls&park:72@parkedcalls"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("PJSIP/201", "", ""),
        ("PJSIP/201&Custom:DND201,CustomPresence:201", "", ""),
        ("PJSIP/201&MWI:201@default", "", ""),
        ("MWI:201@default", "Mailbox", "Mailbox 201"),
        ("Custom:DAYNIGHT1", "Switch", "Switch DAYNIGHT1"),
        ("Custom:DND201", "Switch", "Switch DND201"),
        ("park:71@parkedcalls", "Parking", "Parking 71"),
        (SLOTS, "Parking", "Parking"),
        ("Queue:Support", "Queue", "Queue Support"),
        ("Queue:400&Queue:401", "Queue", "Queue"),
        ("Queue:400_pause_Local/202@from-queue/n", "Switch", "Switch 400_pause_Local/202"),
        ("ConfBridge:400", "Conference", "Conference 400"),
        (",CustomPresence:241", "", ""),
    ],
)
def test_a_hint_is_a_phone_or_a_place(text: str, kind: str, name: str) -> None:
    hint = read_hint("222", "internal", text)
    assert (place_kind(hint), place_name(hint)) == (kind, name)


@pytest.mark.parametrize(
    ("text", "states", "lamp", "labels"),
    [
        ("MWI:201@default", {"MWI:201@default": BUSY}, Lamp.UNKNOWN, ("messages waiting",)),
        ("MWI:201@default", {"MWI:201@default": IDLE}, Lamp.UNKNOWN, ("no messages",)),
        ("MWI:201@default", {"MWI:201@default": "UNAVAILABLE"}, Lamp.UNKNOWN, ()),
        ("Custom:NIGHT", {"Custom:NIGHT": BUSY}, Lamp.UNKNOWN, ("on",)),
        ("Custom:NIGHT", {"Custom:NIGHT": RINGS}, Lamp.UNKNOWN, ("on",)),
        ("Custom:NIGHT", {"Custom:NIGHT": IDLE}, Lamp.UNKNOWN, ("off",)),
        ("Custom:DND1", {"Custom:DND1": "UNAVAILABLE"}, Lamp.UNKNOWN, ("off",)),
        ("Custom:NIGHT", {"Custom:NIGHT": "UNKNOWN"}, Lamp.UNKNOWN, ("off",)),
        ("Custom:NIGHT", {"Custom:NIGHT": "INVALID"}, Lamp.UNKNOWN, ()),
        ("Custom:A&Custom:B", {"Custom:A": IDLE, "Custom:B": BUSY}, Lamp.UNKNOWN, ("on",)),
        (SLOTS, {"park:71@parkedcalls": BUSY, "park:72@parkedcalls": IDLE}, Lamp.AVAILABLE, ()),
        (SLOTS, {"park:71@parkedcalls": BUSY, "park:72@parkedcalls": BUSY}, Lamp.ON_CALL, ()),
        (SLOTS, {}, Lamp.UNKNOWN, ()),
        ("Queue:400&Queue:401", {"Queue:400": IDLE, "Queue:401": RINGS}, Lamp.RINGING, ()),
        ("PJSIP/1&PJSIP/2", {"PJSIP/1": BUSY, "PJSIP/2": RINGS}, Lamp.ON_CALL_RINGING, ()),
    ],
)
def test_the_lamp_and_the_labels_of_a_hint(
    text: str, states: Mapping[str, str], lamp: Lamp, labels: tuple[str, ...]
) -> None:
    hint = read_hint("222", "internal", text)
    assert (lamp_of_hint(hint, states), place_labels(hint, states)) == (lamp, labels)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("MWI:201@default", "A mailbox is no phone."),
        ("Custom:NIGHT", "A switch is no phone: it is on or off."),
        (",CustomPresence:241", "The hint names no device."),
        ("PJSIP/9", "Asterisk reports no state of PJSIP/9."),
    ],
)
def test_why_there_is_no_lamp(text: str, reason: str) -> None:
    assert reason_of(read_hint("222", "internal", text), {}) == reason


@pytest.mark.virtual_time
async def test_a_hint_that_is_written_in_another_case_follows_its_phone() -> None:
    async with scripted_pbx() as pbx:
        pbx.hints["222"] = ("internal", "pjsip/203")
        pbx.dialable.add("222")
        async with operator_session_at(pbx) as operator:
            await operator.until_shown(_222="0")
            from_, to = pbx.calls("202", "203")
            await operator.until_shown(_222="2 < 202", _203="2 < 202")
            pbx.answers(from_, to)
            await operator.until_shown(_222="1 < 202", _203="1 < 202")
            pbx.ends(to)
            pbx.ends(from_)
            await operator.until_shown(_222="0", _203="0")
            patch = operator.seen.contacts["222"]
            assert patch.name == "Cara Cole", "the caller ID of its phone"


@pytest.mark.virtual_time
async def test_the_operators_own_device_may_be_written_in_another_case() -> None:
    written = DeviceName("pjsip/201")
    async with operator_session(account(devices=(written,))) as operator:
        assert list(operator.seen.devices) == [written]
        assert operator.seen.devices[written].extension == "201"
        _, to = operator.pbx.calls("202", "201")
        call = await operator.call(to, CallState.RING)
        assert (call.device, call.number) == (written, "202")
        await operator.seen.until(lambda: operator.seen.devices[written].blf == 2, "the device rings")
        operator.pbx.ends(to)
        await operator.call(to, CallState.DEAD)
        channel = await operator.session.dial(written, "203", None)
        assert (await operator.call(channel, CallState.DIAL)).device == written


@pytest.mark.virtual_time
async def test_a_mailbox_and_a_switch_are_places_that_are_never_on_a_call() -> None:
    async with scripted_pbx() as pbx:
        pbx.hints["214"] = ("internal", "MWI:201@default")
        pbx.hints["215"] = ("internal", "Custom:DAYNIGHT1")
        pbx.devices |= {"MWI:201@default": IDLE, "Custom:DAYNIGHT1": IDLE}
        async with operator_session_at(pbx) as operator:
            await operator.until_shown(_214="None [no messages]", _215="None [off]")
            pbx.device("MWI:201@default", BUSY)
            pbx.device("Custom:DAYNIGHT1", BUSY)
            await operator.until_shown(_214="None [messages waiting]", _215="None [on]")
            contacts = operator.seen.contacts
            assert (contacts["214"].tags, contacts["215"].tags) == (("Mailbox",), ("Switch",))
            assert contacts["215"].name == "Switch DAYNIGHT1"
