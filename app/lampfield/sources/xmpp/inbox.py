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
from lampfield.sources.xmpp.acknowledging import acknowledge
from lampfield.sources.xmpp.address import domain
from lampfield.sources.xmpp.archive import Archive, Asked
from lampfield.sources.xmpp.asking import ServerRefusal
from lampfield.sources.xmpp.bookmarks import Bookmark, keep_bookmarks, read_bookmarks
from lampfield.sources.xmpp.catch_up import read_meanwhile
from lampfield.sources.xmpp.chat import CLOCKS_MS
from lampfield.sources.xmpp.chats import ARCHIVED, Chats
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.disco import Abilities, abilities_of, clock_offset
from lampfield.sources.xmpp.message import Archived, StanzaContent, read_message
from lampfield.sources.xmpp.namespaces import MAM, STANZA_IDS
from lampfield.sources.xmpp.people import People
from lampfield.sources.xmpp.places import NOTICES, may_be_to_an_occupant, notices_key, placed

log = logging.getLogger(__name__)

AGAIN_SECONDS = (2.0, 5.0, 15.0, 30.0)
"""How long to wait before the archive is asked again when it did not answer; the last one from then on."""

CURRENT_SECONDS = 8.0
"""How long what is asked of a chat waits until all that was missed was told."""

