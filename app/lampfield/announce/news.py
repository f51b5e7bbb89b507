"""News: what one frame changed, as lines to be announced."""

import time
from collections.abc import Collection, Iterator

from lampfield.announce.people import PeopleNews
from lampfield.announce.watched import Watched
from lampfield.config.settings import Announced
from lampfield.feed.batch import Batch
from lampfield.feed.pbx import PBX
from lampfield.model.identity import CallUid, RoomId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.room import Message
from lampfield.model.text import plain
from lampfield.words.calls import call_line, call_word

REASON_CHARS, MESSAGE_CHARS = 120, 400
"""The longest of each in an announcement."""


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
        self.people = PeopleNews(what, watched)
        self._lost: set[LinkName] = set()
        self._calls: dict[CallUid, str] = {}
        self._settling_seconds = settling_seconds
        self._settled_at = 0.0
        self._began = False
        if pbx.me is not None:
            self._begin()

    def of(self, batch: Batch, open_room: RoomId | None = None) -> list[str]:
        """Return the lines for what a frame changed; the values are in the PBX already.

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
            self.people.take(batch.contacts_new, self._pbx.contacts.values_by_key)
        return [
            *self._links(batch),
            *self._call_news(batch),
            *self._messages(batch, open_room),
            *self.people.of(batch, self._pbx.contacts.values_by_key),
        ]

    def _begin(self) -> None:
        self._began = True
        self._settled_at = time.monotonic() + self._settling_seconds
        # The link to the hub is up: the first picture came over it, though that is noted a moment after.
        self._lost = {name for name, link in self._pbx.links.items() if _is_lost(link)} - {LinkName.HUB}
        self._calls = {call.uid: call_word(call.value) for call in self._pbx.calls}
        self.people.take(set(self._pbx.contacts.values_by_key), self._pbx.contacts.values_by_key)

    def _links(self, batch: Batch) -> Iterator[str]:
        # A new first picture came over the hub's link, whose state is noted a moment after.
        opened = {LinkName.HUB} if batch.reset else set()
        for name in sorted(batch.links | opened):
            link = self._pbx.links[name]
            is_lost, was_lost = _is_lost(link) and name not in opened, name in self._lost
            (self._lost.add if is_lost else self._lost.discard)(name)
            if is_lost is not was_lost and Announced.LINKS in self._what:
                yield link_line(link) if is_lost else f"back, {name} link"

    def _call_news(self, batch: Batch) -> Iterator[str]:
        for uid in sorted(batch.calls):
            call = self._pbx.calls.values_by_key.get(uid) or batch.ended.get(uid)
            if call is None:
                self._calls.pop(uid, None)
                continue
            before, word = self._calls.get(uid), call_word(call)
            if uid in batch.ended:
                self._calls.pop(uid, None)
            else:
                self._calls[uid] = word
            if word != before and Announced.CALLS in self._what:
                yield call_line(call)

    def _messages(self, batch: Batch, open_room: RoomId | None) -> Iterator[str]:
        if Announced.MESSAGES not in self._what:
            return
        for message in batch.messages:
            if not (message.own or message.archived or message.room_id == open_room):
                yield message_line(message)


def link_line(link: Link) -> str:
    """Return that a link is lost, and why: ``lost, phone link: the PBX does not answer``."""
    reason = plain(link.reason, REASON_CHARS)
    return f"lost, {link.name} link" + (f": {reason}" if reason else "")


def message_line(message: Message) -> str:
    """Return a message as one line: ``message, Alfonso Bernini: are you there?``."""
    return f"message, {plain(message.sender_name, 40) or 'somebody'}: {plain(message.msg, MESSAGE_CHARS)}"


def _is_lost(link: Link) -> bool:
    return link.state not in (LinkState.UP, LinkState.ABSENT)
