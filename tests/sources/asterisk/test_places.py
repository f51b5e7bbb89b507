"""Parking slots, queues, ring groups and switches on the board."""

import pytest

from lampfield.model.account import Right
from lampfield.model.contact import Direction, Party
from lampfield.sources.asterisk.parking import Slot, parked_at, read_parked, space_of_device
from lampfield.sources.asterisk.places import Places
from tests.sources.asterisk.operator_session import OperatorSession, account, operator_session_at
from tests.sources.asterisk.scripted_ami import Fields
from tests.sources.asterisk.scripted_pbx import ScriptedPbx, scripted_pbx

pytestmark = pytest.mark.virtual_time

OTTO: Fields = {
    "ParkeeUniqueid": "1767225600.7",
    "ParkeeCallerIDName": "Otto Outside",
    "ParkeeCallerIDNum": "0161",
    "ParkingSpace": "71",
    "ParkingDuration": "0",
}
SLOTS = "park:71@parkedcalls&park:72@parkedcalls"


def with_slots(pbx: ScriptedPbx) -> None:
    """Let there be a parking lot of two slots, as FreePBX writes one."""
    pbx.hints["70"] = ("internal", SLOTS)
    for slot in ("71", "72"):
        pbx.hints[slot] = ("park-hints", f"park:{slot}@parkedcalls")
        pbx.devices[f"park:{slot}@parkedcalls"] = "NOT_INUSE"


def parks(operator: OperatorSession, slot: str = "71") -> None:
    """Let Otto be parked."""
    parked = OTTO | {"ParkingSpace": slot}
    operator.pbx.parked.append(parked)
    operator.pbx.ami.send_event(Event="ParkedCall", **parked)
    operator.pbx.device(f"park:{slot}@parkedcalls", "INUSE")


@pytest.mark.parametrize("end", ["UnParkedCall", "ParkedCallTimeOut", "ParkedCallGiveUp"])
async def test_a_slot_shows_who_waits_there(end: str) -> None:
    async with scripted_pbx() as pbx:
        with_slots(pbx)
        async with operator_session_at(pbx) as operator:
            await operator.until_shown(_70="0", _71="0", _72="0")
            assert [operator.seen.contacts[it].name for it in ("70", "71")] == ["Parking", "Parking 71"]
            parks(operator)
            await operator.until_shown(_70="0", _71="1 < 0161", _72="0")
            party = operator.seen.contacts["71"].party
            assert party
            assert (party.name, party.direction, party.call) == (
                "Otto Outside",
                Direction.IN,
                "1767225600.7",
            )
            assert party.since > 0
            parks(operator, "72")
            await operator.until_shown(_70="1", _71="1 < 0161", _72="1 < 0161")
            pbx.parked.clear()
            for slot in ("71", "72"):
                pbx.ami.send_event(Event=end, **(OTTO | {"ParkingSpace": slot}))
                pbx.device(f"park:{slot}@parkedcalls", "NOT_INUSE")
            await operator.until_shown(_70="0", _71="0", _72="0")
            pbx.device("park:71@parkedcalls", "INUSE")
            await operator.until_shown(_71="1")


async def test_who_is_parked_before_the_hub_comes_is_there_too() -> None:
    async with scripted_pbx() as pbx:
        with_slots(pbx)
        pbx.devices["park:72@parkedcalls"] = "INUSE"
        pbx.parked.append(OTTO | {"ParkingSpace": "72", "ParkingDuration": "20"})
        async with operator_session_at(pbx) as operator:
            await operator.until_shown(_71="0", _72="1 < 0161")
            pbx.parked.clear()
            pbx.devices["park:72@parkedcalls"] = "NOT_INUSE"
            pbx.reload()
            await operator.until_shown(_72="0")


async def test_slots_of_the_same_number_in_two_lots_are_two() -> None:
    lots = {"71": ("default", "parkedcalls"), "871": ("sales", "parkinglot_sales")}
    async with scripted_pbx() as pbx:
        for exten, (_, context) in lots.items():
            pbx.hints[exten] = ("park-hints", f"park:71@{context}")
            pbx.devices[f"park:71@{context}"] = "NOT_INUSE"
        async with operator_session_at(pbx) as operator:
            await operator.until_shown(_71="0", _871="0")
            names = [operator.seen.contacts[exten].name for exten in lots]
            assert names == ["Parking 71", "Parking 71 (parkinglot_sales)"]
            calls = []
            for number, (lot, context) in zip(("0161", "0162"), lots.values(), strict=True):
                call = OTTO | {"Parkinglot": lot, "ParkeeCallerIDNum": number}
                calls.append(call)
                pbx.parked.append(call)
                pbx.ami.send_event(Event="ParkedCall", **call)
                pbx.device(f"park:71@{context}", "INUSE")
            await operator.until_shown(_871="1 < 0162")
            assert operator.describe("71") == "1 < 0161"
            pbx.parked.remove(calls[1])
            pbx.ami.send_event(Event="UnParkedCall", **calls[1])
            pbx.device("park:71@parkinglot_sales", "NOT_INUSE")
            await operator.until_shown(_71="1 < 0161", _871="0")
            pbx.reload()
            await operator.until_shown(_71="1 < 0161", _871="0")


