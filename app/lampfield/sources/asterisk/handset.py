"""Answers and holds calls at the operator's own phone, by a SIP request that the phone carries out.

Asterisk cannot answer or hold a call of the dial plan for a phone. It can send a NOTIFY within the call:
``Event: talk`` answers or resumes, and ``Event: hold`` holds, at phones that support these two events. Only a
phone known to obey gets the request (`telephones`): at another one the caller may be lost.
Source: Asterisk documentation, AMI action PJSIPNotify, ``Channel``; the talk and hold event packages of
the BroadWorks SIP access extensions.
"""

import asyncio
from collections.abc import Callable

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.connection import AsteriskConnection
from lampfield.sources.asterisk.failure import AMI_RIGHTS
from lampfield.sources.asterisk.legs import Leg
from lampfield.sources.asterisk.streams import AsteriskStreams
from lampfield.sources.asterisk.telephones import (
    HOLD,
    TALK,
    TECHNOLOGY,
    Ability,
    Proof,
    Telephone,
    find_telephone,
)

OBEY_SECONDS = 3.0
"""How long a phone may take to obey."""

NORMAL_CLEARING = 16
"""The Q.850 cause of a call that either end hung up."""

TEST_HINT = 'Run "lampfield test-phone" to find out whether the phone can do this from here.'


async def answer_or_resume(connection: AsteriskConnection, channel: str) -> None:
    """Answer a ringing call, or resume a held one.

    Raises:
        Refusal: The phone is not known to obey, or did not obey.
    """
    await _request(connection, channel, TALK, talks)


async def hold(connection: AsteriskConnection, channel: str) -> None:
    """Put the other end of a call on hold.

    Raises:
        Refusal: The phone is not known to obey, or did not obey.
    """
    await _request(connection, channel, HOLD, holds)


def talks(leg: Leg) -> bool:
    """Return whether a leg is in the state that ``talk`` requests."""
    return leg.is_up and not leg.holding


def holds(leg: Leg) -> bool:
    """Return whether a leg is in the state that ``hold`` requests."""
    return leg.holding


def manual_step(leg: Leg, event: str) -> str:
    """Return what the operator can do on the phone itself."""
    if event == HOLD:
        return "press hold on your phone"
    return "resume the call on your phone" if leg.is_up else "answer on your phone"


async def send_notify(streams: AsteriskStreams, leg: Leg, event: str) -> None:
    """Make Asterisk send a NOTIFY within a leg's call.

    Raises:
        Refusal: Asterisk refuses it.
    """
    try:
        await streams.ami.request("PJSIPNotify", [f"Event={event}"], Channel=leg.channel.name)
    except AmiRefused as error:
        sentence = f"Asterisk sends your phone no request ({error.message}): {manual_step(leg, event)}."
        raise Refusal(RefusalCode.REFUSED, f"{sentence} Set {AMI_RIGHTS} in manager.conf.") from error


async def has_obeyed(
    connection: AsteriskConnection, leg: Leg, is_done: Callable[[Leg], bool], seconds: float
) -> bool | None:
    """Wait until a phone has obeyed. Return False after a timeout, None if the leg ended."""

    def done() -> bool | None:
        now = connection.pbx.legs.by_id.get(leg.channel.id)
        return False if now is None else is_done(now) or None

    try:
        async with asyncio.timeout(seconds):
            return await connection.state_changed.wait_for(done) or None
    except TimeoutError:
        return False


async def _request(
    connection: AsteriskConnection, channel: str, event: str, is_done: Callable[[Leg], bool]
) -> None:
    streams, leg = connection.require(), connection.pbx.legs.by_id.get(channel)
    if leg is None:
        raise Refusal(RefusalCode.UNKNOWN_CALL, "This call is over.")
    if not leg.device.startswith(TECHNOLOGY):
        raise Refusal(
            RefusalCode.UNSUPPORTED, f"{leg.device} cannot do this from here: {manual_step(leg, event)}."
        )
    try:
        telephone, ability = await _known_ability(connection, streams, leg, event)
        await send_notify(streams, leg, event)
    except AmiLost as error:
        raise Refusal(
            RefusalCode.TIMED_OUT, f"Asterisk does not answer: {manual_step(leg, event)}."
        ) from error
    match await has_obeyed(connection, leg, is_done, OBEY_SECONDS):
        case False:
            connection.learn(leg.device, telephone, ability.without(event))
            raise Refusal(RefusalCode.UNSUPPORTED, _not_obeyed_text(leg, event))
        case None:
            raise _ended_refusal(connection, leg, telephone, ability)


async def _known_ability(
    connection: AsteriskConnection, streams: AsteriskStreams, leg: Leg, event: str
) -> tuple[Telephone, Ability]:
    """Return the phone of a leg and its ability, where it is known to obey an event.

    Raises:
        AmiLost: The connection ended.
        Refusal: It is not known to obey.
    """
    telephone = await find_telephone(connection.telephones, streams, leg)
    ability = connection.telephones.ability_of(leg.device, telephone) if telephone is not None else None
    if telephone is None or ability is None:
        sentence = manual_step(leg, event).capitalize()
        raise Refusal(RefusalCode.UNSUPPORTED, f"{sentence}. {TEST_HINT}")
    if event not in ability.events:
        raise Refusal(RefusalCode.UNSUPPORTED, _not_obeyed_text(leg, event))
    return telephone, ability


def _not_obeyed_text(leg: Leg, event: str) -> str:
    return f"Your phone cannot do this from here: {manual_step(leg, event)}."


def _ended_refusal(
    connection: AsteriskConnection, leg: Leg, telephone: Telephone, ability: Ability
) -> Refusal:
    """Return the refusal for a leg that ended during the request, and learn from it.

    Where a test call has shown that the phone obeys, a normal hang-up counts as the user's.
    """
    cause = connection.pbx.legs.cause_of_end(leg.channel.id)
    if ability.proof is Proof.TEST and cause == NORMAL_CLEARING:
        return Refusal(RefusalCode.UNKNOWN_CALL, "This call is over.")
    connection.learn(leg.device, telephone, Ability(Proof.CALL, ends_calls=True))
    return Refusal(
        RefusalCode.REFUSED, "Your phone ended the call on this request. It gets no further requests."
    )
