"""The incoming messages of an account: live ones and those missed, merged from the archive in order."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import msgspec
import slixmpp

from lampfield.model.change import Change, MessageChange, MessageEdit
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import RoomState
from lampfield.model.state import StateStore
from lampfield.sources.xmpp.address import domain
from lampfield.sources.xmpp.archive import Archive, ArchiveQuery
from lampfield.sources.xmpp.bookmarks import Bookmark, read_bookmarks, save_bookmarks
from lampfield.sources.xmpp.chat import CLOCK_TOLERANCE_MS
from lampfield.sources.xmpp.chats import ARCHIVED_PREFIX, Chats
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.disco import ServiceInfo, clock_offset, fetch_service_info
from lampfield.sources.xmpp.iq import ServerRefusal
from lampfield.sources.xmpp.message import ArchivedMessage, ParsedMessage, read_message
from lampfield.sources.xmpp.namespaces import MAM, STANZA_IDS
from lampfield.sources.xmpp.people import People
from lampfield.sources.xmpp.receipts import acknowledge, flag_read
from lampfield.sources.xmpp.routing import NOTICES, may_address_occupant, notices_key, route

log = logging.getLogger(__name__)

RETRY_SECONDS = (2.0, 5.0, 15.0, 30.0)
"""Delays before the archive is read again after a failure; the last one repeats."""

CATCH_UP_WAIT_SECONDS = 8.0
"""How long reading the history of a chat waits for missed messages."""

PERMANENT_REFUSALS = frozenset({"feature-not-implemented", "forbidden", "not-allowed", "service-unavailable"})
"""Conditions with which a server refuses archive access permanently (RFC 6120, 8.3.3)."""

NO_ARCHIVE = (
    "The chat server keeps no archive, so messages sent while the link is down may be missing. Enable "
    "message archiving there (mod_mam)."
)


class Inbox:
    """Receives messages and emits them in order.

    For each new stream, the archive is read from the last emitted message to its end. Live messages are held
    until then.

    Args:
        connection: The connection to the server.
        people: The known contacts.
        chats: The chats.
        state: Stores how far the archive was read.
        own: The account's bare address.
        emit: Receives the changes.
        on_archive_refused: Callback for when the server refuses archive access.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        chats: Chats,
        state: StateStore,
        own: ContactKey,
        emit: Callable[[Sequence[Change]], None],
        on_archive_refused: Callable[[], None],
    ) -> None:
        self.archive = Archive()
        self.bookmarks = read_bookmarks(state, own)
        self._connection = connection
        self._people = people
        self._chats = chats
        self._state = state
        self._own = own
        self._emit = emit
        self._on_archive_refused = on_archive_refused
        self._is_refused = False
        """Whether the server offers an archive but refuses access."""
        self._service_info = ServiceInfo()
        self._held: list[tuple[ParsedMessage, int]] | None = None
        """Live messages with their arrival time, held while the archive is read; None if it is not being
        read."""
        self._missed: list[ArchivedMessage] = []
        """Messages read from the archive but not emitted yet."""
        self._is_behind = False
        """Whether the archive was not read to its end since the last stream began."""
        self._is_restored = False
        """Whether the unread messages of an earlier run were emitted."""
        self._read_ids: set[str] = set()
        """Archive ids read since the last stream began; held messages may be copies of them."""
        self._caught_up = asyncio.Event()
        self._offset = 0.0
        """Seconds by which the server's clock is ahead."""
        self._room_servers: set[str] = set()
        self._catch_up_task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        notices = chats.get_or_create(notices_key(own))
        notices.label, notices.state, notices.complete = NOTICES, RoomState.CLOSED, True

    @property
    def archive_problem(self) -> str:
        """A problem with the server's archive for the operator; empty if there is none."""
        has_archive = MAM.strip("{}") in self._service_info.features and not self._is_refused
        return "" if has_archive else NO_ARCHIVE

    def now_ms(self) -> int:
        """Return the current time in epoch milliseconds, by the server's clock."""
        return int((time.time() + self._offset) * 1000)

    async def begin_stream(self, client: slixmpp.ClientXMPP) -> None:
        """Prepare for a new stream. Call before the first presence, which triggers message delivery.

        Raises:
            Refusal: The server did not answer.
        """
        self._service_info, self._is_refused = await fetch_service_info(client, self._own), False
        self._read_ids.clear()
        self._chats.begin_stream()
        self.fall_behind()

    async def mark_archive_end(self, client: slixmpp.ClientXMPP) -> None:
        """Mark the end of the archive of an account without a bookmark. Call after the first presence.

        From then on no message is missed, even if the connection is lost before the archive is read.
        """
        if self.bookmarks.last is None and self._is_behind:
            try:
                await self._begin_archive(client)
            except Refusal as refusal:
                log.warning("the archive of %s: %s", self._own, refusal.sentence)

    def fall_behind(self) -> None:
        """Note that messages may have been missed, and hold live ones until the archive is read."""
        self._is_behind = not self.archive_problem
        if self._is_behind:
            self._held = self._held or []
        else:
            self._caught_up.set()

    def link_up(self) -> None:
        """Read missed messages when the link comes up."""
        if self._is_behind and self._catch_up_task is None:
            self._held = self._held or []
            self._caught_up.clear()
            self._catch_up_task = asyncio.create_task(self._catch_up(), name="xmpp catching up")

    def link_down(self) -> None:
        """Emit what was read and held when the link goes down; the rest is read when it is up again."""
        if self._catch_up_task is not None:
            self._catch_up_task.cancel()
            self._catch_up_task = None
        self._apply_missed()
        self._emit_held()

    def close(self) -> None:
        """Cancel all tasks."""
        for task in (self._catch_up_task, *self._tasks):
            if task is not None:
                task.cancel()

    async def wait_caught_up(self) -> None:
        """Wait until missed messages were emitted, with a time limit."""
        try:
            async with asyncio.timeout(CATCH_UP_WAIT_SECONDS):
                await self._caught_up.wait()
        except TimeoutError:
            log.info("the archive of %s is still being read", self._own)

    def receive(self, stanza: Element) -> None:
        """Process a message stanza."""
        received = read_message(stanza, self._own, time.time() + self._offset, trusts_ids=self._trusts_ids)
        if isinstance(received, ArchivedMessage):
            self.archive.collect(received)
        elif received is not None:
            self._receive(received)

    def mark_seen(self, key: ContactKey, message_id: str) -> str:
        """Mark a message and all earlier ones as read by the operator.

        Returns:
            The sender's id of the last one that requested a marker; empty if there is none.
        """
        chat = self._chats.get(key)
        if chat is None:
            return ""
        marked = chat.mark_seen(message_id)
        self._note_unread(key)
        self._save()
        return marked

    def close_chat(self, key: ContactKey) -> list[Change]:
        """Close a chat on this side."""
        changes = self._chats.close(key)
        self._note_unread(key)
        self._save()
        return changes

    @property
    def _trusts_ids(self) -> bool:
        return not self._service_info.features.isdisjoint((MAM.strip("{}"), STANZA_IDS.strip("{}")))

    def _receive(self, parsed: ParsedMessage) -> None:
        has_content = (
            parsed.content.text or parsed.markers or parsed.amendment.retracts or parsed.amendment.reacts_to
        )
        if self._held is not None and has_content:
            self._held.append((parsed, self.now_ms()))
        elif may_address_occupant(parsed, self._people.__contains__) and not self._is_room_server(parsed.key):
            self._run_in_background(self._apply_when_identified(parsed, self.now_ms()))
        else:
            self._apply_live(parsed, self.now_ms())

    async def _apply_when_identified(self, parsed: ParsedMessage, now_ms: int) -> None:
        try:
            await self._identify_room_servers([parsed])
        except Exception:
            log.exception("could not determine whether %s is a multi-user room", parsed.key)
        self._apply_live(parsed, now_ms)

    def _apply_live(self, parsed: ParsedMessage, time_ms: int) -> None:
        """Emit a live message. Advance the bookmark unless earlier messages are still missing."""
        self._emit(self._try_apply(parsed, time_ms))
        if not (self._is_behind or parsed.archive_id in self._read_ids):
            self.bookmarks.advance(parsed.archive_id, time_ms)
        self._save()

    def _apply(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Apply a message and return the changes.

        Args:
            parsed: The message.
            time_ms: Its time.
            was_read: Whether the operator has read it elsewhere.
        """
        parsed = route(parsed, self._own, self._is_in_roster, self._room_servers)
        changes = self._chats.apply(parsed, time_ms, was_read=was_read)
        is_new = any(isinstance(change, MessageChange) for change in changes)
        stranger_changes = (
            self._people.add_stranger(parsed.key) if is_new and parsed.key != notices_key(self._own) else []
        )
        self._note_unread(parsed.key)
        if is_new or any(isinstance(change, MessageEdit) and change.text for change in changes):
            acknowledge(self._connection.connected, parsed, was_read=was_read)
        return [*stranger_changes, *changes]

    def _is_in_roster(self, key: ContactKey) -> bool:
        return self._people.entry(key) is not None

    def _note_unread(self, key: ContactKey) -> None:
        """Update the bookmark of the first unread message, once those of an earlier run are known."""
        if not self._is_restored and key in self.bookmarks.unread:
            return
        chat = self._chats.get(key)
        unread = chat.unread if chat is not None else ()
        first = next((one for one in unread if one.startswith(ARCHIVED_PREFIX)), "")
        if chat is None or not first:
            self.bookmarks.unread.pop(key, None)
        elif (archive_id := first.removeprefix(ARCHIVED_PREFIX)) != self.bookmarks.unread.get(
            key, Bookmark()
        ).id:
            stored = chat.messages.get(first)
            ms = max(stored.time_ms - CLOCK_TOLERANCE_MS, 0) if stored is not None else 0
            self.bookmarks.unread[key] = Bookmark(archive_id, ms)

    def _save(self) -> None:
        save_bookmarks(self._state, self._own, self.bookmarks)

    async def _catch_up(self) -> None:
        """Read missed messages, with retries until the archive answers."""
        attempts = 0
        while True:
            try:
                await self._read_archive(self._connection.require())
                self._is_behind = False
                self._emit(self._chats.fail_unarchived())
                break
            except Refusal as refusal:
                log.warning("the archive of %s: %s", self._own, refusal.sentence)
                if refusal.word is RefusalCode.LINK_DOWN or self._refuses_for_good(refusal):
                    break
            except Exception:
                log.exception("the archive of %s cannot be read", self._own)
            # Live messages must not wait for an archive that does not answer.
            self._emit_held()
            await asyncio.sleep(RETRY_SECONDS[min(attempts, len(RETRY_SECONDS) - 1)])
            attempts += 1
            self._held = []
        self._catch_up_task = None
        self._emit_held()

    def _refuses_for_good(self, refusal: Refusal) -> bool:
        """Return whether the account has no archive access. If so, report it."""
        if not isinstance(refusal, ServerRefusal) or refusal.condition not in PERMANENT_REFUSALS:
            return False
        self._is_refused, self._is_behind = True, False
        self._on_archive_refused()
        return True

    async def _read_archive(self, client: slixmpp.ClientXMPP) -> None:
        self._offset = await clock_offset(client)
        if self.bookmarks.last is None:
            await self._begin_archive(client)
        elif not self._is_restored:
            await self._restore_unread(client)
        await self._read_missed(client, self.bookmarks.last or Bookmark())
        await self._identify_room_servers(parsed for parsed, _ in self._held or ())

    async def _begin_archive(self, client: slixmpp.ClientXMPP) -> None:
        """Start at the end of the archive for a new account: earlier messages are history.

        Offline messages arrive live; the archive has their exact times.
        """
        page = await self.archive.page(client, ArchiveQuery(before=""))
        times = {item.archive_id: item.stamp_ms for item in page.items}
        self._held = [
            (
                msgspec.structs.replace(parsed, server_ms=times.get(parsed.archive_id, parsed.server_ms)),
                received_ms,
            )
            for parsed, received_ms in self._held or ()
        ]
        for item in page.items:
            self._advance(item)
        self.bookmarks.last = self.bookmarks.last or Bookmark()
        self._is_restored = True
        self._save()

    async def _restore_unread(self, client: slixmpp.ClientXMPP) -> None:
        """Emit the messages that were unread when an earlier run of the hub ended."""
        for key, first in tuple(self.bookmarks.unread.items()):
            self._apply_archived(await self.archive.since(client, key, first), advances=False)
        self._is_restored = True
        for key in tuple(self.bookmarks.unread):
            self._note_unread(key)

    async def _read_missed(self, client: slixmpp.ClientXMPP, bookmark: Bookmark) -> None:
        """Read and emit all messages after a bookmark; if reading fails, those read so far."""
        try:
            async for page in self.archive.after(client, bookmark):
                self._missed += page.items
            await self._identify_room_servers(item.parsed for item in self._missed if item.parsed is not None)
        finally:
            self._apply_missed()

    def _apply_missed(self) -> None:
        missed, self._missed = self._missed, []
        self._apply_archived(missed, advances=True)

    def _apply_archived(self, items: Sequence[ArchivedMessage], *, advances: bool) -> None:
        changes: list[Change] = []
        for item, was_read in zip(items, flag_read(items), strict=True):
            if item.parsed is not None:
                changes += self._try_apply(item.parsed, item.stamp_ms, was_read=was_read)
            if advances:
                self._advance(item)
        self._emit(changes)
        self._save()

    def _try_apply(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Apply a message. An error must not hold up the messages after it."""
        try:
            return self._apply(parsed, time_ms, was_read=was_read)
        except Exception:
            log.exception("could not apply a message with %s", parsed.key)
            return []

    def _advance(self, item: ArchivedMessage) -> None:
        """Note that all messages up to this one were emitted."""
        self._read_ids.add(item.archive_id)
        self.bookmarks.advance(item.archive_id, item.stamp_ms)

    def _emit_held(self) -> None:
        """Emit the live messages held while the archive was read."""
        held, self._held = self._held or [], None
        self._caught_up.set()
        for parsed, received_ms in held:
            self._apply_live(parsed, parsed.server_ms or received_ms)

    def _is_room_server(self, key: ContactKey) -> bool:
        return domain(key) in self._room_servers

    async def _identify_room_servers(self, messages: Iterable[ParsedMessage]) -> None:
        """Query which servers host multi-user chat rooms, if an own message may have gone to one."""
        servers = {
            domain(parsed.key)
            for parsed in messages
            if may_address_occupant(parsed, self._people.__contains__)
        }
        for server in servers - self._room_servers:
            client = self._connection.connected
            if client is None:
                return
            try:
                service_info = await fetch_service_info(client, server)
            except Refusal:
                continue
            if "conference" in service_info.categories:
                self._room_servers.add(server)

    def _run_in_background(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine, name="xmpp identify room server")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
