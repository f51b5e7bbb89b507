"""Lamps on a real Asterisk, with real telephones: the tile is right at each step."""

import time

from lampfield.model.account import Right
from lampfield.model.link import LinkState
from tests.live.handset import Stage
from tests.live.operator import account, operator, phones
from tests.live.pbx import Asterisk
from tests.waiting import until


async def test_a_day_of_a_telephone(asterisk: Asterisk) -> None:
    """Free, ringing, on call, ringing while on call, hold, back, transfer, hung up, unplugged."""
    async with operator(asterisk) as sitting, phones(asterisk, "202", "203", "204") as (bob, cara, dan):
        await sitting.sees(_202="0", _203="0", _204="0", _205="None")
        assert "not registered" in sitting.at("205").blf_reason

        call = await cara.dial("202")
        await sitting.sees(_202="2 < 203", _203="1 > 202")
        ringing = await bob.next_call()
        await ringing.answer()
        await sitting.sees(_202="1 < 203", _203="1 > 202")

        second = await dan.dial("202")
        await sitting.sees(_202="3 < 203", _204="1 > 202")
        await second.hang_up()
        await sitting.sees(_202="1 < 203", _204="0")

        await ringing.hold()
        await sitting.sees(_202="1 < 203", _203="1 > 202 [on hold]")
        await ringing.resume()
        await sitting.sees(_202="1 < 203", _203="1 > 202")

        await ringing.refer("204")
        await sitting.sees(_202="0", _204="2 < 203")
        await (await dan.next_call()).answer()
        await sitting.sees(_203="1 > 204", _204="1 < 203")

        await call.hang_up()
        await sitting.sees(_202="0", _203="0", _204="0")
        await dan.register(0)
        await sitting.sees(_204="None")
        await dan.register()
        await sitting.sees(_204="0")


async def test_a_talk_counts_from_its_answer(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "202", "203") as (bob, cara):
        await sitting.sees(_202="0", _203="0")
        before = time.time() * 1000
        call = await cara.dial("202")
        await (await bob.next_call()).answer()
        await sitting.sees(_202="1 < 203", _203="1 > 202")
        party = sitting.at("202").party
        assert party is not None
        assert party.name == "Cara Cole"
        await until(lambda: (sitting.at("202").party or party).since >= before - 50, "since the answer")
        await call.hang_up()
        await sitting.sees(_202="0", _203="0")


async def test_a_queue_and_a_parked_call_are_told(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "202", "203", "204") as (bob, cara, dan):
        await sitting.sees(_202="0", _203="0", _204="0", _600="0")
        call = await bob.dial("600")
        await sitting.sees(_203="2 < 202 via support", _204="2 < 202 via support", _600="2")
        await (await cara.next_call()).answer()
        await sitting.sees(_203="1 < 202 via support", _202="1 > 203", _204="0", _600="0")
        await call.hang_up()
        await sitting.sees(_202="0", _203="0")

        parked = await bob.dial("700")
        await sitting.sees(_202="1 [parked]", _701="1 < 202")
        fetched = await dan.dial("701")
        await sitting.sees(_202="1 > 204", _204="1 > 202", _701="0")
        await fetched.hang_up()
        await parked.reaches(Stage.ENDED)
        await sitting.sees(_202="0", _204="0")


async def test_a_hint_over_a_local_channel_follows_it(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "202") as (bob,):
        await sitting.sees(_202="0", _510="0")
        call = await bob.dial("510")
        await sitting.sees(_202="1 > 510", _510="1 < 202")
        await call.hang_up()
        await sitting.sees(_202="0", _510="0")


async def test_a_group_pickup_is_told(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "202", "203", "204") as (bob, cara, dan):
        await sitting.sees(_202="0", _203="0", _204="0")
        call = await cara.dial("202")
        await bob.next_call()
        await sitting.sees(_202="2 < 203")
        await dan.dial("*8")
        await sitting.sees(_202="0", _203="1 > 204", _204="1 < 203")
        await call.hang_up()
        await sitting.sees(_203="0", _204="0")


async def test_do_not_disturb_and_forwarding_are_labels(asterisk: Asterisk) -> None:
    async with operator(asterisk, reconcile_seconds=0.5) as sitting, phones(asterisk, "202"):
        await sitting.sees(_202="0")
        asterisk.cli("devstate change Custom:DND202 BUSY")
        await sitting.sees(_202="0 [do not disturb]")
        asterisk.cli("devstate change Custom:DND202 NOT_INUSE")
        await sitting.sees(_202="0")
        asterisk.cli("database put DND 202 YES")
        asterisk.cli("database put CF 202 0161496")
        await sitting.sees(_202="0 [do not disturb] [forwards to 0161496]")
        asterisk.cli("database put CFB 202 204")
        await sitting.sees(_202="0 [do not disturb] [forwards to 0161496] [if busy to 204]")
        asterisk.cli("database del CFB 202")
        asterisk.cli("database del DND 202")
        asterisk.cli("database del CF 202")
        await sitting.sees(_202="0")


async def test_a_forward_is_told_when_freepbx_switches_its_device(asterisk: Asterisk) -> None:
    """The database tells nobody what is written into it; the device that goes with it does."""
    async with operator(asterisk) as sitting, phones(asterisk, "202"):
        await sitting.sees(_202="0")
        asterisk.cli("database put CF 202 0161497")
        asterisk.cli("devstate change Custom:CF202 BUSY")
        await sitting.sees(3.0, _202="0 [forwards to 0161497]")
        asterisk.cli("database del CF 202")
        asterisk.cli("devstate change Custom:CF202 NOT_INUSE")
        await sitting.sees(3.0, _202="0")


async def test_a_phone_that_is_not_registered_is_unknown_though_its_hint_reads_idle(
    asterisk: Asterisk,
) -> None:
    asterisk.cli("devstate change Custom:DND206 NOT_INUSE")
    assert "Idle" in asterisk.cli("core show hint 206")
    async with operator(asterisk) as sitting:
        await sitting.link(LinkState.UP)
        await sitting.sees(_206="None")


async def test_names_come_from_where_asterisk_keeps_them(asterisk: Asterisk) -> None:
    asterisk.cli('database put AMPUSER "203/cidname" "Cara of FreePBX"')
    try:
        async with operator(asterisk) as sitting:
            await sitting.link(LinkState.UP)
            await sitting.sees(_202="None", _701="0")
            names = {number: sitting.at(number).name for number in ("202", "203", "701")}
            assert names == {"202": "Bob Berg", "203": "Cara of FreePBX", "701": "Parking 701"}
            assert sitting.at("202").email == ("202@acme.test" if asterisk.has("app_voicemail") else "")
    finally:
        asterisk.cli('database del AMPUSER "203/cidname"')


async def test_who_talks_to_whom_needs_a_right(asterisk: Asterisk) -> None:
    async with (
        operator(asterisk, account(may=[Right.DIAL])) as sitting,
        phones(asterisk, "202", "203") as (_, cara),
    ):
        await sitting.sees(_202="0", _203="0")
        call = await cara.dial("202")
        await sitting.sees(_202="2", _203="1")
        await call.hang_up()
        await sitting.sees(_202="0", _203="0")


async def test_a_hub_that_starts_in_mid_call_sees_the_call(asterisk: Asterisk) -> None:
    async with phones(asterisk, "202", "203") as (bob, cara):
        call = await cara.dial("202")
        await (await bob.next_call()).answer()
        await call.reaches(Stage.UP)
        async with operator(asterisk) as sitting:
            await sitting.sees(_202="1 < 203", _203="1 > 202")
            await call.hang_up()
            await sitting.sees(_202="0", _203="0")
