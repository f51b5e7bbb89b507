"""Send receipts (XEP-0184), and find the archived messages that were already read."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt
from lampfield.sources.xmpp.message import ArchivedMessage, ParsedMessage
from lampfield.sources.xmpp.namespaces import RECEIPTS


def acknowledge(client: slixmpp.ClientXMPP | None, parsed: ParsedMessage, *, was_read: bool) -> None:
    """Send a receipt for a message, if the sender requests it and the board can display the message.

    Args:
        client: Connected; None while the link is down.
        parsed: The message.
        was_read: Whether another device of the operator has already acknowledged it.
    """
    is_shown = parsed.content.kind is not MessageKind.ENCRYPTED and not was_read
    if client is None or not (parsed.wants_receipt and parsed.sender_ids and is_shown):
        return
    stanza = client.make_message(mto=parsed.sender, mtype="chat")
    stanza.append(Element(f"{RECEIPTS}received", id=parsed.sender_ids[0]))
    stanza.send()


def flag_read(items: Sequence[ArchivedMessage]) -> list[bool]:
    """Return for each archived message, oldest first, whether the operator has read it.

    An answer implies that all earlier messages were read; so does a marker of another own device (XEP-0333).
    """
    flags = [False] * len(items)
    read: set[ContactKey] = set()
    """Contacts whose earlier messages are all read."""
    shown: set[tuple[ContactKey, str]] = set()
    """Contacts with the sender's ids of displayed messages."""
    for place in range(len(items) - 1, -1, -1):
        parsed = items[place].parsed
        if parsed is None:
            continue
        if parsed.own:
            shown |= {
                (parsed.key, marker.sender_id) for marker in parsed.markers if marker.receipt is Receipt.READ
            }
            if _is_answer(parsed):
                read.add(parsed.key)
            continue
        if any((parsed.key, name) in shown for name in parsed.sender_ids):
            read.add(parsed.key)
        flags[place] = parsed.key in read
    return flags


def _is_answer(parsed: ParsedMessage) -> bool:
    return bool(parsed.content.text or parsed.amendment.reactions)
