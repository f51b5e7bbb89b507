"""Parse message stanzas: text, typing, receipts, carbons and archive results. Pure.

A message has two ids. The account's own server assigns the archive id, to the archived and the live copy
(XEP-0359): nobody else can forge it, and it links the two copies. The sender's own ``id`` is unique
within one stream at most (RFC 6120, 8.1.3): it only serves receipts, markers and corrections as a
reference.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, Typing
from lampfield.sources.xmpp.address import bare, domain
from lampfield.sources.xmpp.content import (
    Amendment,
    Content,
    is_private_in_room,
    read_amendment,
    read_content,
)
from lampfield.sources.xmpp.namespaces import (
    CARBONS,
    CHAT_STATES,
    CLIENT,
    DELAY,
    FORWARD,
    MAM,
    MARKERS,
    RECEIPTS,
    STANZA_IDS,
)
from lampfield.sources.xmpp.stanzas import epoch_seconds, read_error

EARLIEST_CLAIM_MS = 946_684_800_000
"""The year 2000, before XMPP existed: earlier time stamps are invalid."""


class Marker(msgspec.Struct, frozen=True):
    """The progress of an earlier message."""

    receipt: Receipt
    sender_id: str
    """The id that its sender uses."""


class ParsedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """The parsed parts of a message stanza, which may have several."""

    key: ContactKey
    """The other party."""
    own: bool
    sender: str = ""
    """The full address of the sender."""
    archive_id: str = ""
    """The archive id; empty if the message is in no archive."""
    sender_ids: tuple[str, ...] = ()
    """The sender's ids, the stanza id first."""
    content: Content = Content()
    amendment: Amendment = Amendment()
    typing: Typing | None = None
    """None if the stanza has no typing state."""
    markers: tuple[Marker, ...] = ()
    """From the other party: progress of our messages. From another own device: what it displayed."""
    bounce: str | None = None
    """Why an earlier message of ours bounced; ``markers`` has its id. None if the stanza is not an error."""
    server_ms: int | None = None
    """Time of arrival according to the account's own server; None for a live stanza."""
    claimed_ms: int = 0
    """Time of writing as claimed by others; 0 if there is no claim."""
    is_from_room: bool = False
    """Whether it is a private message in a multi-user chat room, or an invitation forwarded by one."""
    to_resource: bool = False
    """Whether it is addressed to or from one resource of the other party."""
    markable: bool = False
    """Whether the sender requests a "displayed" marker."""
    wants_receipt: bool = False
    """Whether the sender requests a receipt, and this is not a copy from another device."""


class ArchivedMessage(msgspec.Struct, frozen=True):
    """A message from the archive."""

    query: str
    """The id of the query that it answers."""
    archive_id: str
    parsed: ParsedMessage | None
    stamp_ms: int = 0
    """When it was archived."""


def read_message(
    stanza: Element, own: ContactKey, now: float, *, trusts_ids: bool = True
) -> ParsedMessage | ArchivedMessage | None:
    """Parse a message; None if it does not belong to a one-to-one chat.

    Args:
        stanza: ``<message/>``.
        own: The account's bare address.
        now: Epoch seconds.
        trusts_ids: Whether the server assigns ids by XEP-0359 and removes forged ones.
    """
    result = stanza.find(f"{MAM}result")
    if result is not None:
        return _parse_archived(stanza, result, own, now)
    for direction in ("received", "sent"):
        carbon = stanza.find(f"{CARBONS}{direction}")
        if carbon is not None:
            return _parse_carbon(stanza, carbon, own, now, trusts_ids=trusts_ids)
    archive_id = _archive_id(stanza, own) if trusts_ids else ""
    return _parse(stanza, own, archive_id, _delays(stanza, own, now), is_direct=True)


def _parse_archived(stanza: Element, result: Element, own: ContactKey, now: float) -> ArchivedMessage | None:
    if not _from_own_server(stanza, own):
        return None
    forwarded, inner = _forwarded(result)
    archive_id = result.get("id", "")
    if forwarded is None or inner is None:
        return ArchivedMessage(result.get("queryid", ""), archive_id, None)
    stamp = epoch_seconds(_stamp(forwarded.find(f"{DELAY}delay")))
    stamp_ms = int(min(stamp, now) * 1000) if stamp is not None else int(now * 1000)
    _, claimed = _delays(inner, own, now)
    parsed = _parse(inner, own, archive_id, (stamp_ms, claimed), is_direct=True)
    return ArchivedMessage(result.get("queryid", ""), archive_id, parsed, stamp_ms)


def _parse_carbon(
    stanza: Element, carbon: Element, own: ContactKey, now: float, *, trusts_ids: bool
) -> ParsedMessage | None:
    _, inner = _forwarded(carbon)
    if inner is None or not _from_own_server(stanza, own):
        return None
    archive_id = _archive_id(inner, own) if trusts_ids else ""
    return _parse(inner, own, archive_id, _delays(inner, own, now), is_direct=False)


