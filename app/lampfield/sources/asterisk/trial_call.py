"""The test call: rings one of the operator's telephones, asks it to hold and to take back, and hangs up.

Nobody is at the other end, so that no caller is lost where the telephone ends the call.
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
from lampfield.sources.asterisk.handset import has_obeyed, holds, notify, talks
from lampfield.sources.asterisk.legs import Leg
from lampfield.sources.asterisk.streams import AsteriskStreams
from lampfield.sources.asterisk.telephone import EVENTS, HOLD, TALK, TECHNOLOGY, read_telephones
from lampfield.sources.asterisk.trial import ANSWERED_BY_ITSELF_SECONDS, MAX_KEPT, NAME, NUMBER, TRIAL, Trial

OBEY_SECONDS = 2.0
"""How long a telephone may take for each thing that it is asked for."""

REST_SECONDS = 0.5
"""Before each thing that is asked: a telephone may refuse it while the last one goes on (RFC 3261, 491)."""

IS_DONE = {HOLD: holds, TALK: talks}


class Answer(NamedTuple):
    """That a call rings no more."""

    leg: Leg | None
    """None where it is over."""


async def begin_trial(board: AsteriskConnection, device: str) -> str:
    """Ring a telephone for a test; the rest goes on behind. Returns the channel's id.

    The telephone with nothing known of it comes first, where several are registered.

    Raises:
        Refusal: It cannot be tested now.
    """
    line = board.require()
    trial = await _trial(board, line, device)
    channel = f"{TRIAL}{uuid.uuid4().hex}"
    query = {
        "endpoint": f"{device}/{trial.telephone.uri}",
        "app": line.app,
        "appArgs": "test",
        "timeout": str(RING_SECONDS),
        "channelId": channel,
    }
    board.trials[channel] = trial
    for old in list(board.trials)[:-MAX_KEPT]:
        del board.trials[old]
    await originate(line, device, query, AUTO_ANSWER | shown_party(NAME, NUMBER))
    board.run(_prove(board, line, channel, trial), "test a phone")
    return channel


async def _trial(board: AsteriskConnection, line: AsteriskStreams, device: str) -> Trial:
    if not device.startswith(TECHNOLOGY):
        sentence = f"{device} cannot be asked from here: Asterisk asks phones of PJSIP alone."
        raise Refusal(RefusalCode.UNSUPPORTED, sentence)
    check_registered(board, device)
    if board.exchange.legs.at(device):
        raise Refusal(RefusalCode.REFUSED, "Your phone is in use. Test it when there is no call on it.")
    try:
        contacts = await line.ami.ask("PJSIPShowContacts")
    except AmiRefused as error:
        sentence = f"Asterisk does not tell which phones are registered ({error.message})."
        raise Refusal(RefusalCode.REFUSED, sentence) from error
    except AmiLost as error:
        raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer. Nothing was tested.") from error
    telephones = board.telephones
    telephones.register(read_telephones(contacts.items))
    registered = sorted(telephones.at(device), key=lambda it: telephones.known(device, it) is not None)
    if not registered:
        raise Refusal(RefusalCode.DEVICE_OFFLINE, f"No phone is registered as {device}. Plug it in.")
    return Trial(device, registered[0])


async def _prove(board: AsteriskConnection, line: AsteriskStreams, channel: str, trial: Trial) -> None:
    """Wait for the answer, and ask for one thing after the other until the call ends."""
    leg = await _answered(board, channel, trial)
    if leg is None:
        return
    trial.is_asked = True
    for event in EVENTS:
        await asyncio.sleep(REST_SECONDS)
        try:
            await notify(line, leg, event)
        except (Refusal, AmiLost):
            # Nothing was asked, so that nothing is known.
            trial.is_asked = False
            break
        match await has_obeyed(board, leg, IS_DONE[event], OBEY_SECONDS):
            case True:
                trial.events.add(event)
            case None:
                board.learn(trial.device, trial.telephone, trial.ability)
                return
        if event == HOLD and HOLD not in trial.events:
            # It holds nothing, so that it has nothing to take back either.
            break
    if trial.is_asked:
        trial.is_over = True
        board.learn(trial.device, trial.telephone, trial.ability)
    with suppress(Refusal):
        await hang_up(board, channel)


async def _answered(board: AsteriskConnection, channel: str, trial: Trial) -> Leg | None:
    """Return the leg of a test call once it is answered; None when it ended before."""
    legs, loop = board.exchange.legs.by_id, asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RING_SECONDS + OBEY_SECONDS):
            await board.state_changed.wait_for(lambda: legs.get(channel))
            rings_at = loop.time()
            answer = await board.state_changed.wait_for(lambda: _answer(legs.get(channel)))
    except TimeoutError:
        return None
    trial.answers_by_itself = loop.time() - rings_at < ANSWERED_BY_ITSELF_SECONDS
    return answer.leg


def _answer(leg: Leg | None) -> Answer | None:
    """Return how a call was answered: by a leg that is up, or by none that is there; None while it rings."""
    return Answer(leg) if leg is None or leg.is_up else None
