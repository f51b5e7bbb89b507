"""One chat of an account: what was said in it, what was not seen, and how far our messages came. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lampfield.model.change import RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing

MAX_LINES = 500
"""How many messages of a chat can still be meant by a receipt, a marker or a correction."""

CLOCKS_MS = 2_000
"""How much later than the archive says a message may seem to have come: some archives stamp whole seconds,
and the server's clock is known to the second."""


@dataclass(slots=True)
class ChatLine:
    """A message of a chat, as far as a later stanza can mean it."""

    id: str
    """Ours of it."""
    own: bool
    names: tuple[str, ...]
    """What its sender calls it."""
    text: str
    time_ms: int
    archive_id: str = ""
    """The archive's id of it, once that is known."""
    receipt: Receipt = Receipt.NONE
    marks_as: str = ""
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
    lines: dict[str, ChatLine] = field(default_factory=dict)
    """By our id."""
    unread: dict[str, None] = field(default_factory=dict)
    """Our ids of the other's messages that the operator has not seen, in the order of their coming."""
    unsettled: set[str] = field(default_factory=set)
    """Our messages that the server has not confirmed yet."""
    lost: set[str] = field(default_factory=set)
    """Those of them that were sent over a line that is gone: only the archive knows."""

    def add(self, line: ChatLine) -> None:
        """Keep a message, and forget the one of too many that was told first."""
        self.lines[line.id] = line
        while len(self.lines) > MAX_LINES:
            del self.lines[next(iter(self.lines))]

    def add_older(self, line: ChatLine) -> None:
        """Keep a message that is older than those that were told, where there is room."""
        if len(self.lines) < MAX_LINES:
            self.lines[line.id] = line

    def find(self, name: str, *, own: bool | None = None, said_ms: int | None = None) -> ChatLine | None:
        """Return the latest message that its sender calls so.

        Args:
            name: The sender's id; senders use one again.
            own: Whose it is; None: anybody's.
            said_ms: When the message was meant, in epoch milliseconds: none that came later can be it.
        """
        latest_ms = said_ms + CLOCKS_MS if said_ms is not None else None
        found = (
            line
            for line in reversed(self.lines.values())
            if name in line.names and own in (None, line.own)
            if latest_ms is None or line.time_ms <= latest_ms
        )
        return max(found, key=lambda line: line.time_ms, default=None)

    def posted(self, names: Iterable[str], archive_id: str, text: str) -> ChatLine | None:
        """Return the message that was sent from here of which the archive has this copy; None: none was."""
        for line in self.lines.values():
            is_it = line.own and line.id.startswith(OUT) and line.text == text
            if is_it and line.archive_id in ("", archive_id) and not set(names).isdisjoint(line.names):
                return line
        return None

    def see(self, message_id: str) -> str:
        """Count a message and all before it as seen.

        Returns:
            The sender's id of the last one that is to be marked; none is marked twice.
        """
        marked = ""
        if message_id in self.unread:
            for known in list(self.unread):
                del self.unread[known]
                line = self.lines.get(known)
                if line is not None and line.marks_as:
                    marked, line.marks_as = line.marks_as, ""
                if known == message_id:
                    break
        return marked

    def room(self, seen: str = "") -> RoomChange:
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


OUT = "o:"
"""Before the name of a message that was sent from here: its archive's id is not known then."""


def own_id(stanza_id: str) -> str:
    """Return our id of a message that is sent from here."""
    return OUT + stanza_id
