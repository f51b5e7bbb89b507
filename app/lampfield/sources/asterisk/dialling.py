"""Dials and hangs up. Each request is sent once: one with an unknown outcome is not repeated."""

import asyncio
import re
import uuid

from lampfield.http_library import httpx
from lampfield.model.contact import Contact
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.text import plain, without_full_stop
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.ari import AriRefused
from lampfield.sources.asterisk.connection import AsteriskConnection
from lampfield.sources.asterisk.failure import ami_failure
from lampfield.sources.asterisk.legs import OWN_CHANNEL
from lampfield.sources.asterisk.streams import AsteriskStreams
from lampfield.sources.validation import parse_dialled

CALLER_ID_CHARS = 60

RING_SECONDS = 30
"""How long the operator's own phone rings."""

AUTO_ANSWER = {
    "PJSIP_HEADER(add,Call-Info)": "<sip:lampfield>;answer-after=0",
    "PJSIP_HEADER(add,Alert-Info)": "<http://lampfield>;info=alert-autoanswer;delay=0",
}
"""The two headers that ask a phone to answer automatically; phones differ in which they support."""


async def dial(
    connection: AsteriskConnection, device: str, number: str, contact: Contact | None, *, auto_answer: bool
) -> str:
    """Ring a device, then dial a number. Return the channel's id.

    Raises:
        Refusal: The call is not possible, or Asterisk refuses it.
    """
    streams = connection.require()
    exten = parse_dialled(number).dial
    check_registered(connection, device)
    await check_exten(streams, exten)
    channel = f"{OWN_CHANNEL}{uuid.uuid4().hex}"
    query = {
        "endpoint": device,
        "extension": exten,
        "context": connection.settings.context,
        "priority": "1",
        "callerId": _own_caller_id(connection, device),
        "timeout": str(RING_SECONDS),
        "channelId": channel,
    }
    shown = shown_party(contact.name if contact is not None else "", exten)
    variables = shown | (AUTO_ANSWER if auto_answer else {})
    try:
        await originate(streams, device, query, variables)
    except Refusal as refusal:
        if refusal.word is RefusalCode.TIMED_OUT:
            connection.abandoned.add(channel)
        raise
    except asyncio.CancelledError:
        # The caller has timed out and reported a failure.
        connection.abandoned.add(channel)
        raise
    return channel


async def hang_up(connection: AsteriskConnection, channel: str) -> None:
    """Hang up a call.

    Raises:
        Refusal: The call is over, or Asterisk refuses it.
    """
    streams = connection.require()
    try:
        await streams.ari.hang_up(channel)
    except AriRefused as error:
        if error.status == httpx.codes.NOT_FOUND:
            raise Refusal(RefusalCode.UNKNOWN_CALL, "This call is over.") from error
        raise _refused(streams, error) from error
    except httpx.HTTPError as error:
        raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer: the call may go on.") from error


async def check_exten(streams: AsteriskStreams, exten: str) -> None:
    """Check that the dial plan has an extension. If not, Asterisk would ring the operator and hang up.

    Raises:
        Refusal: There is no such extension, or Asterisk does not answer.
    """
    context = streams.settings.context
    try:
        answer = await streams.ami.request("ShowDialPlan", Context=context, Extension=exten)
    except AmiRefused as error:
        if "Did not find" not in error.message:
            raise Refusal(RefusalCode.REFUSED, ami_failure(streams.settings, error).sentence) from error
        sentence = f"{exten} is a wrong number: the dial plan has no such extension in context {context}."
        raise Refusal(RefusalCode.BAD_ADDRESS, sentence) from error
    except AmiLost as error:
        raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer. Nothing was dialled.") from error
    if not any(item.get("Priority") == "1" for item in answer.items):
        raise Refusal(
            RefusalCode.BAD_ADDRESS, f"{exten} cannot be dialled: the dial plan has only a hint for it."
        )


def shown_party(name: str, number: str) -> dict[str, str]:
    """Return the variables of a new channel with which its phone shows the other end.

    All three are needed: without the presentation the phone shows nobody. A caller ID instead would be shown
    to the other end as well. Only the forms with ``,i`` are safe: another form made the manager interface of
    Asterisk 16.28 hang.
    """
    return {
        "CONNECTEDLINE(num,i)": number,
        "CONNECTEDLINE(name,i)": shown_name(name),
        "CONNECTEDLINE(pres,i)": "allowed",
    }


def check_registered(connection: AsteriskConnection, device: str) -> None:
    """Check that a device is registered.

    Raises:
        Refusal: It is not registered, or Asterisk does not know it.
    """
    match connection.pbx.states.get(device, ""):
        case "UNAVAILABLE":
            raise Refusal(
                RefusalCode.DEVICE_OFFLINE,
                f"Your phone {device} is not registered. Plug it in, or choose another.",
            )
        case "INVALID" | "":
            raise Refusal(
                RefusalCode.UNKNOWN_DEVICE,
                f"Asterisk knows no device {device}. Check devices of your account in the site file.",
            )


async def originate(
    streams: AsteriskStreams, device: str, query: dict[str, str], variables: dict[str, str]
) -> None:
    """Make Asterisk ring a device.

    Args:
        streams: The connection to Asterisk.
        device: The device that an error names.
        query: The query of ARI's request.
        variables: Variables of the channel.

    Raises:
        Refusal: Asterisk refuses it, or does not answer.
    """
    try:
        await streams.ari.originate(query, variables)
    except AriRefused as error:
        if error.status in (httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.CONFLICT):
            # 409 stems from a stale errno of an earlier duplicate: this id was never used before.
            sentence = f"Your phone {device} cannot be reached. Nothing was dialled."
            raise Refusal(RefusalCode.DEVICE_OFFLINE, sentence) from error
        raise _refused(streams, error) from error
    except httpx.ConnectError as error:
        raise Refusal(
            RefusalCode.LINK_DOWN, "Asterisk does not run or cannot be reached. Nothing was dialled."
        ) from error
    except httpx.HTTPError as error:
        sentence = "Asterisk does not answer. The call was abandoned; if it starts late, it is hung up."
        raise Refusal(RefusalCode.TIMED_OUT, sentence) from error


def shown_name(name: str) -> str:
    """Return a name that is safe in a SIP message or AMI action: one line, without control characters.

    Asterisk escapes the line ends of a name with a backslash, and sends them.
    """
    return plain(name, CALLER_ID_CHARS)


def caller_id(name: str, number: str) -> str:
    """Return a caller ID, without the characters that would end its name."""
    safe = re.sub(r'["<>\\]', "", shown_name(name)).strip()
    return f'"{safe}" <{number}>' if safe else f"<{number}>"


def _refused(streams: AsteriskStreams, error: AriRefused) -> Refusal:
    if error.status == httpx.codes.FORBIDDEN:
        user = streams.settings.username
        return Refusal(
            RefusalCode.NO_RIGHT, f"The ARI user {user} is read-only: set read_only = no in ari.conf."
        )
    return Refusal(RefusalCode.REFUSED, f"Asterisk refuses this: {without_full_stop(error.message)}.")


def _own_caller_id(connection: AsteriskConnection, device: str) -> str:
    """Return the operator's caller ID as the called party sees it."""
    owner = connection.pbx.owner_of(device)
    return caller_id(owner.name, owner.number) if owner is not None else f"<{device.partition('/')[2]}>"
