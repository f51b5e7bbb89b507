"""Parse presence stanzas (RFC 6121, 4). Pure."""

from xml.etree.ElementTree import Element

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.show import State
from lampfield.sources.xmpp.address import bare, resource
from lampfield.sources.xmpp.namespaces import CLIENT, NICK, VCARD_UPDATE
from lampfield.sources.xmpp.stanzas import delayed_since, read_error

NO_RESOURCE = "chat"
"""The resource name for senders without one, such as gateways; the empty name is reserved for the PBX."""
TAKES_NO_MESSAGES = "takes no messages"
"""The status of a resource with negative priority, which gets no messages (RFC 6121, 8.5.2.1)."""
SHOWS = frozenset({"chat", "away", "xa", "dnd"})
"""RFC 6121, 4.7.2.1; no value means ``available``."""


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed presence stanza."""

    key: ContactKey
    resource: str
    type: str
    """Empty for available; else unavailable, subscribe, subscribed, unsubscribe, unsubscribed, error."""
    state: State | None = None
    """The state of an available resource."""
    photo_hash: str | None = None
    """SHA-1 of the avatar; empty if there is none, None if unknown (XEP-0153)."""
    error: str = ""
    """The condition of an error, with the server's text."""
    nick: str = ""
    """The sender's own name (XEP-0172)."""
    request_text: str = ""
    """The text of a request for a relationship."""


def read_presence(stanza: Element, now: float) -> Presence:
    """Parse a presence stanza.

    Args:
        stanza: ``<presence/>``.
        now: Epoch seconds.
    """
    sender, kind = stanza.get("from", ""), stanza.get("type", "")
    return Presence(
        key=bare(sender),
        resource=resource(sender) or (NO_RESOURCE if not kind else ""),
        type=kind,
        state=_state(stanza, now) if not kind else None,
        photo_hash=_photo_hash(stanza) if not kind else None,
        error=_error_text(stanza) if kind == "error" else "",
        nick=(stanza.findtext(f"{NICK}nick") or "").strip(),
        request_text=(stanza.findtext(f"{CLIENT}status") or "").strip() if kind == "subscribe" else "",
    )


def _error_text(stanza: Element) -> str:
    condition, text = read_error(stanza)
    return f"{condition}: {text}" if text else condition


def _state(stanza: Element, now: float) -> State:
    word = (stanza.findtext(f"{CLIENT}show") or "").strip()
    show = word if word in SHOWS else "available"
    status = stanza.findtext(f"{CLIENT}status") or ""
    priority = _priority(stanza.findtext(f"{CLIENT}priority") or "0")
    if priority < 0:
        show = "away" if show in ("available", "chat") else show
        status = status or TAKES_NO_MESSAGES
    return State(
        show=show,
        status=status,
        priority=priority,
        since=min(delayed_since(stanza) or now, now),
    )


def _priority(text: str) -> int:
    try:
        return max(-128, min(127, int(text)))
    except ValueError:
        return 0


def _photo_hash(stanza: Element) -> str | None:
    update = stanza.find(f"{VCARD_UPDATE}x")
    photo = update.find(f"{VCARD_UPDATE}photo") if update is not None else None
    return (photo.text or "").strip() if photo is not None else None
