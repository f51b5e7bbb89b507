"""The chat server as seen by one account: implements the session port and handles incoming stanzas."""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

import msgspec
import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from lampfield.model.account import Account
from lampfield.model.change import Change, ContactChange, LinkChange, MeChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.room import Typing
from lampfield.model.show import Show
from lampfield.model.state import StateStore
from lampfield.sources.port import Emit, Photo, Session
from lampfield.sources.validation import check_status, is_status
from lampfield.sources.xmpp.address import bare, local_part, own_address
from lampfield.sources.xmpp.avatars import fetch_avatar, read_avatar_update
from lampfield.sources.xmpp.blocking import BlockPush, fetch_block_list, read_push
from lampfield.sources.xmpp.chats import Chats
from lampfield.sources.xmpp.client import advertise_features
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.full_names import FullNames
from lampfield.sources.xmpp.inbox import Inbox
from lampfield.sources.xmpp.iq import wait_all_processed, wait_processed
from lampfield.sources.xmpp.messaging import Messaging
from lampfield.sources.xmpp.namespaces import BLOCKING, CARBONS, CLIENT, ROSTER
from lampfield.sources.xmpp.people import People
from lampfield.sources.xmpp.presence import read_presence
from lampfield.sources.xmpp.relationships import RelationshipActions
from lampfield.sources.xmpp.roster import RosterEntry, fetch_roster, read_roster_push
from lampfield.sources.xmpp.server import Server


