"""The verbs of chat."""

import re
import secrets
import time
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

import slixmpp

from lampfield.model.change import Change, MessageChange
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, Word
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.sources.xmpp.archive import Archive
from lampfield.sources.xmpp.asking import settle
from lampfield.sources.xmpp.chats import Chats, in_order, message, own_id
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.names import CHAT_STATES, MARKERS, RECEIPTS, STANZA_IDS
from lampfield.sources.xmpp.people import People

RECENT_MESSAGES = 30
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, 2.2: what cannot stand in a stanza."""


class Talking:
    """Opens chats, writes, reads the archive.

    Args:
        connection: To the server.
        people: Who is known.
        chats: What was said.
        archive: What was said before.
        tell: Told the changes.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        chats: Chats,
        archive: Archive,
        tell: Callable[[Sequence[Change]], None],
    ) -> None:
        self._connection = connection
        self._people = people
        self._chats = chats
        self._archive = archive
        self._tell = tell

    async def open(self, key: ContactKey) -> None:
        """Tell the chat with somebody, with its recent history when it is opened first.

        Somebody who is not in the roster, such as one of the directory's file, becomes a contact.
        """
        self._connection.require()
        self._tell(self._people.met(key))
        self._known(key)
        chat = self._chats.of(key)
        chat.state = RoomState.OPEN
        self._tell([chat.room()])
        if chat.oldest is None:
            try:
                await self.history(key, RECENT_MESSAGES)
            except Refusal:
                # No archive is no reason not to talk. It is asked again when somebody scrolls up.
                return

    async def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a message. Returns its id once the server has it.

        Args:
            key: To whom.
            text: What.
            post_id: The stanza's id; it comes back from the archive, also in another run of the hub.
        """
        client = self._known(key)
        if NOT_XML.search(text):
            raise Refusal(
                Word.BAD_TEXT, "The text holds control characters, which cannot be sent. Take them out."
            )
        stanza_id = post_id or secrets.token_hex(8)
        _stanza(client, key, stanza_id, text).send()
        chat = self._chats.of(key)
        chat.state = RoomState.OPEN
        own = own_id(stanza_id)
        now_ms = int(time.time() * 1000)
        told = MessageChange(key=key, id=own, own=True, text=text, time=now_ms, post_id=stanza_id)
        self._tell([chat.room(), told])
        chat.unsettled.add(own)
        await settle(client)
        chat.unsettled.discard(own)
        self._tell(self._chats.came(key, own, Receipt.SENT))
        return own

    def tell_typing(self, key: ContactKey, typing: Typing) -> None:
        """Let somebody know that the operator types, pauses or stopped."""
        client = self._connection.connected
        if client is not None and self._chats.get(key) is not None:
            stanza = client.make_message(mto=key, mtype="chat")
            stanza.append(Element(f"{CHAT_STATES}{typing.value or 'active'}"))
            stanza.append(Element("{urn:xmpp:hints}no-store"))
            stanza.send()

    def mark_seen(self, key: ContactKey, message_id: str) -> None:
        """Let somebody know that a message, and all before it, was seen, if they want to know."""
        client, chat = self._connection.connected, self._chats.get(key)
        marked = chat.seen(message_id) if chat is not None else ""
        if client is not None and marked:
            stanza = client.make_message(mto=key, mtype="chat")
            stanza.append(Element(f"{MARKERS}displayed", id=marked))
            stanza.send()

    async def history(self, key: ContactKey, limit: int) -> None:
        """Tell messages older than those told before."""
        client, chat = self._known(key), self._chats.of(key)
        if chat.complete:
            return
        page = await self._archive.latest(client, key, limit, chat.oldest or None)
        chat.oldest, chat.complete = page.first or chat.oldest or "", page.complete
        said = in_order(page.said, chat.oldest_ms)
        chat.oldest_ms = said[0].time_ms if said else chat.oldest_ms
        self._tell([*(message(one, archived=True) for one in said), chat.room()])
        for mark in page.marks:
            self._tell(self._chats.came(key, mark.receipt_of, mark.receipt))

    async def catch_up(self, since: float) -> None:
        """Tell what was said in the known chats while the line was down, and what of ours got lost in it.

        Args:
            since: Epoch seconds of the loss.
        """
        for chat in self._chats:
            client = self._connection.connected
            if client is None:
                return
            page = await self._archive.page(client, chat.key, RECENT_MESSAGES, None)
            missed = [said for said in page.said if said.time_ms >= int(since) * 1000]
            self._tell([message(said) for said in missed])
            self._tell(self._chats.settled(chat, page.said))

    def leave(self, key: ContactKey) -> None:
        """Close the chat with somebody on this side."""
        self._known(key)
        self._tell(self._chats.left(key))

    def _known(self, key: ContactKey) -> slixmpp.ClientXMPP:
        client = self._connection.require()
        if key not in self._people:
            raise Refusal(Word.UNKNOWN_CONTACT, f"{key} is no contact of yours.")
        return client


def _stanza(client: slixmpp.ClientXMPP, key: ContactKey, stanza_id: str, text: str) -> slixmpp.Message:
    stanza = client.make_message(mto=key, mbody=text, mtype="chat")
    stanza["id"] = stanza_id
    stanza.append(Element(f"{CHAT_STATES}active"))
    stanza.append(Element(f"{RECEIPTS}request"))
    stanza.append(Element(f"{MARKERS}markable"))
    stanza.append(Element(f"{STANZA_IDS}origin-id", id=stanza_id))
    return stanza
