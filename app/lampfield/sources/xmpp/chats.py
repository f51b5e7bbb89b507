"""The chats of one account: what was said, and what is told of it. No I/O."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

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
    """How far our messages have come, in the order in which they were sent."""
    unsettled: set[str] = field(default_factory=set)
    """Our messages that the server has not confirmed yet."""

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
        """Note how far a message of ours has come. A late word of less changes nothing.

        Who has seen a message has seen those before it (XEP-0333, 4.1).
        """
        receipts = self.of(key).receipts
        known = [message_id]
        if receipt is Receipt.READ and message_id in receipts:
            arrived = (Receipt.SENT, Receipt.RECEIVED)
            before = takewhile(lambda earlier: earlier != message_id, receipts)
            known = [*(earlier for earlier in before if receipts[earlier] in arrived), message_id]
        further = [one for one in known if _is_further(receipt, receipts.get(one, Receipt.NONE))]
        receipts.update(dict.fromkeys(further, receipt))
        return [ReceiptChange(key, one, receipt) for one in further]

    def settled(self, chat: Chat, archived: Sequence[Said]) -> list[Change]:
        """Take what the archive says of our messages whose way to the server was cut."""
        arrived = {said.id for said in archived}
        unsettled, chat.unsettled = chat.unsettled, set()
        return [
            change
            for one in sorted(unsettled)
            for change in self.came(chat.key, one, Receipt.SENT if one in arrived else Receipt.FAILED)
        ]

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


def _is_further(receipt: Receipt, before: Receipt) -> bool:
    return FURTHER.index(receipt) > FURTHER.index(before)


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
        post_id=said.stanza_id if said.own else "",
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