def test_of_calls_in_two_lots_no_wrong_one_is_shown() -> None:
    one, two = (read_parked(OTTO | {"ParkeeCallerIDNum": number}, 1.0) for number in ("1", "2"))
    both = {Slot("north", "71"): one, Slot("south", "71"): two}
    assert parked_at("park:71@somewhere", both) is None
    assert parked_at("park:71@parkedcalls-south", both) == two
    assert parked_at("park:71@somewhere", {Slot("north", "71"): one, Slot("south", "72"): two}) == one
    assert parked_at("park:73@north", both) is None


async def test_another_takes_the_slot() -> None:
    async with scripted_pbx() as pbx:
        with_slots(pbx)
        async with operator_session_at(pbx) as operator:
            await operator.up()
            parks(operator)
            await operator.until_shown(_71="1 < 0161")
            pbx.ami.send_event(Event="ParkedCallSwap", **(OTTO | {"ParkeeCallerIDNum": "0162"}))
            await operator.until_shown(_71="1 < 0162")


async def test_who_may_see_no_parties_sees_none_in_a_slot() -> None:
    async with scripted_pbx() as pbx:
        with_slots(pbx)
        async with operator_session_at(pbx, account(may=[Right.DIAL])) as operator:
            await operator.up()
            parks(operator)
            await operator.until_shown(_71="1")


def test_a_parked_call_is_read() -> None:
    read = read_parked(OTTO | {"ParkingDuration": "20"}, 1000.0)
    assert read.party == Party("Otto Outside", "0161", Direction.IN, 980_000, call="1767225600.7")
    nobody = read_parked({"ParkeeCallerIDName": "<unknown>", "ParkeeCallerIDNum": "<unknown>"}, 1.0)
    assert (nobody.name, nobody.number, nobody.since_ms) == ("", "", 1000)


def test_a_slot_is_a_device_of_its_own() -> None:
    assert space_of_device("park:71@parkedcalls") == "71"
    assert space_of_device("PJSIP/71@parkedcalls") == ""


async def test_the_site_file_names_switches_queues_and_ring_groups() -> None:
    places = Places(
        lamps={"*280": "Night", "*281": "Holiday", "*45202*400": "Bob in Support"},
        numbers={"400": "Support", "401": "Sales", "600": "Everybody"},
    )
    async with scripted_pbx() as pbx:
        pbx.hints["*280"] = ("internal", "Custom:DAYNIGHT0")
        pbx.hints["*282"] = ("internal", "Custom:DAYNIGHT2")
        pbx.hints["401"] = ("internal", "Queue:401")
        pbx.pattern_hints["*45202*400"] = ("internal", "Custom:QUEUE202*400")
        pbx.devices |= {"Custom:DAYNIGHT0": "NOT_INUSE", "Custom:QUEUE202*400": "INUSE"}
        pbx.queues = [{"Queue": "400", "Callers": "2"}, {"Queue": "401", "Callers": "0"}]
        async with operator_session_at(pbx, places=places) as operator:
            await operator.up()
            contacts = operator.seen.contacts
            shown = {
                number: (str(contacts[number].name), contacts[number].tags, operator.describe(number))
                for number in contacts
                if number not in ("201", "202", "203", "204")
            }
            assert shown == {
                "*280": ("Night", ("Switch",), "None [off]"),
                "*45202*400": ("Bob in Support", ("Switch",), "None [on]"),
                "400": ("Support", ("Queue",), "2"),
                "401": ("Sales", ("Queue",), "0"),
                "600": ("Everybody", ("Ring group",), "None"),
            }
            assert contacts["600"].blf_reason == "The dial plan has no hint for this extension."
            pbx.device("Custom:DAYNIGHT0", "INUSE")
            await operator.until_shown(**{"_*280": "None [on]"})
            caller = pbx.add_channel("PJSIP/202", "Ring", app="Dial", exten="600")
            pbx.happens("ChannelCreated", channel=caller)
            await operator.until_shown(_202="1 > 600")
            party = contacts["202"].party
            assert party
            assert party.name == "Everybody"


async def test_the_name_of_a_queue_stands_with_its_calls() -> None:
    async with (
        scripted_pbx() as pbx,
        operator_session_at(pbx, places=Places(numbers={"400": "Support"})) as operator,
    ):
        await operator.up()
        caller = pbx.add_channel("PJSIP/trunk", "Up", app="Queue", data="400,t")
        pbx.rings(caller, "202", connected=("Otto", "0161"))
        own = pbx.rings(caller, "201", connected=("Otto", "0161"))
        await operator.until_shown(_202="2 < 0161 via Support")
        assert operator.seen.calls[own].queue == "Support"
