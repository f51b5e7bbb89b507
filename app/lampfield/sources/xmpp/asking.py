"""Asking the server: every answer comes in bounded time, or is a refusal in words."""

from typing import Any, Literal, cast
from xml.etree.ElementTree import Element

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout

from lampfield.model.refusal import Refusal, Word
from lampfield.sources.xmpp.presence import error_text

ANSWER_SECONDS = 8.0
"""Two questions one after the other stay near the port's limit of 10 s only if the first is quick."""
PATIENT_SECONDS = 600.0
"""For what takes the longer the more there is, as a big roster; the line tells sooner of a dead server."""


async def ask(
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
        Refusal: ``refused`` with the server's words, or ``timed-out``.
    """
    iq = client.make_iq(itype=kind, ito=to or None)
    iq.append(payload)
    try:
        answer = await cast("Any", iq).send(timeout=seconds)
    except IqTimeout:
        raise Refusal(
            Word.TIMED_OUT, "The chat server did not answer in time; whether it was done is not known."
        ) from None
    except IqError as error:
        raise Refusal(Word.REFUSED, f"The chat server refuses: {error_text(error.iq.xml)}.") from None
    result: Element = answer.xml
    return result


async def settle(client: slixmpp.ClientXMPP, seconds: float = ANSWER_SECONDS) -> None:
    """Wait until the server has done with all that was sent so far: it answers in order (RFC 6120, 10.1).

    Args:
        client: Connected.
        seconds: How long to wait.

    Raises:
        Refusal: It did not in time.
    """
    try:
        await ask(client, "get", Element("{urn:xmpp:ping}ping"), client.boundjid.host, seconds)
    except Refusal as refusal:
        if refusal.word is not Word.REFUSED:
            raise
