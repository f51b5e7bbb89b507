"""The messages of an account: live ones, and from the archive all that were missed, in one order."""

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
"""How long to wait before the archive is asked again when it did not answer; the last one from then on."""

CATCH_UP_WAIT_SECONDS = 8.0
"""How long what is asked of a chat waits until all that was missed was told."""

PERMANENT_REFUSALS = frozenset({"feature-not-implemented", "forbidden", "not-allowed", "service-unavailable"})
"""Why a server refuses for good to be asked for its archive (RFC 6120, 8.3.3)."""

NO_ARCHIVE = (
    "The chat server keeps no archive, so what is written while the link is down may be missing. Enable "
    "message archiving there (mod_mam)."
)


class Inbox:
    """Hears messages, and tells them in the order of their coming.

    At every new stream the archive is read from the last message that was told, to its end; what comes live
    meanwhile is told after it.

    Args:
        connection: To the server.
        people: Who is known.
        chats: What was said.
        state: Keeps how far the archive was read.
        own: The account's bare address.
        tell: Told the changes.
        tell_shortcoming: Called when the archive turns out not to be there.
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
        """The server offers an archive, and refuses to read it."""
        self._service_info = ServiceInfo()
        self._held: list[tuple[ParsedMessage, int]] | None = None
        """What came live, and when, while the archive is read; None: it is not."""
        self._missed: list[ArchivedMessage] = []
        """What was read of the archive since, and is not told yet."""
        self._is_behind = False
        """The archive was not read to its end since the last stream began."""
        self._is_restored = False
        """What was unread in an earlier run of the hub was told."""
        self._read_ids: set[str] = set()
        """What was read of the archive since the last stream began: what is held may be a copy of it."""
        self._caught_up = asyncio.Event()
        self._offset = 0.0
        """How many seconds the server's clock is ahead of ours."""
        self._room_servers: set[str] = set()
        self._catch_up_task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        notices = chats.get_or_create(notices_key(own))
        notices.label, notices.state, notices.complete = NOTICES, RoomState.CLOSED, True

    @property
    def archive_problem(self) -> str:
        """What the operator should know of the server's archive; empty: all is well."""
        has_archive = MAM.strip("{}") in self._service_info.features and not self._is_refused
        return "" if has_archive else NO_ARCHIVE

    def now_ms(self) -> int:
        """Return the time in epoch milliseconds, by the server's clock."""
        return int((time.time() + self._offset) * 1000)

    async def begin_stream(self, client: slixmpp.ClientXMPP) -> None:
        """Prepare for the messages of a new stream, before the first presence: they come after it.

        Raises:
            Refusal: The server did not answer.
        """
        self._service_info, self._is_refused = await fetch_service_info(client, self._own), False
        self._read_ids.clear()
        self._chats.begin_stream()
        self.fall_behind()

    async def mark_archive_end(self, client: slixmpp.ClientXMPP) -> None:
        """Note where the archive of an account ends that is new here, once the first presence was sent.

        From then on nothing is missed, also if the line is lost before anything of the archive was read.
        """
        if self.bookmarks.last is None and self._is_behind:
            try:
                await self._begin_archive(client)
            except Refusal as refusal:
                log.warning("the archive of %s: %s", self._own, refusal.sentence)

    def fall_behind(self) -> None:
        """Note that messages may have been missed, and hold what comes live until they are told."""
        self._is_behind = not self.archive_problem
        if self._is_behind:
            self._held = self._held or []
        else:
            self._caught_up.set()

    def link_up(self) -> None:
        """Read what was missed, now that the link is up."""
        if self._is_behind and self._catch_up_task is None:
            self._held = self._held or []
            self._caught_up.clear()
            self._catch_up_task = asyncio.create_task(self._catch_up(), name="xmpp catching up")

    def link_down(self) -> None:
        """Tell what was read and what is held, now that the link is down; the rest is read when it is up."""
        if self._catch_up_task is not None:
            self._catch_up_task.cancel()
            self._catch_up_task = None
        self._apply_missed()
        self._emit_held()

    def close(self) -> None:
        """End without a further word."""
        for task in (self._catch_up_task, *self._tasks):
            if task is not None:
                task.cancel()

    async def wait_caught_up(self) -> None:
        """Wait until all that was missed was told, but not for long."""
        try:
            async with asyncio.timeout(CATCH_UP_WAIT_SECONDS):
                await self._caught_up.wait()
        except TimeoutError:
            log.info("the archive of %s is still being read", self._own)

    def receive(self, stanza: Element) -> None:
        """Take a message stanza."""
        received = read_message(stanza, self._own, time.time() + self._offset, trusts_ids=self._trusts_ids)
        if isinstance(received, ArchivedMessage):
            self.archive.collect(received)
        elif received is not None:
            self._receive(received)

    def mark_seen(self, key: ContactKey, message_id: str) -> str:
        """Count a message, and all before it, as seen by the operator.

        Returns:
            The sender's id of the last one whose sender wants to know; empty: nobody does.
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
            log.exception("whether %s is a room of many is not known", parsed.key)
        self._apply_live(parsed, now_ms)

    def _apply_live(self, parsed: ParsedMessage, time_ms: int) -> None:
        """Take what came live. The archive was told up to it, unless something before it was missed."""
        self._emit(self._try_apply(parsed, time_ms))
        if not (self._is_behind or parsed.archive_id in self._read_ids):
            self.bookmarks.advance(parsed.archive_id, time_ms)
        self._save()

    def _apply(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Take a message after all that were taken before.

        Args:
            said: What was said.
            time_ms: When it came.
            was_read: The operator has seen it elsewhere.
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
        """Note which message of a chat is the first unread one, but not before those of earlier are known."""
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
        """Read what was missed, again and again until the archive answers."""
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
            # What came live must not wait for an archive that does not answer.
            self._emit_held()
            await asyncio.sleep(RETRY_SECONDS[min(attempts, len(RETRY_SECONDS) - 1)])
            attempts += 1
            self._held = []
        self._catch_up_task = None
        self._emit_held()

    def _refuses_for_good(self, refusal: Refusal) -> bool:
        """Return whether there is no archive for this account, and tell so."""
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
        """Begin at the end of the archive of an account that is new here: what lies before is history.

        What the server has kept for the operator comes live; the archive knows best when it was said.
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
        """Tell again what was unread when an earlier run of the hub ended."""
        for key, first in tuple(self.bookmarks.unread.items()):
            self._apply_archived(await self.archive.since(client, key, first), advances=False)
        self._is_restored = True
        for key in tuple(self.bookmarks.unread):
            self._note_unread(key)

    async def _read_missed(self, client: slixmpp.ClientXMPP, bookmark: Bookmark) -> None:
        """Tell all that came after a place; of an archive that breaks off, what there is."""
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
        """Take a message as `_take` does. One that fails here must not hold up those after it."""
        try:
            return self._apply(parsed, time_ms, was_read=was_read)
        except Exception:
            log.exception("a message with %s could not be taken", parsed.key)
            return []

    def _advance(self, item: ArchivedMessage) -> None:
        """Note that the archive was told up to a message."""
        self._read_ids.add(item.archive_id)
        self.bookmarks.advance(item.archive_id, item.stamp_ms)

    def _emit_held(self) -> None:
        """Tell what came live while the archive was read."""
        held, self._held = self._held or [], None
        self._caught_up.set()
        for parsed, received_ms in held:
            self._apply_live(parsed, parsed.server_ms or received_ms)

    def _is_room_server(self, key: ContactKey) -> bool:
        return domain(key) in self._room_servers

    async def _identify_room_servers(self, messages: Iterable[ParsedMessage]) -> None:
        """Ask which servers hold rooms of many, of those where a message of ours may have gone to one."""
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
        task = asyncio.create_task(coroutine, name="xmpp asking whose server it is")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
