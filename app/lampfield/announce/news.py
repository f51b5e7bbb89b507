"""News: what one frame changed, as announcements."""

import re
import time
from collections.abc import Collection, Iterator
from functools import partial

import msgspec

from lampfield.announce.announcement import Announcement
from lampfield.announce.own_ends import OwnEnds
from lampfield.announce.people import PeopleNews
from lampfield.announce.watched import Watched
from lampfield.config.settings import Announced
from lampfield.feed.batch import Batch
from lampfield.feed.pbx import PBX
from lampfield.model.call import Call, CallState
from lampfield.model.identity import CallUid, RoomId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.room import Message, Revision
from lampfield.model.text import plain
from lampfield.words.calls import call_line, call_word
from lampfield.words.messages import notes_of
from lampfield.words.staleness import Staleness, staleness

CHANGED = (Revision.CORRECTED, Revision.RETRACTED)
"""A message of which this became true is announced again: who heard it may act on what it said."""

REASON_CHARS, MESSAGE_CHARS = 120, 400
"""The longest of each in an announcement."""

CLOCKS_SECONDS = 60.0
"""How far this machine's clock and the chat server's may differ."""

_IT_IS_LOST = re.compile(r"the (connection|line|link) to the [\w ]+ (was|is) lost(\.|$)", re.IGNORECASE)
"""A reason that says only that there is no link any more, or begins so."""


class News:
    """What is new on a PBX, from the moment on when it is known whole.

    Args:
        pbx: Where it happens.
        what: What is announced.
        watched: Whose phone and presence is.
        settling_seconds: How long those who come are the rest of a first picture that came in parts.
    """

    def __init__(
        self, pbx: PBX, what: Collection[Announced], watched: Watched, settling_seconds: float = 0.0
    ) -> None:
        self._pbx = pbx
        self._what = what
        self._own_ends = OwnEnds()
        ends = self._own_ends if Announced.CALLS in what else None
        self.people = PeopleNews(pbx.contacts.values_by_key, what, watched, self._stale, ends)
        self._lost: set[LinkName] = set()
        self._lost_at = 0.0
        """When the link to the hub was lost last, in epoch seconds."""
        self._calls: dict[CallUid, Call] = {}
        self._settling_seconds = settling_seconds
        self._settled_at = 0.0
        self._began = False
        if pbx.me is not None:
            self._begin()

    def of(self, batch: Batch, open_room: RoomId | None = None) -> list[Announcement]:
        """Return what is to be announced of what a frame changed; the values are in the PBX already.

        Args:
            batch: What it changed.
            open_room: The chat whose messages stand before the operator anyway.
        """
        if not self._began:
            # The first picture is what is so, not what happened.
            if batch.reset:
                self._begin()
            return []
        if batch.contacts_new and time.monotonic() < self._settled_at:
            self.people.take(batch.contacts_new)
        return [
            *self._links(batch),
            *self._call_news(batch),
            *self._messages(batch, open_room),
            *self.people.of(batch),
        ]

    def _stale(self) -> Staleness:
        """Return since when what is known may be untrue.

        A picture that came over the hub's link is fresh, though that the link is up is noted a moment after.
        """
        links = self._pbx.links
        return staleness(
            {name: links[name] for name in links if name is not LinkName.HUB or name in self._lost}
        )

    def _begin(self) -> None:
        self._began = True
        self._settled_at = time.monotonic() + self._settling_seconds
        # The link to the hub is up: the first picture came over it, though that is noted a moment after.
        self._lost = {name for name, link in self._pbx.links.items() if _is_lost(link)} - {LinkName.HUB}
        self._calls = {call.uid: call.value for call in self._pbx.calls}
        self._own_ends.take(self._calls.values())
        self.people.take(set(self._pbx.contacts.values_by_key))

    def _links(self, batch: Batch) -> Iterator[Announcement]:
        # A new first picture came over the hub's link, whose state is noted a moment after.
        opened = {LinkName.HUB} if batch.reset else set()
        for name in sorted(batch.links | opened):
            link = self._pbx.links[name]
            if link.state is LinkState.UNKNOWN:
                # The hub's own link, which is lost, is told.
                continue
            is_lost, was_lost = _is_lost(link) and name not in opened, name in self._lost
            (self._lost.add if is_lost else self._lost.discard)(name)
            if is_lost is was_lost:
                continue
            if is_lost and name is LinkName.HUB:
                self._lost_at = link.since
            if Announced.LINKS in self._what:
                line = link_line(link) if is_lost else f"back, {name} link"
                yield Announcement(("link", name), partial(str, line), is_urgent=is_lost)

    def _call_news(self, batch: Batch) -> Iterator[Announcement]:
        for uid in sorted(batch.calls):
            before = self._calls.pop(uid, None)
            call = self._pbx.calls.values_by_key.get(uid)
            if call is not None:
                self._calls[uid] = call
            call = call or batch.ended.get(uid) or _gone(before)
            if call is None:
                continue
            self._own_ends.hear(call)
            if Announced.CALLS in self._what and (before is None or call_word(before) != call_word(call)):
                yield Announcement(("call", uid), partial(self._call_line, call), is_urgent=call.rings_in)

    def _call_line(self, call: Call) -> str:
        """Return how a call stands that was heard of; one that has ended stands as it ended."""
        return call_line(self._calls.get(call.uid, call))

    def _messages(self, batch: Batch, open_room: RoomId | None) -> Iterator[Announcement]:
        if Announced.MESSAGES not in self._what:
            return
        # What a new picture brings besides what came while the link was down is old, and counted as unread.
        oldest_ms = (self._lost_at - CLOCKS_SECONDS) * 1000 if batch.reset else 0.0
        changed = [message for message in batch.messages_updated if message.revision in CHANGED]
        for message in (*batch.messages, *changed):
            is_told = not (message.own or message.archived or message.room_id == open_room)
            if is_told and message.time >= oldest_ms:
                subject = ("message", message.room_id, message.msg_id)
                yield Announcement(subject, partial(message_line, message))


def link_line(link: Link) -> str:
    """Return that a link is lost, and why: ``lost, phone link: the PBX does not answer``."""
    reason = _IT_IS_LOST.sub("", plain(link.reason, REASON_CHARS)).strip()
    return f"lost, {link.name} link" + (f": {reason}" if reason else "")


def message_line(message: Message) -> str:
    """Return a message as one line: ``message, Alfonso Bernini: are you there?``."""
    text = " ".join(part for part in (plain(message.msg, MESSAGE_CHARS), notes_of(message)) if part)
    return f"message, {plain(message.sender_name, 40) or 'somebody'}: {text}"


def _gone(before: Call | None) -> Call | None:
    """Return a call that was there and is not any more, and of which nobody said how it ended."""
    return msgspec.structs.replace(before, state=CallState.DEAD, cause="") if before is not None else None


def _is_lost(link: Link) -> bool:
    return link.state in (LinkState.CONNECTING, LinkState.DOWN)
