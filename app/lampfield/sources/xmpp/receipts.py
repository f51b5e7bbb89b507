"""Receipts for messages that have arrived (XEP-0184)."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt
from lampfield.sources.xmpp.message import ArchivedMessage, ParsedMessage
from lampfield.sources.xmpp.namespaces import RECEIPTS


def acknowledge(client: slixmpp.ClientXMPP | None, parsed: ParsedMessage, *, was_read: bool) -> None:
    """Let the sender know that a message has arrived, if it wants to: it can be read on the board now.

    Args:
        client: Connected; None while the link is down.
        said: The message.
        was_read: The operator has seen it on another device, which has said so.
    """
    is_shown = parsed.content.kind is not MessageKind.ENCRYPTED and not was_read
    if client is None or not (parsed.wants_receipt and parsed.sender_ids and is_shown):
        return
    stanza = client.make_message(mto=parsed.sender, mtype="chat")
    stanza.append(Element(f"{RECEIPTS}received", id=parsed.sender_ids[0]))
    stanza.send()


def flag_read(items: Sequence[ArchivedMessage]) -> list[bool]:
    """Return of each item, oldest first, whether the operator has read it.

    Who has answered has read all before the answer, and a device that has shown a message says so, for that
    one and those before it (XEP-0333).
    """
    flags = [False] * len(items)
    read: set[ContactKey] = set()
    """With whom all earlier ones are read."""
    shown: set[tuple[ContactKey, str]] = set()
    """With whom, and what the other calls a message that was shown."""
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
