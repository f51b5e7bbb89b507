"""Dialling and hanging up. Each request is sent once: what is not known to have worked is not tried again."""

import asyncio
import uuid

from lampfield.http_library import httpx
from lampfield.model.contact import Contact
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.text import without_full_stop
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.ari import AriRefused
from lampfield.sources.asterisk.connection import AsteriskConnection
from lampfield.sources.asterisk.dial_string import caller_id, dial_string, shown_name
from lampfield.sources.asterisk.failure import ami_failure
from lampfield.sources.asterisk.legs import OWN
from lampfield.sources.asterisk.streams import AsteriskStreams

RING_SECONDS = 30
"""How long the own phone rings."""

AUTO_ANSWER = {
    "PJSIP_HEADER(add,Call-Info)": "<sip:lampfield>;answer-after=0",
    "PJSIP_HEADER(add,Alert-Info)": "<http://lampfield>;info=alert-autoanswer;delay=0",
}
"""Both ways in which handsets are asked to answer by themselves."""


async def dial(
    board: AsteriskConnection, device: str, number: str, contact: Contact | None, *, auto_answer: bool
) -> str:
    """Ring a device, then a number. Returns the channel's id.

    Raises:
        Refusal: It cannot be done, or Asterisk does not do it.
    """
    line = board.require()
    exten = dial_string(number)
    check_registered(board, device)
    await check_exten(line, exten)
    channel = f"{OWN}{uuid.uuid4().hex}"
    query = {
        "endpoint": device,
        "extension": exten,
        "context": board.pbx.context,
        "priority": "1",
        "callerId": _own_caller_id(board, device),
        "timeout": str(RING_SECONDS),
        "channelId": channel,
    }
    shown = shown_party(contact.name if contact is not None else "", exten)
    variables = shown | (AUTO_ANSWER if auto_answer else {})
    try:
        await originate(line, device, query, variables)
    except Refusal as refusal:
        if refusal.word is RefusalCode.TIMED_OUT:
            board.given_up.add(channel)
        raise
    except asyncio.CancelledError:
        # Whoever asked waits no more, and was told so.
        board.given_up.add(channel)
        raise
    return channel


async def hang_up(board: AsteriskConnection, channel: str) -> None:
    """End a call.

    Raises:
        Refusal: It is over, or Asterisk does not do it.
    """
    line = board.require()
    try:
        await line.ari.hang_up(channel)
    except AriRefused as error:
        if error.status == httpx.codes.NOT_FOUND:
            raise Refusal(RefusalCode.UNKNOWN_CALL, "This call is over.") from error
        raise _refused(line, error) from error
    except httpx.HTTPError as error:
        raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer: the call may go on.") from error


async def check_exten(line: AsteriskStreams, exten: str) -> None:
    """Check that the dial plan has an extension: Asterisk would ring the own phone first, and then drop it.

    Raises:
        Refusal: It has none, or could not be asked.
    """
    context = line.pbx.context
    try:
        answer = await line.ami.ask("ShowDialPlan", Context=context, Extension=exten)
    except AmiRefused as error:
        if "Did not find" not in error.message:
            raise Refusal(RefusalCode.REFUSED, ami_failure(line.pbx, error).sentence) from error
        sentence = f"{exten} is a wrong number: the dial plan has none such in context {context}."
        raise Refusal(RefusalCode.BAD_ADDRESS, sentence) from error
    except AmiLost as error:
        raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer. Nothing was dialled.") from error
    if not any(item.get("Priority") == "1" for item in answer.items):
        raise Refusal(
            RefusalCode.BAD_ADDRESS, f"{exten} cannot be dialled: the dial plan has a hint of it alone."
        )


def shown_party(name: str, number: str) -> dict[str, str]:
    """Return the variables of a new channel that let its telephone show the other end.

    All three are needed: without the presentation the telephone shows nobody. A caller ID in their place
    would be shown to the other end as well. Only the forms with ``,i`` are safe: another one made the
    manager interface of Asterisk 16.28 stop answering.
    """
    return {
        "CONNECTEDLINE(num,i)": number,
        "CONNECTEDLINE(name,i)": shown_name(name),
        "CONNECTEDLINE(pres,i)": "allowed",
    }


def check_registered(board: AsteriskConnection, device: str) -> None:
    """Check that a device is there.

    Raises:
        Refusal: Nobody is registered as it, or Asterisk does not know it.
    """
    match board.exchange.states.get(device, ""):
        case "UNAVAILABLE":
            raise Refusal(
                RefusalCode.DEVICE_OFFLINE,
                f"Your phone {device} is not registered. Plug it in, or choose another.",
            )
        case "INVALID" | "":
            raise Refusal(
                RefusalCode.UNKNOWN_DEVICE,
                f"Asterisk knows no device {device}. Check devices of your account.",
            )


async def originate(
    line: AsteriskStreams, device: str, query: dict[str, str], variables: dict[str, str]
) -> None:
    """Let Asterisk ring a device.

    Args:
        line: To Asterisk.
        device: What an error names.
        query: The request of ARI.
        variables: Of the channel.

    Raises:
        Refusal: It does not, or does not answer.
    """
    try:
        await line.ari.originate(query, variables)
    except AriRefused as error:
        if error.status in (httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.CONFLICT):
            # 409 is then a stale errno of an earlier duplicate: this id was never used before.
            sentence = f"Your phone {device} cannot be reached. Nothing was dialled."
            raise Refusal(RefusalCode.DEVICE_OFFLINE, sentence) from error
        raise _refused(line, error) from error
    except httpx.ConnectError as error:
        raise Refusal(RefusalCode.LINK_DOWN, "Asterisk is gone. Nothing was dialled.") from error
    except httpx.HTTPError as error:
        sentence = "Asterisk does not answer: this call is given up. Should it begin late, it is ended."
        raise Refusal(RefusalCode.TIMED_OUT, sentence) from error


def _refused(line: AsteriskStreams, error: AriRefused) -> Refusal:
    if error.status == httpx.codes.FORBIDDEN:
        user = line.pbx.username
        return Refusal(
            RefusalCode.NO_RIGHT, f"The ARI user {user} may only read: set read_only = no in ari.conf."
        )
    return Refusal(RefusalCode.REFUSED, f"Asterisk refuses it: {without_full_stop(error.message)}.")


def _own_caller_id(board: AsteriskConnection, device: str) -> str:
    """Return what the other side shall see of the operator."""
    owner = board.exchange.owner_of(device)
    return caller_id(owner.name, owner.number) if owner is not None else f"<{device.partition('/')[2]}>"