def _from_own_server(stanza: Element, own: ContactKey) -> bool:
    """Return whether a wrapper is genuine: anyone can send one (XEP-0280, 11; XEP-0313, 9.2)."""
    return bare(stanza.get("from", own)) == own


def _forwarded(wrapper: Element) -> tuple[Element | None, Element | None]:
    forwarded = wrapper.find(f"{FORWARD}forwarded")
    return forwarded, forwarded.find(f"{CLIENT}message") if forwarded is not None else None


def _parse(
    stanza: Element, own: ContactKey, archive_id: str, delays: tuple[int | None, int], *, is_direct: bool
) -> ParsedMessage | None:
    sender, recipient = stanza.get("from", own), stanza.get("to", own)
    is_own = bare(sender) == own
    other = recipient if is_own else sender
    kind = stanza.get("type", "normal")
    if bare(other) == own or kind == "groupchat":
        return None
    if kind == "error":
        return _parse_error(stanza, bare(other), sender)
    sender_ids = tuple(dict.fromkeys(name for name in (stanza.get("id", ""), _origin_id(stanza)) if name))
    content = read_content(stanza)
    server_ms, claimed_ms = delays
    return ParsedMessage(
        key=bare(other),
        own=is_own,
        sender=sender,
        archive_id=archive_id,
        sender_ids=sender_ids,
        content=content,
        amendment=read_amendment(stanza),
        typing=_typing(stanza),
        markers=tuple(_markers(stanza)),
        server_ms=server_ms,
        claimed_ms=claimed_ms,
        is_from_room=is_private_in_room(stanza) or bool(content.sender),
        to_resource="/" in other,
        markable=stanza.find(f"{MARKERS}markable") is not None,
        wants_receipt=is_direct and not is_own and stanza.find(f"{RECEIPTS}request") is not None,
    )


def _parse_error(stanza: Element, other: ContactKey, sender: str) -> ParsedMessage:
    """Return the error that answers a message of ours."""
    marker = Marker(Receipt.FAILED, stanza.get("id", ""))
    return ParsedMessage(
        key=other, own=False, sender=sender, markers=(marker,), bounce=_bounce_reason(stanza)
    )


def _bounce_reason(stanza: Element) -> str:
    """Return why a message bounced: the server's text, else the condition (RFC 6120, 8.3)."""
    condition, text = read_error(stanza, default="")
    return text or condition.replace("-", " ") or "no reason is given"


def _archive_id(stanza: Element, own: ContactKey) -> str:
    """Return the id assigned by the account's own server (XEP-0359).

    A server appends its id after any ids that a sender forged in its name.
    """
    given = [one.get("id", "") for one in stanza.findall(f"{STANZA_IDS}stanza-id") if one.get("by") == own]
    return given[-1] if given else ""


def _origin_id(stanza: Element) -> str:
    given = stanza.find(f"{STANZA_IDS}origin-id")
    return given.get("id", "") if given is not None else ""


def _delays(stanza: Element, own: ContactKey, now: float) -> tuple[int | None, int]:
    """Return the time of arrival by the own server, and the time of writing claimed by others.

    If there are several stamps in the server's name, the last one counts: a sender may have forged the
    others.
    """
    trusted: int | None = None
    claimed = 0
    for delay in stanza.findall(f"{DELAY}delay"):
        seconds = epoch_seconds(_stamp(delay))
        if seconds is None:
            continue
        if delay.get("from", "").lower() in (own, domain(own)):
            trusted = max(trusted or 0, int(min(seconds, now) * 1000))
        elif EARLIEST_CLAIM_MS <= seconds * 1000 <= now * 1000:
            claimed = int(seconds * 1000)
    return trusted, claimed


def _stamp(delay: Element | None) -> str:
    return delay.get("stamp", "") if delay is not None else ""


def _typing(stanza: Element) -> Typing | None:
    for child in stanza:
        if child.tag.startswith(CHAT_STATES):
            return Typing(child.tag.removeprefix(CHAT_STATES))
    return None


def _markers(stanza: Element) -> Iterator[Marker]:
    """Yield the progress of earlier messages (XEP-0184, XEP-0333), the furthest first."""
    named = (
        (f"{MARKERS}acknowledged", Receipt.READ),
        (f"{MARKERS}displayed", Receipt.READ),
        (f"{MARKERS}received", Receipt.RECEIVED),
        (f"{RECEIPTS}received", Receipt.RECEIVED),
    )
    for tag, receipt in named:
        for found in stanza.findall(tag):
            if found.get("id"):
                yield Marker(receipt, found.get("id", ""))
