"""Receipts for messages that have arrived (XEP-0184)."""

from xml.etree.ElementTree import Element

import slixmpp

from lampfield.model.room import MessageKind
from lampfield.sources.xmpp.message import StanzaContent
from lampfield.sources.xmpp.namespaces import RECEIPTS


def acknowledge(client: slixmpp.ClientXMPP | None, said: StanzaContent, *, was_read: bool) -> None:
    """Let the sender know that a message has arrived, if it wants to: it can be read on the board now.

    Args:
        client: Connected; None while the link is down.
        said: The message.
        was_read: The operator has seen it on another device, which has said so.
    """
    is_shown = said.content.kind is not MessageKind.ENCRYPTED and not was_read
    if client is None or not (said.wants_receipt and said.names and is_shown):
        return
    stanza = client.make_message(mto=said.sender, mtype="chat")
    stanza.append(Element(f"{RECEIPTS}received", id=said.names[0]))
    stanza.send()
