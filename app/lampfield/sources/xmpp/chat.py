"""The state of one chat: messages, unread ones, and receipts. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lampfield.model.change import RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing

OUTGOING_PREFIX = "o:"
"""Prefix of our ids of messages sent from this session, whose archive id is not known yet."""
MAX_MESSAGES = 500
"""Number of messages per chat that later receipts, markers and corrections can refer to."""

CLOCK_TOLERANCE_MS = 2_000
"""How much later than its archive time a message may seem to arrive: some archives stamp whole seconds, and
the server's clock is known to the second."""


@dataclass(slots=True)
class StoredMessage:
    """A message that later stanzas can refer to."""

    id: str
    """Our id."""
    own: bool
    sender_ids: tuple[str, ...]
    """The ids that its sender uses."""
    text: str
    time_ms: int
    archive_id: str = ""
    """The id in the archive, once known."""
    receipt: Receipt = Receipt.NONE
    marker_id: str = ""
    """The id to use in a "displayed" marker; empty if the sender wants none."""
    reactions: dict[bool, str] = field(default_factory=dict)
    """The operator's (True) and the other party's (False)."""

    @property
    def reaction_text(self) -> str:
        """All distinct reactions."""
        words = " ".join(self.reactions.values()).split()
        return " ".join(dict.fromkeys(words))


@dataclass(slots=True)
class Chat:
    """One chat."""

    key: ContactKey
    label: str = ""
    """The name of the chat if the other party is not a contact."""
    state: RoomState = RoomState.OPEN
    typing: Typing = Typing.IDLE
    complete: bool = False
    """Whether the archive holds nothing older than the messages emitted."""
    oldest: str | None = None
    """Archive id of the oldest message read from the archive; None before the first read."""
    oldest_ms: int | None = None
    """The emitted time of that message."""
    latest_ms: int = 0
    """The time of the latest message; later messages never get an earlier one."""
    messages: dict[str, StoredMessage] = field(default_factory=dict)
    """By our id."""
    unread: dict[str, None] = field(default_factory=dict)
    """Our ids of the other party's unread messages, in order of arrival."""
    unconfirmed: set[str] = field(default_factory=set)
    """Our messages that the server has not confirmed yet."""
    in_doubt: set[str] = field(default_factory=set)
    """Unconfirmed messages of a lost stream; only the archive shows whether they were sent."""

    def add(self, stored: StoredMessage) -> None:
        """Add a message. If there are too many, forget the oldest ones."""
        self.messages[stored.id] = stored
        while len(self.messages) > MAX_MESSAGES:
            del self.messages[next(iter(self.messages))]

    def add_older(self, stored: StoredMessage) -> None:
        """Add a message from the history, if there is room."""
        if len(self.messages) < MAX_MESSAGES:
            self.messages[stored.id] = stored

    def find(
        self, sender_id: str, *, own: bool | None = None, sent_ms: int | None = None
    ) -> StoredMessage | None:
        """Return the latest message with an id of its sender.

        Args:
            sender_id: The sender's id; senders may reuse ids.
            own: Whether it is the operator's message; None for either.
            sent_ms: Epoch milliseconds of the reference; later messages are ignored.
        """
        latest_ms = sent_ms + CLOCK_TOLERANCE_MS if sent_ms is not None else None
        found = (
            stored
            for stored in reversed(self.messages.values())
            if sender_id in stored.sender_ids and own in (None, stored.own)
            if latest_ms is None or stored.time_ms <= latest_ms
        )
        return max(found, key=lambda stored: stored.time_ms, default=None)

    def find_outgoing(self, sender_ids: Iterable[str], archive_id: str, text: str) -> StoredMessage | None:
        """Return the message sent from this session that an archived copy matches; None if there is none."""
        for stored in self.messages.values():
            is_same = stored.own and stored.id.startswith(OUTGOING_PREFIX) and stored.text == text
            if (
                is_same
                and stored.archive_id in ("", archive_id)
                and not set(sender_ids).isdisjoint(stored.sender_ids)
            ):
                return stored
        return None

    def mark_seen(self, message_id: str) -> str:
        """Mark a message and all earlier ones as read.

        Returns:
            The sender's id of the last one that requested a marker; empty if there is none. No id is
            returned twice.
        """
        marked = ""
        if message_id in self.unread:
            for known in list(self.unread):
                del self.unread[known]
                stored = self.messages.get(known)
                if stored is not None and stored.marker_id:
                    marked, stored.marker_id = stored.marker_id, ""
                if known == message_id:
                    break
        return marked

    def room_change(self, seen: str = "") -> RoomChange:
        """Return the state of the chat as a change.

        Args:
            seen: Our id of the last message that the operator read on another device.
        """
        return RoomChange(
            key=self.key,
            typing=self.typing,
            state=self.state,
            history_complete=self.complete,
            seen=seen,
            label=self.label,
        )


def outgoing_id(stanza_id: str) -> str:
    """Return our id of a message sent from this session."""
    return OUTGOING_PREFIX + stanza_id
