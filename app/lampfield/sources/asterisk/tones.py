"""Tones behind a dialled number, such as ``,,42``: sent after the answer, to the far end of the call."""

import asyncio
import logging

from lampfield.model.refusal import Refusal
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.connection import AsteriskConnection
from lampfield.sources.asterisk.failure import ami_failure

log = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0
"""How long a pause is, as in a Hayes dial string. There is one between the answer and the first tone."""

TONE_SECONDS = 0.35
"""From one tone to the next: the tone itself and the silence that separates it."""

TONES = frozenset("0123456789*#")
"""What is sent; any other character is a pause."""


async def send_tones(connection: AsteriskConnection, channel: str, tones: str) -> str:
    """Send the tones of a call that was just answered, until it ends.

    Args:
        connection: To Asterisk.
        channel: The operator's own end.
        tones: Digits, ``*``, ``#``, and pauses.

    Returns:
        A sentence that says why some tones were not sent; empty if all were sent or the call ended first.
    """
    await asyncio.sleep(PAUSE_SECONDS)
    for place, tone in enumerate(tones):
        if tone not in TONES:
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        if channel not in connection.pbx.legs.by_id:
            return ""
        if failure := await _send(connection, channel, tone):
            log.warning("the tones of the call %s were not all sent: %s", channel, failure)
            return f"Key {tones[place:]} yourself: {failure}"
        await asyncio.sleep(TONE_SECONDS)
    return ""


async def _send(connection: AsteriskConnection, channel: str, tone: str) -> str:
    """Send a tone. Returns why it was not sent."""
    try:
        streams = connection.require()
    except Refusal as refusal:
        return refusal.sentence
    try:
        await streams.ami.request("PlayDTMF", Digit=tone, **_target(connection, channel))
    except AmiRefused as error:
        return ami_failure(streams.settings, error).sentence
    except AmiLost:
        return "Asterisk does not answer."
    return ""


def _target(connection: AsteriskConnection, channel: str) -> dict[str, str]:
    """Return which channel a tone is sent to: the far end's.

    A dial plan application has no far end: it receives the tone as if the operator's phone had sent it.
    """
    legs = connection.pbx.legs
    own = legs.by_id[channel]
    far = legs.far_ends(own)
    return {"Channel": far[0].channel.name} if far else {"Channel": own.channel.name, "Receive": "true"}
