"""The chat actions of a session."""

import re
import secrets
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

import slixmpp

from lampfield.model.change import Change
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import RoomState, Typing
from lampfield.sources.xmpp.address import person_address
from lampfield.sources.xmpp.chat import outgoing_id
from lampfield.sources.xmpp.chats import Chats
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.history import apply_older_page
from lampfield.sources.xmpp.inbox import Inbox
from lampfield.sources.xmpp.iq import wait_processed
from lampfield.sources.xmpp.namespaces import CHAT_STATES, MARKERS, RECEIPTS, STANZA_IDS
from lampfield.sources.xmpp.people import People

RECENT_MESSAGES = 30
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that are invalid in XML 1.0 (2.2)."""


class Messaging:
    """Opens chats, sends messages and reads the history.

    Args:
        connection: The connection to the server.
        people: The known contacts.
        chats: The chats.
        inbox: Receives messages and reads the archive.
        emit: Receives the changes.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        chats: Chats,
        inbox: Inbox,
        emit: Callable[[Sequence[Change]], None],
    ) -> None:
        self._connection = connection
        self._people = people
        self._chats = chats
        self._inbox = inbox
        self._emit = emit

    async def open(self, key: ContactKey) -> None:
        """Open the chat with a contact and, the first time, emit its recent history.

        Addresses outside the roster, such as people in the directory file, become contacts.

        Raises:
            Refusal: The link is down, or the address is invalid.
        """
        self._connection.require()
        if key not in self._people:
            _check_address(key)
        self._emit(self._people.add_stranger(key))
        self._require_contact(key)
        chat = self._chats.get_or_create(key)
        chat.state = RoomState.OPEN
        self._emit([chat.room_change()])
        if chat.oldest is None:
            try:
                await self.history(key, RECENT_MESSAGES)
            except Refusal:
                # A chat works without an archive. Scrolling up tries again.
                return

    async def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a message. Returns its id once the server has received it.

        Args:
            key: The recipient.
            text: The text.
            post_id: The stanza id; the archive returns it, even in a later run of the hub.
        """
        client = self._require_contact(key)
        if NOT_XML.search(text):
            raise Refusal(
                RefusalCode.BAD_TEXT,
                "The text has control characters, which cannot be sent. Remove them.",
            )
        stanza_id = post_id or secrets.token_hex(8)
        _message_stanza(client, key, stanza_id, text).send()
        self._emit(self._chats.add_outgoing(key, stanza_id, text, self._inbox.now_ms()))
        await wait_processed(client)
        self._emit(self._chats.confirm(key, stanza_id))
        return outgoing_id(stanza_id)

    def send_typing(self, key: ContactKey, typing: Typing) -> None:
        """Send the operator's typing state to a contact.

        Not to an offline contact: some servers store it despite ``no-store`` and deliver it days later.
        """
        client = self._connection.connected
        if client is not None and self._chats.get(key) is not None and self._people.resources(key):
            stanza = client.make_message(mto=key, mtype="chat")
            stanza.append(Element(f"{CHAT_STATES}{typing.value or 'active'}"))
            stanza.append(Element("{urn:xmpp:hints}no-store"))
            stanza.send()

    def mark_seen(self, key: ContactKey, message_id: str) -> None:
        """Send a "displayed" marker for a message and all earlier ones, if the sender requested it."""
        client, marker_id = self._connection.connected, self._inbox.mark_seen(key, message_id)
        if client is not None and marker_id:
            stanza = client.make_message(mto=key, mtype="chat")
            stanza.append(Element(f"{MARKERS}displayed", id=marker_id))
            stanza.send()

    async def history(self, key: ContactKey, limit: int) -> None:
        """Emit messages older than those emitted so far."""
        client, chat = self._require_contact(key), self._chats.get_or_create(key)
        if chat.complete:
            return
        # Missed messages must be emitted as unread before the history contains them.
        await self._inbox.wait_caught_up()
        page = await self._inbox.archive.latest(client, key, limit, chat.oldest or None)
        chat.oldest, chat.complete = page.first or chat.oldest or "", page.complete
        self._emit([*apply_older_page(self._chats, chat, page.messages), chat.room_change()])

    def leave(self, key: ContactKey) -> None:
        """Close the chat with a contact on this side."""
        self._connection.require()
        self._emit(self._inbox.close_chat(key))

    def _require_contact(self, key: ContactKey) -> slixmpp.ClientXMPP:
        client = self._connection.require()
        self._people.check_contact(key)
        return client


def _check_address(key: ContactKey) -> None:
    """Check an address that did not come from a server.

    Raises:
        Refusal: It is invalid, or is not normalized, so that its answers would not match it.
    """
    normalized = person_address(key)
    if normalized != key:
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{key!r} is not a chat address. Correct it to {normalized}.")


def _message_stanza(
    client: slixmpp.ClientXMPP, key: ContactKey, stanza_id: str, text: str
) -> slixmpp.Message:
    stanza = client.make_message(mto=key, mbody=text, mtype="chat")
    stanza["id"] = stanza_id
    stanza.append(Element(f"{CHAT_STATES}active"))
    stanza.append(Element(f"{RECEIPTS}request"))
    stanza.append(Element(f"{MARKERS}markable"))
    stanza.append(Element(f"{STANZA_IDS}origin-id", id=stanza_id))
    return stanza
