"""A PBX that goes, falls silent, reloads or comes back: stale and right in time, and nothing is dialled."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from lampfield.model.account import Right
from lampfield.model.call import CallState
from lampfield.model.link import LinkName, LinkState
from lampfield.protocol.errors import RequestError
from lampfield.sources.asterisk import ami, dialling
from tests.live.operator import Operator, account, operator, phones
from tests.live.pbx import Asterisk
from tests.waiting import until
from tests.wire import Wire, wire_to

STALE_SECONDS = 15.0
RIGHT_SECONDS = 10.0
"""After the return."""


@asynccontextmanager
async def far_away(asterisk: Asterisk, **source: Any) -> AsyncIterator[tuple[Operator, list[Wire]]]:
    """Log an operator in over a network that can be cut."""
    async with wire_to(asterisk.ports.http) as http, wire_to(asterisk.ports.ami) as manager:
        pbx = msgspec.structs.replace(
            asterisk.pbx(), url=f"http://127.0.0.1:{http.port}", ami_port=manager.port
        )
        async with operator(asterisk, pbx=pbx, **source) as sitting:
            yield sitting, [http, manager]


async def test_a_pbx_that_is_killed_in_mid_call_and_comes_back(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202", "203") as (own, bob, cara):
        await sitting.sees(_201="0", _202="0", _203="0")
        call = await sitting.at("202").dial()
        await (await own.next_call()).answer()
        await (await bob.next_call()).answer()
        await sitting.sees(_201="1 > 202", _202="1 < 201")
        asterisk.kill()
        reason = await sitting.link(LinkState.DOWN, STALE_SECONDS)
        assert reason
        rung = len(own.calls), len(bob.calls), len(cara.calls)
        with pytest.raises(RequestError) as caught:
            await sitting.at("203").dial()
        assert caught.value.word == "link-down"
        asterisk.start()
        # A database that is not written yet forgets who registered within the last second.
        await asyncio.gather(*(phone.register() for phone in (own, bob, cara)))
        await sitting.link(LinkState.UP, RIGHT_SECONDS)
        await sitting.sees(RIGHT_SECONDS, _201="0", _202="0", _203="0")
        await until(lambda: call.state is CallState.DEAD, "the call to be over")
        assert call.cause == "it ended while the connection to Asterisk was down"
        assert (len(own.calls), len(bob.calls), len(cara.calls)) == rung


async def test_a_network_that_is_cut_without_a_word(asterisk: Asterisk) -> None:
    async with far_away(asterisk) as (sitting, between), phones(asterisk, "202", "203") as (bob, cara):
        await sitting.sees(_202="0", _203="0")
        for part in between:
            part.hold()
        began = time.monotonic()
        call = await cara.dial("202")
        await (await bob.next_call()).answer()
        await sitting.link(LinkState.DOWN, STALE_SECONDS)
        assert time.monotonic() - began <= STALE_SECONDS
        assert sitting.says("202") == "0", "what was last known stays; the board draws it as stale"
        for part in between:
            part.cut()
            part.release()
        await sitting.sees(RIGHT_SECONDS, _202="1 < 203", _203="1 > 202")
        await call.hang_up()
        await sitting.sees(_202="0", _203="0")


async def test_a_call_that_was_given_up_rings_nobody_later(
    asterisk: Asterisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asterisk stands still from the moment at which it is asked to dial, and finds it when it goes on."""
    for name in ("PING_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(ami, name, 1.0)
    originate = dialling.originate

    async def originate_at_one_who_stands_still(*words: Any) -> None:
        asterisk.freeze()
        await originate(*words)

    monkeypatch.setattr(dialling, "originate", originate_at_one_who_stands_still)
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        try:
            with pytest.raises(RequestError) as caught:
                await sitting.at("202").dial()
            assert caught.value.word == "timed-out"
        finally:
            asterisk.thaw()
        await until(lambda: own.calls, "the own phone to be rung late", RIGHT_SECONDS)
        await until(lambda: all(call.stage == "ended" for call in own.calls), "it to be still", RIGHT_SECONDS)
        await sitting.link(LinkState.UP, RIGHT_SECONDS)
        await sitting.sees(RIGHT_SECONDS, _201="0", _202="0")
        assert not bob.calls


async def test_where_the_dial_plan_cannot_be_asked_nothing_is_dialled(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "201", "202") as (own, bob):
        await sitting.sees(_201="0", _202="0")
        asterisk.freeze()
        try:
            with pytest.raises(RequestError) as caught:
                await sitting.at("202").dial()
            assert (caught.value.word, "Nothing was dialled" in str(caught.value)) == ("timed-out", True)
        finally:
            asterisk.thaw()
        await sitting.link(LinkState.UP)
        await sitting.sees(RIGHT_SECONDS, _201="0", _202="0")
        assert not own.calls
        assert not bob.calls


async def test_a_reload_loses_nothing_and_brings_what_is_new(asterisk: Asterisk) -> None:
    async with operator(asterisk) as sitting, phones(asterisk, "202", "203") as (bob, cara):
        await sitting.sees(_202="0", _203="0")
        call = await cara.dial("202")
        await (await bob.next_call()).answer()
        since = sitting.pbx.links[LinkName.PHONE].since
        plan = (asterisk.folder / "etc/extensions.conf").read_text()
        asterisk.write(
            "extensions.conf", plan.replace("[internal]\n", "[internal]\nexten => 299,hint,PJSIP/206\n")
        )
        try:
            asterisk.cli("module reload")
            await sitting.sees(_299="None", _202="1 < 203", _203="1 > 202")
        finally:
            asterisk.write("extensions.conf", plan)
            asterisk.cli("module reload pbx_config.so")
        await sitting.sees(_299="nobody")
        await call.hang_up()
        await sitting.sees(_202="0", _203="0")
        assert sitting.pbx.links[LinkName.PHONE].since == since, "the line stood all the time"


async def test_two_hubs_with_the_same_configuration_do_not_silence_each_other(asterisk: Asterisk) -> None:
    async with (
        operator(asterisk) as first,
        operator(asterisk, account(may=[Right.DIAL, Right.PARTIES])) as second,
        phones(asterisk, "202", "203") as (_, cara),
    ):
        for sitting in (first, second):
            await sitting.sees(_202="0", _203="0")
        call = await cara.dial("202")
        for sitting in (first, second):
            await sitting.sees(_202="2 < 203", _203="1 > 202")
        await call.hang_up()
        for sitting in (first, second):
            await sitting.sees(_202="0", _203="0")


async def test_a_lost_event_is_put_right_by_the_next_picture(asterisk: Asterisk) -> None:
    async with operator(asterisk, reconcile_seconds=0.5) as sitting, phones(asterisk, "202"):
        await sitting.sees(_202="0")
        state = sitting.source.connection.pbx
        state.states["PJSIP/202"] = "RINGING"
        sitting.source.connection._publish(state.everything())
        await sitting.sees(_202="2")
        await sitting.sees(_202="0")
