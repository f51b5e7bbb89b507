"""Runs a test call: rings one of the operator's phones, requests hold and resume, and hangs up.

Nobody is at the other end, so no caller is lost if the phone ends the call.
"""

import asyncio
import uuid
from contextlib import suppress
from typing import NamedTuple

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.connection import AsteriskConnection
from lampfield.sources.asterisk.dialling import (
    AUTO_ANSWER,
    RING_SECONDS,
    check_registered,
    hang_up,
    originate,
    shown_party,
)
from lampfield.sources.asterisk.handset import has_obeyed, holds, send_notify, talks
from lampfield.sources.asterisk.legs import Leg
from lampfield.sources.asterisk.phone_test import (
    ANSWERED_BY_ITSELF_SECONDS,
    NAME,
    NUMBER,
    TEST_CHANNEL,
    PhoneTest,
)
from lampfield.sources.asterisk.streams import AsteriskStreams
from lampfield.sources.asterisk.telephones import EVENTS, HOLD, TALK, TECHNOLOGY, read_telephones

OBEY_SECONDS = 2.0
"""How long a phone may take to obey each request."""

PAUSE_SECONDS = 0.5
"""Pause before each request: a phone may refuse it during the one before (RFC 3261, 491)."""

IS_DONE = {HOLD: holds, TALK: talks}


class Answered(NamedTuple):
    """A call no longer rings."""

    leg: Leg | None
    """None where the call has ended."""


async def start_phone_test(connection: AsteriskConnection, device: str) -> str:
    """Ring a phone for a test, which continues in the background. Return the channel's id.

    Of several registered phones, one with an unknown ability comes first.

    Raises:
        Refusal: The phone cannot be tested now.
    """
    streams = connection.require()
    phone_test = await _prepare(connection, streams, device)
    channel = f"{TEST_CHANNEL}{uuid.uuid4().hex}"
    query = {
        "endpoint": f"{device}/{phone_test.telephone.uri}",
        "app": streams.app,
        "appArgs": "test",
        "timeout": str(RING_SECONDS),
        "channelId": channel,
    }
    connection.phone_tests[channel] = phone_test
    await originate(streams, device, query, AUTO_ANSWER | shown_party(NAME, NUMBER))
    connection.run_in_background(_run(connection, streams, channel, phone_test), "test a phone")
    return channel


async def _prepare(connection: AsteriskConnection, streams: AsteriskStreams, device: str) -> PhoneTest:
    if not device.startswith(TECHNOLOGY):
        sentence = f"{device} cannot be tested: Asterisk sends requests to PJSIP phones only."
        raise Refusal(RefusalCode.UNSUPPORTED, sentence)
    check_registered(connection, device)
    if connection.pbx.legs.at(device):
        raise Refusal(RefusalCode.REFUSED, "Your phone is in use. Test it when there is no call on it.")
    try:
        contacts = await streams.ami.request("PJSIPShowContacts")
    except AmiRefused as error:
        sentence = f"Asterisk does not list the registered phones ({error.message})."
        raise Refusal(RefusalCode.REFUSED, sentence) from error
    except AmiLost as error:
        raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer. Nothing was tested.") from error
    telephones = connection.telephones
    telephones.register(read_telephones(contacts.items))
    registered = sorted(telephones.at(device), key=lambda it: telephones.ability_of(device, it) is not None)
    if not registered:
        raise Refusal(RefusalCode.DEVICE_OFFLINE, f"No phone is registered as {device}. Plug it in.")
    return PhoneTest(device, registered[0])


async def _run(
    connection: AsteriskConnection, streams: AsteriskStreams, channel: str, phone_test: PhoneTest
) -> None:
    """Wait for the answer, then send one request after the other until the call ends."""
    leg = await _wait_for_answer(connection, channel, phone_test)
    if leg is None:
        return
    phone_test.was_requested = True
    for event in EVENTS:
        await asyncio.sleep(PAUSE_SECONDS)
        try:
            await send_notify(streams, leg, event)
        except (Refusal, AmiLost):
            # No request was sent, so nothing is known.
            phone_test.was_requested = False
            break
        match await has_obeyed(connection, leg, IS_DONE[event], OBEY_SECONDS):
            case True:
                phone_test.events.add(event)
            case None:
                connection.learn(phone_test.device, phone_test.telephone, phone_test.ability)
                return
        if event == HOLD and HOLD not in phone_test.events:
            # Nothing is on hold, so there is nothing to resume.
            break
    if phone_test.was_requested:
        phone_test.is_complete = True
        connection.learn(phone_test.device, phone_test.telephone, phone_test.ability)
    with suppress(Refusal):
        await hang_up(connection, channel)


async def _wait_for_answer(connection: AsteriskConnection, channel: str, phone_test: PhoneTest) -> Leg | None:
    """Return the leg of a test call once it is answered; None where it ended before."""
    legs, loop = connection.pbx.legs.by_id, asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RING_SECONDS + OBEY_SECONDS):
            await connection.state_changed.wait_for(lambda: legs.get(channel))
            rings_at = loop.time()
            answer = await connection.state_changed.wait_for(lambda: _answered(legs.get(channel)))
    except TimeoutError:
        return None
    phone_test.answers_by_itself = loop.time() - rings_at < ANSWERED_BY_ITSELF_SECONDS
    return answer.leg


def _answered(leg: Leg | None) -> Answered | None:
    """Return the outcome of the ringing; None while the call rings."""
    return Answered(leg) if leg is None or leg.is_up else None
