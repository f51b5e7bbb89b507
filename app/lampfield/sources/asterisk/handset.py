"""Answering and holding at the operator's own telephone, which is asked by SIP and does it itself.

Asterisk cannot answer or hold a call of the dial plan for a telephone. It can pass on a NOTIFY within the
call: ``Event: talk`` answers, or takes back, and ``Event: hold`` holds, at telephones that know these two
events and name them in ``Allow-Events``. Whether one obeys shows by what it does, and by nothing else.
Source: Asterisk documentation, AMI action PJSIPNotify, ``Channel``; the talk and hold event packages of
the BroadWorks SIP access extensions.
"""

import asyncio
from collections.abc import Callable

from lampfield.model.refusal import Refusal, Word
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.failure import AMI_RIGHTS
from lampfield.sources.asterisk.leg import Leg
from lampfield.sources.asterisk.switchboard import Switchboard

OBEY_SECONDS = 3.0
"""How long a telephone may take."""

TECHNOLOGY = "PJSIP/"
"""Only this one passes a NOTIFY on."""

BY_HAND = {"talk": "answer on your phone", "hold": "press hold on your phone"}
"""What is left to do where the telephone cannot be asked."""


def can_be_asked(board: Switchboard, device: str) -> bool:
    """Say whether a telephone may be asked: it has not failed to obey yet."""
    return device.startswith(TECHNOLOGY) and device not in board.disobedient


async def answer_or_take_back(board: Switchboard, channel: str) -> None:
    """Answer a call that rings, or take back one that is held.

    Raises:
        Refusal: The telephone cannot be asked, or does not obey.
    """
    await _ask(board, channel, "talk", lambda leg: leg.is_up and not leg.holding)


async def hold(board: Switchboard, channel: str) -> None:
    """Put the other end of a call on hold.

    Raises:
        Refusal: The telephone cannot be asked, or does not obey.
    """
    await _ask(board, channel, "hold", lambda leg: leg.holding)


async def _ask(board: Switchboard, channel: str, event: str, is_done: Callable[[Leg], bool]) -> None:
    line, leg = board.require(), board.exchange.legs.by_id.get(channel)
    if leg is None:
        raise Refusal(Word.UNKNOWN_CALL, "This call is over.")
    if not leg.device.startswith(TECHNOLOGY):
        raise Refusal(Word.UNSUPPORTED, f"{leg.device} cannot be asked from here: {BY_HAND[event]}.")
    try:
        await line.ami.ask("PJSIPNotify", [f"Event={event}"], Channel=leg.channel.name)
    except AmiRefused as error:
        sentence = f"Asterisk does not ask your phone ({error.message}): {BY_HAND[event]}."
        raise Refusal(Word.REFUSED, f"{sentence} In manager.conf it needs {AMI_RIGHTS}.") from error
    except AmiLost as error:
        raise Refusal(Word.TIMED_OUT, f"Asterisk does not answer: {BY_HAND[event]}.") from error
    await _obeyed(board, leg, event, is_done)


async def _obeyed(board: Switchboard, leg: Leg, event: str, is_done: Callable[[Leg], bool]) -> None:
    """Wait until a telephone has done what it was asked for, or the call is over."""

    def done() -> bool | None:
        now = board.exchange.legs.by_id.get(leg.channel.id)
        return False if now is None else is_done(now) or None

    try:
        async with asyncio.timeout(OBEY_SECONDS):
            there = await board.awaiting.until(done)
    except TimeoutError:
        board.ask_no_more(leg.device)
        sentence = f"Your phone does not take this from here: {BY_HAND[event]}."
        raise Refusal(Word.UNSUPPORTED, sentence) from None
    if not there:
        raise Refusal(Word.UNKNOWN_CALL, "This call is over.")
