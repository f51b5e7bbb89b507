"""Send IQ requests. Each ends in bounded time with an answer or a `Refusal`."""

import asyncio
from typing import Any, Literal, cast
from xml.etree.ElementTree import Element

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.xmpp.stanzas import read_error

ANSWER_SECONDS = 8.0
"""Timeout. Two requests in sequence stay near the port's limit of 10 s only if the first one is quick."""
SLOW_REPLY_SECONDS = 600.0
"""Timeout for answers that grow with the data, such as a big roster; a dead server is detected sooner."""


class ServerRefusal(Refusal):
    """The server or the addressed entity refuses a request.

    Args:
        condition: The condition (RFC 6120, 8.3.3).
        text: The server's text.
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
        payload: The child element.
        to: The recipient; empty for the account's own server.
        seconds: Timeout.

    Raises:
        ServerRefusal: The answer is an error.
        Refusal: There was no answer; the code is ``timed-out``.
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
    """Wait until the server has processed all stanzas sent so far: it answers in order (RFC 6120, 10.1).

    Args:
        client: Connected.
        seconds: Timeout.

    Raises:
        Refusal: The server did not answer in time.
    """
    try:
        await send_iq(client, "get", Element("{urn:xmpp:ping}ping"), client.boundjid.host, seconds)
    except Refusal as refusal:
        if refusal.word is not RefusalCode.REFUSED:
            raise


async def send_slow_query(client: slixmpp.ClientXMPP, payload: Element, to: str = "") -> Element:
    """Send a query to the account's own server, with no timeout while the server is still working.

    Servers answer in order, so if a later ping is answered first, the answer is missing.

    Args:
        client: Connected.
        payload: The child element.
        to: The server or the account; empty for the account.

    Raises:
        Refusal: ``refused`` with the server's text, or ``timed-out``.
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
    """Wait until the server has processed all stanzas sent so far, even if that takes minutes.

    Pings are repeated, in case one gets lost; one answer suffices.

    Raises:
        Refusal: The server did not answer within `SLOW_REPLY_SECONDS`.
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
        RefusalCode.TIMED_OUT,
        "The chat server did not answer in time. Whether it carried out the action is unknown.",
    )
