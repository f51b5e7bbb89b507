"""From a message stanza to what it says: text, typing, receipt, marker, carbon or archive. Pure."""

from xml.etree.ElementTree import Element

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, Typing
from lampfield.sources.xmpp.address import bare
from lampfield.sources.xmpp.names import (
    CARBONS,
    CHAT_STATES,
    CLIENT,
    FORWARD,
    MAM,
    MARKERS,
    RECEIPTS,
    STANZA_IDS,
)
from lampfield.sources.xmpp.presence import error_text
from lampfield.sources.xmpp.stamps import delayed_since

OUT, IN = "o:", "i:"
"""Before a stanza's id: who made it, for both sides choose theirs freely."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a message of a one-to-one chat says. Most say only one thing."""

    key: ContactKey
    """The other party."""
    own: bool
    id: str
    """Ours of the message; the same for a live one and its archived copy."""
    stanza_id: str = ""
    """The sender's, as receipts and markers name it."""
    text: str = ""
    time_ms: int = 0
    typing: Typing | None = None
    """None: nothing is said of it."""
    receipt: Receipt = Receipt.NONE
    """How far an earlier message of ours has come."""
    receipt_of: str = ""
    """Which one."""
    markable: bool = False
    """The sender wants to know when it is seen."""
    error: str = ""


class Archived(msgspec.Struct, frozen=True):
    """A message out of the archive."""

    query: str
    """Which query it answers."""
    archive_id: str
    said: Said | None


def read_message(stanza: Element, own: ContactKey, now: float) -> Said | Archived | None:
    """Return what a message says; None when it is nothing of a chat between two.

    Args:
        stanza: ``<message/>``.
        own: The account's bare address.
        now: Epoch seconds.
    """
    result = stanza.find(f"{MAM}result")
    if result is not None:
        return _archived(stanza, result, own, now)
    for way in ("received", "sent"):
        carbon = stanza.find(f"{CARBONS}{way}")
        if carbon is not None:
            return _forwarded(carbon, own, now) if _from_own_server(stanza, own) else None
    return _said(stanza, own, now, delayed_since(stanza))


def _archived(stanza: Element, result: Element, own: ContactKey, now: float) -> Archived | None:
    if not _from_own_server(stanza, own):
        return None
    said = _forwarded(result, own, now)
    return Archived(result.get("queryid", ""), result.get("id", ""), said)


def _from_own_server(stanza: Element, own: ContactKey) -> bool:
    """Say whether a wrapper may be believed: anybody can send one (XEP-0280, 11; XEP-0313, 9.2)."""
    return bare(stanza.get("from", own)) == own


def _forwarded(wrapper: Element, own: ContactKey, now: float) -> Said | None:
    forwarded = wrapper.find(f"{FORWARD}forwarded")
    inner = forwarded.find(f"{CLIENT}message") if forwarded is not None else None
    if forwarded is None or inner is None:
        return None
    return _said(inner, own, now, delayed_since(forwarded) or delayed_since(inner))


def _said(stanza: Element, own: ContactKey, now: float, delayed: float | None) -> Said | None:
    sender, recipient = stanza.get("from", own), stanza.get("to", own)
    is_own = bare(sender) == own
    other = bare(recipient if is_own else sender)
    kind = stanza.get("type", "normal")
    if other == own or kind not in {"chat", "normal", "error"}:
        return None
    if kind == "error":
        return _failed(stanza, other)
    stanza_id = stanza.get("id", "") or _given_id(stanza, "origin-id")
    receipt, of = _receipt(stanza)
    return Said(
        key=other,
        own=is_own,
        id=(OUT if is_own else IN) + (stanza_id or _given_id(stanza, "stanza-id")),
        stanza_id=stanza_id,
        text=stanza.findtext(f"{CLIENT}body") or "",
        time_ms=int((delayed if delayed is not None else now) * 1000),
        typing=_typing(stanza),
        receipt=receipt,
        receipt_of=OUT + of if of and not is_own else "",
        markable=stanza.find(f"{MARKERS}markable") is not None,
    )


def _failed(stanza: Element, other: ContactKey) -> Said:
    """Return an error that answers a message of ours."""
    return Said(
        key=other,
        own=False,
        id="",
        receipt=Receipt.FAILED,
        receipt_of=OUT + stanza.get("id", ""),
        error=error_text(stanza),
    )


def _given_id(stanza: Element, name: str) -> str:
    given = stanza.find(f"{STANZA_IDS}{name}")
    return given.get("id", "") if given is not None else ""


def _typing(stanza: Element) -> Typing | None:
    for child in stanza:
        if child.tag.startswith(CHAT_STATES):
            return Typing(child.tag.removeprefix(CHAT_STATES))
    return None


def _receipt(stanza: Element) -> tuple[Receipt, str]:
    displayed = stanza.find(f"{MARKERS}displayed")
    if displayed is not None:
        return Receipt.READ, displayed.get("id", "")
    received = stanza.find(f"{RECEIPTS}received")
    if received is not None:
        return Receipt.RECEIVED, received.get("id", "")
    return Receipt.NONE, ""