class XmppSession(Session):
    """A session of one account.

    Args:
        server: The chat server.
        account: An account with ``jid`` and ``password``.
        emit: Receives the changes.
        state: Stores what must outlive the hub.
    """

    def __init__(self, server: Server, account: Account, emit: Emit, state: StateStore) -> None:
        self._own = own_address(account.jid)
        self._emit_to_hub = emit
        self._show, self._status = Show.ONLINE, ""
        self._link = Link(LinkName.CHAT, LinkState.CONNECTING, source="xmpp")
        self._held: list[Change] | None = None
        """Changes held until the snapshot is complete; None afterwards."""
        self._queued_pushes: list[Callable[[], None]] | None = None
        """Pushes queued until the lists are loaded; None afterwards."""
        self._people = People(self._own)
        self._chats = Chats()
        self._connection = Connection(server, account, self._prepare, self._begin, self._on_link)
        self._relationships = RelationshipActions(self._connection, self._people, self._emit, self._own)
        self._full_names = FullNames(self._connection, self._people, self._emit, self._own)
        self._inbox = Inbox(
            self._connection, self._people, self._chats, state, self._own, self._emit, self._emit_link_up
        )
        self._messaging = Messaging(self._connection, self._people, self._chats, self._inbox, self._emit)

    async def start(self) -> None:
        """Connect in the background and stay connected."""
        self._connection.start()

    async def close(self) -> None:
        """Log out."""
        self._inbox.close()
        self._full_names.close()
        await self._connection.close()

    async def reset(self, link: LinkName) -> None:  # noqa: ARG002  (there is only one)
        """Disconnect and reconnect; if the link is down, retry immediately."""
        self._connection.cut()

    async def request(self, key: ContactKey) -> None:
        """Request a relationship."""
        await self._relationships.request(key)

    async def authorize(self, key: ContactKey) -> None:
        """Accept a request."""
        await self._relationships.authorize(key)

    async def remove(self, key: ContactKey) -> None:
        """End a relationship, or reject a request."""
        await self._relationships.remove(key)

    async def add(self, address: str, name: str, tags: Sequence[str]) -> ContactKey:
        """Request a relationship by address."""
        return await self._relationships.add(address, name, tags)

    async def set_tags(self, key: ContactKey, tags: Sequence[str]) -> None:
        """Replace the roster groups of a contact."""
        await self._relationships.set_tags(key, tags)

    async def open_chat(self, key: ContactKey) -> None:
        """Open the chat with a contact."""
        await self._messaging.open(key)

    async def post(self, key: ContactKey, text: str, post_id: str = "") -> str:
        """Send a message."""
        return await self._messaging.post(key, text, post_id)

    async def send_typing(self, key: ContactKey, typing: Typing) -> None:
        """Send the operator's typing state."""
        self._messaging.send_typing(key, typing)

    async def mark_seen(self, key: ContactKey, message_id: str) -> None:
        """Send a "displayed" marker."""
        self._messaging.mark_seen(key, message_id)

    async def history(self, key: ContactKey, limit: int) -> None:
        """Emit older messages."""
        await self._messaging.history(key, limit)

    async def leave_chat(self, key: ContactKey) -> None:
        """Close a chat on this side."""
        self._messaging.leave(key)

    async def set_presence(self, show: Show, status: str) -> None:
        """Set the own presence. An invisible operator receives no presence either (RFC 6121, 4.5)."""
        client = self._connection.require()
        check_status(status)
        was_invisible = self._show is Show.OFFLINE
        self._show, self._status = show, status
        if was_invisible and show is not Show.OFFLINE:
            # While invisible, nothing is delivered, and offline messages may not arrive later either: Prosody
            # sends them to no session that has queried the archive.
            self._inbox.fall_behind()
        self._send_presence(client)
        if show is Show.OFFLINE:
            self._emit(self._people.clear_presence())
        try:
            await wait_processed(client)
        finally:
            # Live messages are held until the archive is read, whether or not the server has answered.
            self._inbox.link_up()
        self._emit([self._me_change()])

    def restore_presence(self, show: Show, status: str) -> None:
        """Set the own presence to send after the first login."""
        self._show, self._status = show, status if is_status(status) else ""

    async def photo(self, key: ContactKey) -> Photo | None:
        """Fetch the avatar of a contact."""
        return await fetch_avatar(self._connection.require(), key, self._people.photo_id(key))

    def _prepare(self, client: slixmpp.ClientXMPP) -> None:
        """Register the handlers of a new client's stanzas."""
        self._listen(client, "presence", self._on_presence)
        self._listen(client, "message", self._on_message)
        self._listen(client, f"iq/{ROSTER}query", self._on_roster_push)
        self._listen(client, f"iq/{BLOCKING}block", self._on_block_push)
        self._listen(client, f"iq/{BLOCKING}unblock", self._on_block_push)

    @staticmethod
    def _listen(client: slixmpp.ClientXMPP, path: str, handler: Callable[[Any], None]) -> None:
        client.register_handler(Callback(f"lampfield {path}", MatchXPath(f"{CLIENT}{path}"), handler))

    async def _begin(self, client: slixmpp.ClientXMPP) -> None:
        """Load the snapshot of a new session, and emit it once the server has sent all of it.

        Pushes that arrive meanwhile apply after the lists are loaded, so that an older list cannot undo them.
        """
        self._held, self._queued_pushes = [], []
        try:
            await advertise_features(client)
            self._connection.report_step("Reading the roster.")
            self._people.apply_block_list(await fetch_block_list(client))
            entries = await fetch_roster(client)
            self._people.apply_roster(entries)
            pushes, self._queued_pushes = self._queued_pushes, None
            for push in pushes:
                push()
            await self._inbox.begin_stream(client)
            self._connection.report_step(f"Waiting for the presence of {len(entries)} contacts.")
            if self._show is not Show.OFFLINE:
                self._send_presence(client)
            enable: Any = client.make_iq_set(sub=Element(f"{CARBONS}enable"))
            enable.send(callback=lambda _: None)
            await wait_all_processed(client)
            await self._inbox.mark_archive_end(client)
        finally:
            held, self._held, self._queued_pushes = self._held, None, None
        self._emit([*self._people.snapshot(), *self._chats.reset_typing(), self._me_change(), *held])

    def _send_presence(self, client: slixmpp.ClientXMPP) -> None:
        if self._show is Show.OFFLINE:
            client.send_presence(ptype="unavailable")
        else:
            show_value = "" if self._show is Show.ONLINE else self._show.value
            client.send_presence(pshow=show_value or None, pstatus=self._status or None)

    def _on_presence(self, stanza: Any) -> None:
        presence = read_presence(stanza.xml, time.time())
        if presence.type == "error":
            self._relationships.note_failure(presence.key, presence.error)
        changes = self._people.apply_presence(presence)
        if self._held is None:
            self._emit(changes)
            if presence.type == "subscribe":
                self._full_names.fetch([presence.key])

    def _on_roster_push(self, stanza: Any) -> None:
        for entry in read_roster_push(stanza.xml, self._own):
            self._apply_or_queue(partial(self._apply_entry, entry))

    def _apply_entry(self, entry: RosterEntry) -> None:
        changes = self._people.apply_roster_push(entry)
        if self._held is None:
            self._emit(changes)
            self._full_names.fetch([entry.key])

    def _on_block_push(self, stanza: Any) -> None:
        """Apply a block list push from another device (XEP-0191, 3.3 and 3.5)."""
        push = read_push(stanza.xml, self._own)
        if push is None:
            return
        stanza.reply().send()
        self._apply_or_queue(partial(self._apply_block, push, stanza.stream))

    def _apply_block(self, push: BlockPush, client: slixmpp.ClientXMPP) -> None:
        if push.blocks:
            changes = self._people.apply_block(push.addresses)
        else:
            changes = self._people.apply_unblock(push.addresses)
            changed = (it.key for it in changes if isinstance(it, ContactChange))
            self._probe(client, {*changed, *map(bare, push.addresses)})
        if self._held is None:
            self._emit(changes)

    def _apply_or_queue(self, apply: Callable[[], None]) -> None:
        """Apply a push now, or once the list is loaded."""
        if self._queued_pushes is not None:
            self._queued_pushes.append(apply)
        else:
            apply()

    def _probe(self, client: slixmpp.ClientXMPP, keys: Iterable[ContactKey]) -> None:
        """Request the presence of contacts: not every server sends it again after an unblock."""
        if self._show is Show.OFFLINE:
            return
        for key in keys:
            if self._people.sees(key):
                client.send_presence(pto=key, ptype="probe")

    def _on_message(self, stanza: Any) -> None:
        """Process a message stanza: an avatar announcement, a message, or both."""
        update = read_avatar_update(stanza.xml)
        if update is not None:
            self._emit_or_hold(self._people.apply_published_avatar(*update))
        self._inbox.receive(stanza.xml)
        self._full_names.fetch([bare(stanza.xml.get("from", ""))])

    def _me_change(self) -> Change:
        return MeChange(local_part(self._own), self._own, self._show, self._status)

    def _on_link(self, link: Link) -> None:
        self._link = link
        if link.state is LinkState.UP:
            self._emit_link_up()
            self._inbox.link_up()
            self._full_names.fetch(self._people)
        else:
            self._emit([LinkChange(link)])
        if link.state is LinkState.DOWN:
            self._inbox.link_down()

    def _emit_link_up(self) -> None:
        """Emit that the link is up, with any problem of the server's archive."""
        self._emit([LinkChange(msgspec.structs.replace(self._link, reason=self._inbox.archive_problem))])

    def _emit_or_hold(self, changes: Sequence[Change]) -> None:
        if self._held is not None:
            self._held += changes
        else:
            self._emit(changes)

    def _emit(self, changes: Sequence[Change]) -> None:
        if changes:
            self._emit_to_hub(changes)