REFUSALS = frozenset({"feature-not-implemented", "forbidden", "not-allowed", "service-unavailable"})
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
        tell: Callable[[Sequence[Change]], None],
        tell_shortcoming: Callable[[], None],
    ) -> None:
        self.archive = Archive()
        self.bookmarks = read_bookmarks(state, own)
        self._connection = connection
        self._people = people
        self._chats = chats
        self._state = state
        self._own = own
        self._tell = tell
        self._tell_shortcoming = tell_shortcoming
        self._is_refused = False
        """The server offers an archive, and refuses to read it."""
        self._abilities = Abilities()
        self._held: list[tuple[StanzaContent, int]] | None = None
        """What came live, and when, while the archive is read; None: it is not."""
        self._missed: list[Archived] = []
        """What was read of the archive since, and is not told yet."""
        self._is_behind = False
        """The archive was not read to its end since the last stream began."""
        self._is_restored = False
        """What was unread in an earlier run of the hub was told."""
        self._passed: set[str] = set()
        """What was read of the archive since the last stream began: what is held may be a copy of it."""
        self._current = asyncio.Event()
        self._offset = 0.0
        """How many seconds the server's clock is ahead of ours."""
        self._room_servers: set[str] = set()
        self._catching: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        notices = chats.of(notices_key(own))
        notices.label, notices.state, notices.complete = NOTICES, RoomState.CLOSED, True

    @property
    def shortcoming(self) -> str:
        """What the operator should know of the server's archive; empty: all is well."""
        has_archive = MAM.strip("{}") in self._abilities.features and not self._is_refused
        return "" if has_archive else NO_ARCHIVE

    def now_ms(self) -> int:
        """Return the time in epoch milliseconds, by the server's clock."""
        return int((time.time() + self._offset) * 1000)

    async def begin(self, client: slixmpp.ClientXMPP) -> None:
        """Prepare for the messages of a new stream, before the first presence: they come after it.

        Raises:
            Refusal: The server did not answer.
        """
        self._abilities, self._is_refused = await abilities_of(client, self._own), False
        self._passed.clear()
        self._chats.stream_ended()
        self.fall_behind()

    async def find_place(self, client: slixmpp.ClientXMPP) -> None:
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
        self._is_behind = not self.shortcoming
        if self._is_behind:
            self._held = self._held or []
        else:
            self._current.set()

    def up(self) -> None:
        """Read what was missed, now that the link is up."""
        if self._is_behind and self._catching is None:
            self._held = self._held or []
            self._current.clear()
            self._catching = asyncio.create_task(self._catch_up(), name="xmpp catching up")

    def down(self) -> None:
        """Tell what was read and what is held, now that the link is down; the rest is read when it is up."""
        if self._catching is not None:
            self._catching.cancel()
            self._catching = None
        self._take_missed()
        self._release()

    def close(self) -> None:
        """End without a further word."""
        for task in (self._catching, *self._tasks):
            if task is not None:
                task.cancel()

    async def current(self) -> None:
        """Wait until all that was missed was told, but not for long."""
        try:
            async with asyncio.timeout(CURRENT_SECONDS):
                await self._current.wait()
        except TimeoutError:
            log.info("the archive of %s is still being read", self._own)

    def hear(self, stanza: Element) -> None:
        """Take a message stanza."""
        heard = read_message(stanza, self._own, time.time() + self._offset, trusts_ids=self._trusts_ids)
        if isinstance(heard, Archived):
            self.archive.collect(heard)
        elif heard is not None:
            self._hear(heard)

    def seen(self, key: ContactKey, message_id: str) -> str:
        """Count a message, and all before it, as seen by the operator.

        Returns:
            The sender's id of the last one whose sender wants to know; empty: nobody does.
        """
        chat = self._chats.get(key)
        if chat is None:
            return ""
        marked = chat.see(message_id)
        self._note_unread(key)
        self._save()
        return marked

    def left(self, key: ContactKey) -> list[Change]:
        """Close a chat on this side."""
        changes = self._chats.left(key)
        self._note_unread(key)
        self._save()
        return changes

    @property
    def _trusts_ids(self) -> bool:
        return not self._abilities.features.isdisjoint((MAM.strip("{}"), STANZA_IDS.strip("{}")))

    def _hear(self, said: StanzaContent) -> None:
        says_more = said.content.text or said.marks or said.deed.retracts or said.deed.reacts_to
        if self._held is not None and says_more:
            self._held.append((said, self.now_ms()))
        elif may_be_to_an_occupant(said, self._people.__contains__) and not self._is_asked(said.key):
            self._later(self._take_when_known(said, self.now_ms()))
        else:
            self._take_live(said, self.now_ms())

    async def _take_when_known(self, said: StanzaContent, now_ms: int) -> None:
        try:
            await self._learn_of_rooms([said])
        except Exception:
            log.exception("whether %s is a room of many is not known", said.key)
        self._take_live(said, now_ms)

    def _take_live(self, said: StanzaContent, time_ms: int) -> None:
        """Take what came live. The archive was told up to it, unless something before it was missed."""
        self._tell(self._taken(said, time_ms))
        if not (self._is_behind or said.archive_id in self._passed):
            self.bookmarks.advance(said.archive_id, time_ms)
        self._save()

    def _take(self, said: StanzaContent, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Take a message after all that were taken before.

        Args:
            said: What was said.
            time_ms: When it came.
            was_read: The operator has seen it elsewhere.
        """
        said = placed(said, self._own, self._is_in_roster, self._room_servers)
        changes = self._chats.take(said, time_ms, was_read=was_read)
        is_told = any(isinstance(change, MessageChange) for change in changes)
        met = self._people.met(said.key) if is_told and said.key != notices_key(self._own) else []
        self._note_unread(said.key)
        if is_told or any(isinstance(change, MessageEdit) and change.text for change in changes):
            acknowledge(self._connection.connected, said, was_read=was_read)
        return [*met, *changes]

    def _is_in_roster(self, key: ContactKey) -> bool:
        return self._people.entry(key) is not None

    def _note_unread(self, key: ContactKey) -> None:
        """Note which message of a chat is the first unread one, but not before those of earlier are known."""
        if not self._is_restored and key in self.bookmarks.unread:
            return
        chat = self._chats.get(key)
        unread = chat.unread if chat is not None else ()
        first = next((one for one in unread if one.startswith(ARCHIVED)), "")
        if chat is None or not first:
            self.bookmarks.unread.pop(key, None)
        elif (place := first.removeprefix(ARCHIVED)) != self.bookmarks.unread.get(key, Bookmark()).id:
            line = chat.lines.get(first)
            ms = max(line.time_ms - CLOCKS_MS, 0) if line is not None else 0
            self.bookmarks.unread[key] = Bookmark(place, ms)

    def _save(self) -> None:
        keep_bookmarks(self._state, self._own, self.bookmarks)

    async def _catch_up(self) -> None:
        """Read what was missed, again and again until the archive answers."""
        tries = 0
        while True:
            try:
                await self._read_archive(self._connection.require())
                self._is_behind = False
                self._tell(self._chats.settled())
                break
            except Refusal as refusal:
                log.warning("the archive of %s: %s", self._own, refusal.sentence)
                if refusal.word is RefusalCode.LINK_DOWN or self._refuses_for_good(refusal):
                    break
            except Exception:
                log.exception("the archive of %s cannot be read", self._own)
            # What came live must not wait for an archive that does not answer.
            self._release()
            await asyncio.sleep(AGAIN_SECONDS[min(tries, len(AGAIN_SECONDS) - 1)])
            tries += 1
            self._held = []
        self._catching = None
        self._release()

    def _refuses_for_good(self, refusal: Refusal) -> bool:
        """Return whether there is no archive for this account, and tell so."""
        if not isinstance(refusal, ServerRefusal) or refusal.condition not in REFUSALS:
            return False
        self._is_refused, self._is_behind = True, False
        self._tell_shortcoming()
        return True

    async def _read_archive(self, client: slixmpp.ClientXMPP) -> None:
        self._offset = await clock_offset(client)
        if self.bookmarks.last is None:
            await self._begin_archive(client)
        elif not self._is_restored:
            await self._restore_unread(client)
        await self._tell_missed(client, self.bookmarks.last or Bookmark())
        await self._learn_of_rooms(said for said, _ in self._held or ())

    async def _begin_archive(self, client: slixmpp.ClientXMPP) -> None:
        """Begin at the end of the archive of an account that is new here: what lies before is history.

        What the server has kept for the operator comes live; the archive knows best when it was said.
        """
        page = await self.archive.page(client, Asked(before=""))
        times = {item.archive_id: item.stamp_ms for item in page.items}
        self._held = [
            (msgspec.structs.replace(said, server_ms=times.get(said.archive_id, said.server_ms)), heard_ms)
            for said, heard_ms in self._held or ()
        ]
        for item in page.items:
            self._pass(item)
        self.bookmarks.last = self.bookmarks.last or Bookmark()
        self._is_restored = True
        self._save()

    async def _restore_unread(self, client: slixmpp.ClientXMPP) -> None:
        """Tell again what was unread when an earlier run of the hub ended."""
        for key, first in tuple(self.bookmarks.unread.items()):
            self._take_all(await self.archive.since(client, key, first), advances=False)
        self._is_restored = True
        for key in tuple(self.bookmarks.unread):
            self._note_unread(key)

    async def _tell_missed(self, client: slixmpp.ClientXMPP, place: Bookmark) -> None:
        """Tell all that came after a place; of an archive that breaks off, what there is."""
        try:
            async for page in self.archive.after(client, place):
                self._missed += page.items
            await self._learn_of_rooms(item.said for item in self._missed if item.said is not None)
        finally:
            self._take_missed()

    def _take_missed(self) -> None:
        missed, self._missed = self._missed, []
        self._take_all(missed, advances=True)

    def _take_all(self, items: Sequence[Archived], *, advances: bool) -> None:
        changes: list[Change] = []
        for item, was_read in zip(items, read_meanwhile(items), strict=True):
            if item.said is not None:
                changes += self._taken(item.said, item.stamp_ms, was_read=was_read)
            if advances:
                self._pass(item)
        self._tell(changes)
        self._save()

    def _taken(self, said: StanzaContent, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Take a message as `_take` does. One that fails here must not hold up those after it."""
        try:
            return self._take(said, time_ms, was_read=was_read)
        except Exception:
            log.exception("a message with %s could not be taken", said.key)
            return []

    def _pass(self, item: Archived) -> None:
        """Note that the archive was told up to a message."""
        self._passed.add(item.archive_id)
        self.bookmarks.advance(item.archive_id, item.stamp_ms)

    def _release(self) -> None:
        """Tell what came live while the archive was read."""
        held, self._held = self._held or [], None
        self._current.set()
        for said, heard_ms in held:
            self._take_live(said, said.server_ms or heard_ms)

    def _is_asked(self, key: ContactKey) -> bool:
        return domain(key) in self._room_servers

    async def _learn_of_rooms(self, messages: Iterable[StanzaContent]) -> None:
        """Ask which servers hold rooms of many, of those where a message of ours may have gone to one."""
        servers = {
            domain(said.key) for said in messages if may_be_to_an_occupant(said, self._people.__contains__)
        }
        for server in servers - self._room_servers:
            client = self._connection.connected
            if client is None:
                return
            try:
                abilities = await abilities_of(client, server)
            except Refusal:
                continue
            if "conference" in abilities.categories:
                self._room_servers.add(server)

    def _later(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing, name="xmpp asking whose server it is")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
