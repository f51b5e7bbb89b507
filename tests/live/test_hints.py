"""Hints of every kind on a real Asterisk, as the board shows them."""

import asyncio
from collections.abc import Iterator

import pytest

from lampfield.model.link import LinkState
from tests.live.operator import operator, phones
from tests.live.pbx import Asterisk

HINTS = {
    "222": "pjsip/203",
    "214": "MWI:201@default",
    "215": "Custom:DAYNIGHT1",
    "216": "Park:701@ParkedCalls",
    "217": "PJSIP/DESK9",
}


@pytest.fixture
def hints(asterisk: Asterisk) -> Iterator[Asterisk]:
    """A PBX with more hints, as long as the test runs."""
    for exten, hint in HINTS.items():
        asterisk.cli(f"dialplan add extension {exten},hint,{hint} into internal")
    yield asterisk
    for exten in HINTS:
        asterisk.cli(f"dialplan remove extension {exten}@internal hint")


async def test_a_device_in_another_case_is_the_same_device(hints: Asterisk) -> None:
    async with operator(hints) as sitting, phones(hints, "202", "203") as (bob, cara):
        await sitting.sees(_202="0", _203="0", _222="0")
        theirs = await bob.dial("203")
        ringing = await cara.next_call()
        await sitting.sees(_203="2 < 202", _222="2 < 202")
        await ringing.answer()
        await sitting.sees(_203="1 < 202", _222="1 < 202")
        sitting.source.connection.refresh()
        await sitting.sees(_203="1 < 202", _222="1 < 202")
        await theirs.hang_up()
        await sitting.sees(_203="0", _222="0", _217="None")
        assert sitting.source.connection.pbx.doubted == {}


async def test_mailboxes_switches_and_slots_are_places(hints: Asterisk) -> None:
    async with operator(hints) as sitting:
        await sitting.sees(_215="None [off]", _216="0")
        await asyncio.to_thread(hints.cli, "devstate change Custom:DAYNIGHT1 INUSE")
        await sitting.sees(_215="None [on]")
        assert sitting.at("215").tags == ("Switch",)
        assert sitting.at("214").blf is None
        await asyncio.to_thread(hints.cli, "devstate change Custom:DAYNIGHT1 NOT_INUSE")
        await sitting.sees(_215="None [off]")


async def test_a_member_of_a_queue_behind_a_local_channel(asterisk: Asterisk) -> None:
    """Each member is one at FreePBX: the queue and the other end are those of the phones all the same."""
    async with operator(asterisk) as sitting, phones(asterisk, "203", "205") as (cara, eve):
        await sitting.sees(_203="0", _205="0")
        theirs = await cara.dial("601")
        ringing = await eve.next_call()
        await sitting.sees(_205="2 < 203 via agents")
        sitting.source.connection.reset()
        await sitting.link(LinkState.DOWN)
        await sitting.sees(_205="2 < 203 via agents")
        await ringing.answer()
        await sitting.sees(_203="1 > 205", _205="1 < 203 via agents")
        sitting.source.connection.reset()
        await sitting.link(LinkState.DOWN)
        await sitting.sees(_203="1 > 205", _205="1 < 203 via agents")
        await theirs.hang_up()
        await sitting.sees(_203="0", _205="0")
