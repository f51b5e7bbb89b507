"""One chat of an account: what was said in it, what was not seen, and how far our messages came. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lampfield.model.change import RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing

MAX_MESSAGES = 500
"""How many messages of a chat can still be meant by a receipt, a marker or a correction."""

CLOCK_TOLERANCE_MS = 2_000
"""How much later than the archive says a message may seem to have come: some archives stamp whole seconds,
and the server's clock is known to the second."""


@dataclass(slots=True)
class StoredMessage:
    """A message of a chat, as far as a later stanza can mean it."""

    id: str
    """Ours of it."""
    own: bool
    sender_ids: tuple[str, ...]
    """What its sender calls it."""
    text: str
    time_ms: int
    archive_id: str = ""
    """The archive's id of it, once that is known."""
    receipt: Receipt = Receipt.NONE
    marker_id: str = ""
    """What a marker calls it when it is seen; empty: nobody wants to know."""
    reactions: dict[bool, str] = field(default_factory=dict)
    """The operator's own (True) and the other's."""

    @property
    def reaction_text(self) -> str:
        """All reactions, each once."""
        words = " ".join(self.reactions.values()).split()
        return " ".join(dict.fromkeys(words))


@dataclass(slots=True)
class Chat:
    """One chat."""

    key: ContactKey
    label: str = ""
    """What it is called where the other party is no contact."""
    state: RoomState = RoomState.OPEN
    typing: Typing = Typing.IDLE
    complete: bool = False
    """The archive holds nothing older than what was told."""
    oldest: str | None = None
    """The archive's id of the oldest message that was read from it; None before any was."""
    oldest_ms: int | None = None
    """The time of that message as it was told."""
    latest_ms: int = 0
    """The time of the latest message, which no later one comes before."""
    messages: dict[str, StoredMessage] = field(default_factory=dict)
    """By our id."""
    unread: dict[str, None] = field(default_factory=dict)
    """Our ids of the other's messages that the operator has not seen, in the order of their coming."""
    unconfirmed: set[str] = field(default_factory=set)
    """Our messages that the server has not confirmed yet."""
    in_doubt: set[str] = field(default_factory=set)
    """Those of them that were sent over a line that is gone: only the archive knows."""

    def add(self, stored: StoredMessage) -> None:
        """Keep a message, and forget the one of too many that was told first."""
        self.messages[stored.id] = stored
        while len(self.messages) > MAX_MESSAGES:
            del self.messages[next(iter(self.messages))]

    def add_older(self, stored: StoredMessage) -> None:
        """Keep a message that is older than those that were told, where there is room."""
        if len(self.messages) < MAX_MESSAGES:
            self.messages[stored.id] = stored

    def find(
        self, sender_id: str, *, own: bool | None = None, sent_ms: int | None = None
    ) -> StoredMessage | None:
        """Return the latest message that its sender calls so.

        Args:
            name: The sender's id; senders use one again.
            own: Whose it is; None: anybody's.
            said_ms: When the message was meant, in epoch milliseconds: none that came later can be it.
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
        """Return the message that was sent from here of which the archive has this copy; None: none was."""
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
        """Count a message and all before it as seen.

        Returns:
            The sender's id of the last one that is to be marked; none is marked twice.
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
        """Return the chat as it is told.

        Args:
            seen: Our id of the last message that the operator saw on another device.
        """
        return RoomChange(
            key=self.key,
            typing=self.typing,
            state=self.state,
            history_complete=self.complete,
            seen=seen,
            label=self.label,
        )


OUTGOING_PREFIX = "o:"
"""Before the name of a message that was sent from here: its archive's id is not known then."""


def outgoing_id(stanza_id: str) -> str:
    """Return our id of a message that is sent from here."""
    return OUTGOING_PREFIX + stanza_id
