"""Asking the server: every answer comes in bounded time, or is a refusal in words."""

import asyncio
from typing import Any, Literal, cast
from xml.etree.ElementTree import Element

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.xmpp.stanzas import read_error

ANSWER_SECONDS = 8.0
"""Two questions one after the other stay near the port's limit of 10 s only if the first is quick."""
SLOW_REPLY_SECONDS = 600.0
"""For what takes the longer the more there is, as a big roster; the line tells sooner of a dead server."""


class ServerRefusal(Refusal):
    """The server, or who was asked through it, says no.

    Args:
        condition: Why, by the name of RFC 6120, 8.3.3.
        words: Why, for a person.
    """

    def __init__(self, condition: str, text: str) -> None:
        reason = f"{condition}: {text}" if text else condition
        super().__init__(RefusalCode.REFUSED, f"The chat server refuses: {reason}.")
        self.condition = condition


async def send_iq(
    client: slixmpp.ClientXMPP,
    kind: Literal["get", "set"],
    payload: Element,
    to: str = "",
    seconds: float = ANSWER_SECONDS,
) -> Element:
    """Send an IQ and return its answer.

    Args:
        client: Connected.
        kind: ``get`` or ``set``.
        payload: What is asked.
        to: Whom; empty: the account's own server.
        seconds: How long to wait.

    Raises:
        ServerRefusal: With the server's words.
        Refusal: ``timed-out``.
    """
    iq = client.make_iq(itype=kind, ito=to or None)
    iq.append(payload)
    try:
        answer = await cast("Any", iq).send(timeout=seconds)
    except IqTimeout:
        raise _timed_out() from None
    except IqError as error:
        raise ServerRefusal(*read_error(error.iq.xml)) from None
    result: Element = answer.xml
    return result


async def wait_processed(client: slixmpp.ClientXMPP, seconds: float = ANSWER_SECONDS) -> None:
    """Wait until the server has done with all that was sent so far: it answers in order (RFC 6120, 10.1).

    Args:
        client: Connected.
        seconds: How long to wait.

    Raises:
        Refusal: It did not in time.
    """
    try:
        await send_iq(client, "get", Element("{urn:xmpp:ping}ping"), client.boundjid.host, seconds)
    except Refusal as refusal:
        if refusal.word is not RefusalCode.REFUSED:
            raise


async def send_slow_query(client: slixmpp.ClientXMPP, payload: Element, to: str = "") -> Element:
    """Get something from the account's own server, for as long as the server has not come to the question.

    Servers answer in order, so an answer is missing for good soon after that to a later ping is there.

    Args:
        client: Connected.
        payload: What is asked.
        to: The server's name or the account; empty: the account.

    Raises:
        Refusal: ``refused`` with the server's words, or ``timed-out``.
    """
    asking = asyncio.create_task(
        send_iq(client, "get", payload, to, SLOW_REPLY_SECONDS), name="xmpp question"
    )
    try:
        settling = asyncio.create_task(wait_all_processed(client), name="xmpp ping")
        await asyncio.wait({asking, settling}, return_when=asyncio.FIRST_COMPLETED)
        settling.cancel()
        await asyncio.wait({asking}, timeout=ANSWER_SECONDS)
        if not asking.done():
            raise _timed_out()
        return asking.result()
    finally:
        asking.cancel()


async def wait_all_processed(client: slixmpp.ClientXMPP) -> None:
    """Wait until the server has done with all that was sent so far, however much that is.

    It is asked again from time to time: of several pings one answer is enough, should another get lost.

    Raises:
        Refusal: It did not for very long.
    """
    pings: set[asyncio.Task[None]] = set()
    try:
        while len(pings) < SLOW_REPLY_SECONDS / ANSWER_SECONDS:
            pings.add(asyncio.create_task(wait_processed(client, SLOW_REPLY_SECONDS), name="xmpp ping"))
            done, _ = await asyncio.wait(pings, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if done:
                return done.pop().result()
        raise _timed_out()
    finally:
        for ping in pings:
            ping.cancel()


def _timed_out() -> Refusal:
    return Refusal(
        RefusalCode.TIMED_OUT, "The chat server did not answer in time; whether it was done is not known."
    )
