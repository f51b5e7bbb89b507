"""The chats of one account: what was said, and what is told of it. No I/O."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from lampfield.model.change import Change, MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.sources.xmpp.message import OUT, Said

FURTHER = (Receipt.NONE, Receipt.SENT, Receipt.FAILED, Receipt.RECEIVED, Receipt.READ)
"""Each is later news than those before it."""


@dataclass(slots=True)
class Chat:
    """One chat."""

    key: ContactKey
    state: RoomState = RoomState.OPEN
    typing: Typing = Typing.IDLE
    complete: bool = False
    """The archive holds nothing older than what was told."""
    oldest: str | None = None
    """The archive's id of the oldest message that was read from it; None before any was."""
    oldest_ms: int | None = None
    """Epoch milliseconds of that message as it was told."""
    markable: dict[str, str] = field(default_factory=dict)
    """Messages whose sender wants to know when they are seen: ours and the sender's id."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    """How far our messages have come."""

    def seen(self, message_id: str) -> str:
        """Return the sender's id of the last message up to this one that is to be marked; none is twice."""
        marked = ""
        if message_id in self.markable:
            for known in list(self.markable):
                marked = self.markable.pop(known)
                if known == message_id:
                    break
        return marked

    def room(self) -> RoomChange:
        """Return the chat as it is told."""
        return RoomChange(key=self.key, typing=self.typing, state=self.state, history_complete=self.complete)


class Chats:
    """All chats that were opened, or that somebody else began."""

    def __init__(self) -> None:
        self._chats: dict[ContactKey, Chat] = {}

    def __iter__(self) -> Iterator[Chat]:
        return iter(tuple(self._chats.values()))

    def of(self, key: ContactKey) -> Chat:
        """Return the chat with somebody; a new one is as if just opened."""
        return self._chats.setdefault(key, Chat(key))

    def get(self, key: ContactKey) -> Chat | None:
        """Return the chat with somebody, None when there was none yet."""
        return self._chats.get(key)

    def heard(self, said: Said) -> list[Change]:
        """Take what was said just now, here or on another device of ours."""
        if said.receipt_of:
            return self.came(said.key, said.receipt_of, said.receipt)
        chat = self._chats.get(said.key)
        if not said.text:
            return self._typing(chat, said)
        chat = self.of(said.key)
        chat.state, chat.typing = RoomState.OPEN, Typing.IDLE
        if said.markable and not said.own:
            chat.markable[said.id] = said.stanza_id
        return [chat.room(), message(said)]

    def came(self, key: ContactKey, message_id: str, receipt: Receipt) -> list[Change]:
        """Note how far a message of ours has come. A late word of less changes nothing."""
        receipts = self.of(key).receipts
        if FURTHER.index(receipt) <= FURTHER.index(receipts.get(message_id, Receipt.NONE)):
            return []
        receipts[message_id] = receipt
        return [ReceiptChange(key, message_id, receipt)]

    def typed_by_none(self) -> list[Change]:
        """Stop all typing: nothing is known of it over a new session."""
        changes: list[Change] = []
        for chat in self._chats.values():
            if chat.typing is not Typing.IDLE:
                chat.typing = Typing.IDLE
                changes.append(chat.room())
        return changes

    def left(self, key: ContactKey) -> list[Change]:
        """Close a chat on this side."""
        chat = self.of(key)
        chat.state = RoomState.CLOSED
        return [chat.room()]

    @staticmethod
    def _typing(chat: Chat | None, said: Said) -> list[Change]:
        if chat is None or said.own or said.typing is None or chat.typing is said.typing:
            return []
        chat.typing = said.typing
        return [chat.room()]


def message(said: Said, *, archived: bool = False) -> MessageChange:
    """Return a message as it is told."""
    return MessageChange(
        key=said.key,
        id=said.id,
        own=said.own,
        text=said.text,
        time=said.time_ms,
        receipt=Receipt.SENT if said.own else Receipt.NONE,
        archived=archived,
    )


def in_order(page: Sequence[Said], before_ms: int | None) -> list[Said]:
    """Return a page of the archive with times that keep its order.

    Prosody stamps whole seconds, so that many messages may have one time; the earlier ones are moved to
    milliseconds before.

    Args:
        page: The oldest first.
        before_ms: The time of the message after the page; None: there is none.
    """
    ordered: list[Said] = []
    for said in reversed(page):
        time_ms = said.time_ms if before_ms is None else min(said.time_ms, before_ms - 1)
        ordered.append(msgspec.structs.replace(said, time_ms=time_ms))
        before_ms = time_ms
    return ordered[::-1]


def own_id(stanza_id: str) -> str:
    """Return our id of a message that we sent."""
    return OUT + stanza_id
