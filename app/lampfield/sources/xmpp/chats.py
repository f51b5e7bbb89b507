"""All chats of one account: apply stanzas and return the resulting changes. No I/O."""

import secrets
from collections.abc import Iterator, Sequence

from lampfield.model.change import Change, MessageChange, MessageEdit, ReceiptChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing
from lampfield.sources.xmpp.chat import Chat, StoredMessage, outgoing_id
from lampfield.sources.xmpp.content import RETRACTED, Content
from lampfield.sources.xmpp.message import ParsedMessage

ARCHIVED_PREFIX, LOCAL_PREFIX = "a:", "l:"
"""Prefixes of our ids: assigned by the archive, or local."""

NOT_SENT = "the connection was lost before the chat server received it"
EARLIER_RETRACTED = "An earlier message was retracted."


class Chats:
    """The chats that the operator or another party has opened."""

    def __init__(self) -> None:
        self._chats: dict[ContactKey, Chat] = {}

    def __iter__(self) -> Iterator[Chat]:
        return iter(tuple(self._chats.values()))

    def get_or_create(self, key: ContactKey) -> Chat:
        """Return the chat with a contact; create it open if there is none."""
        return self._chats.setdefault(key, Chat(key))

    def get(self, key: ContactKey) -> Chat | None:
        """Return the chat with a contact; None if there is none."""
        return self._chats.get(key)

    def apply(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Apply a stanza that arrived after all earlier ones.

        Args:
            parsed: The stanza.
            time_ms: Its time; raised to that of the latest message if it is earlier.
            was_read: Whether the operator has read it on another device or in an earlier run of the hub.
        """
        if parsed.bounce is not None:
            return self._apply_bounce(parsed)
        changes = [*self._apply_markers(parsed), *self._apply_typing(parsed)]
        if parsed.amendment.reacts_to:
            changes += self._apply_reaction(parsed, time_ms, was_read=was_read)
        if parsed.amendment.retracts:
            changes += self._apply_retraction(parsed, time_ms, was_read=was_read)
        elif parsed.content.text and parsed.amendment.corrects:
            changes += self._apply_correction(parsed, time_ms, was_read=was_read)
        elif parsed.content.text:
            changes += self._add_message(parsed, parsed.content, time_ms, was_read=was_read)
        return changes

    def add_outgoing(self, key: ContactKey, stanza_id: str, text: str, time_ms: int) -> list[Change]:
        """Add a message that is being sent."""
        chat = self.get_or_create(key)
        chat.state = RoomState.OPEN
        chat.latest_ms = max(time_ms, chat.latest_ms)
        stored = StoredMessage(
            outgoing_id(stanza_id), own=True, sender_ids=(stanza_id,), text=text, time_ms=chat.latest_ms
        )
        chat.add(stored)
        chat.unconfirmed.add(stored.id)
        change = MessageChange(
            key=key, id=stored.id, own=True, text=text, time=stored.time_ms, post_id=stanza_id
        )
        return [chat.room_change(), change]

    def confirm(self, key: ContactKey, stanza_id: str) -> list[Change]:
        """Note that the server has received an outgoing message."""
        chat = self.get_or_create(key)
        chat.unconfirmed.discard(outgoing_id(stanza_id))
        stored = chat.messages.get(outgoing_id(stanza_id))
        return self._advance(chat, [stored], Receipt.SENT) if stored is not None else []

    def advance_receipt(
        self, key: ContactKey, sender_id: str, receipt: Receipt, reason: str = ""
    ) -> list[Change]:
        """Raise the receipt of an outgoing message; a lower one is ignored.

        Reading a message implies reading those before it (XEP-0333, 4.1).

        Args:
            key: The other party.
            sender_id: Our stanza id of the message.
            receipt: The new receipt.
            reason: Why delivery failed.
        """
        chat = self._chats.get(key)
        stored = chat.find(sender_id, own=True) if chat is not None else None
        if chat is None or stored is None:
            return []
        messages = [stored]
        if receipt is Receipt.READ:
            arrived = (Receipt.SENT, Receipt.RECEIVED)
            own = [one for one in chat.messages.values() if one.own and one.receipt in arrived]
            before = (one for one in own if one.time_ms <= stored.time_ms and one is not stored)
            messages = [*sorted(before, key=lambda one: one.time_ms), stored]
        return self._advance(chat, messages, receipt, reason)

    def begin_stream(self) -> None:
        """Begin a new stream: only the archive shows what became of unconfirmed messages."""
        for chat in self:
            chat.in_doubt |= chat.unconfirmed
            chat.unconfirmed = set()

    def fail_unarchived(self) -> list[Change]:
        """Mark outgoing messages as failed that are not in the fully read archive."""
        changes: list[Change] = []
        for chat in self:
            in_doubt, chat.in_doubt = chat.in_doubt, set()
            messages = [chat.messages[one] for one in sorted(in_doubt) if one in chat.messages]
            unsent = [stored for stored in messages if stored.receipt is Receipt.NONE]
            changes += self._advance(chat, unsent, Receipt.FAILED, NOT_SENT)
        return changes

    def reset_typing(self) -> list[Change]:
        """Reset typing states: a new session knows none."""
        changes: list[Change] = []
        for chat in self._chats.values():
            if chat.typing is not Typing.IDLE:
                chat.typing = Typing.IDLE
                changes.append(chat.room_change())
        return changes

    def close(self, key: ContactKey) -> list[Change]:
        """Close a chat on this side and mark it as read."""
        chat = self.get_or_create(key)
        chat.state = RoomState.CLOSED
        chat.unread.clear()
        return [chat.room_change()]

    def _apply_markers(self, parsed: ParsedMessage) -> Iterator[Change]:
        """Apply receipts and markers. Those of the operator's other devices show what was read there."""
        for marker in parsed.markers:
            if not parsed.own:
                yield from self.advance_receipt(parsed.key, marker.sender_id, marker.receipt)
            elif marker.receipt is Receipt.READ:
                yield from self._seen_elsewhere(parsed.key, marker.sender_id)

    def _seen_elsewhere(self, key: ContactKey, sender_id: str) -> list[Change]:
        chat = self._chats.get(key)
        if chat is None:
            return []
        seen = [
            one for one in chat.unread if one in chat.messages and sender_id in chat.messages[one].sender_ids
        ]
        return self._mark_seen(chat, seen[-1]) if seen else []

    @staticmethod
    def _mark_seen(chat: Chat, message_id: str) -> list[Change]:
        chat.mark_seen(message_id)
        return [chat.room_change(message_id)]

    def _apply_bounce(self, parsed: ParsedMessage) -> list[Change]:
        """Apply a bounce from the other party or from the server."""
        marker, reason = parsed.markers[0], parsed.bounce or ""
        keys = [parsed.key] if parsed.key in self._chats else []
        if not keys and "@" not in parsed.key:
            keys = [chat.key for chat in self if chat.key.endswith(f"@{parsed.key}")]
        return [
            change
            for key in keys
            for change in self.advance_receipt(key, marker.sender_id, marker.receipt, reason)
        ]

    @staticmethod
    def _advance(
        chat: Chat, messages: Sequence[StoredMessage], receipt: Receipt, reason: str = ""
    ) -> list[Change]:
        changes: list[Change] = []
        for stored in messages:
            if receipt.supersedes(stored.receipt):
                stored.receipt = receipt
                changes.append(ReceiptChange(chat.key, stored.id, receipt, reason))
        return changes

    def _apply_typing(self, parsed: ParsedMessage) -> list[Change]:
        """Apply a typing state. A text without one means that the sender has stopped typing."""
        chat = self._chats.get(parsed.key)
        typing = parsed.typing if parsed.typing is not None or not parsed.content.text else Typing.IDLE
        if chat is None or parsed.own or typing is None or chat.typing is typing:
            return []
        chat.typing = typing
        return [chat.room_change()]

    def _add_message(
        self,
        parsed: ParsedMessage,
        content: Content,
        time_ms: int,
        *,
        was_read: bool,
        revision: Revision = Revision.NONE,
    ) -> list[Change]:
        """Add a message, unless it is a copy of a known one."""
        chat = self.get_or_create(parsed.key)
        copy = self.find_copy(chat, parsed, content.text)
        if copy is not None:
            copy.archive_id = copy.archive_id or parsed.archive_id
            return self._advance(chat, [copy], Receipt.SENT) if copy.own else []
        stored = new_message(chat, parsed, content.text, max(time_ms, chat.latest_ms))
        chat.add(stored)
        chat.latest_ms = max(chat.latest_ms, stored.time_ms)
        changes: list[Change] = [
            message_change(parsed, stored, content, archived=was_read, revision=revision)
        ]
        if parsed.own and chat.unread:
            # An answer implies that earlier messages were read.
            changes += self._mark_seen(chat, next(reversed(chat.unread)))
        elif not (parsed.own or was_read):
            chat.unread[stored.id] = None
        return [*self._reopen(chat), *changes, *([chat.room_change()] if chat.label else [])]

    @staticmethod
    def _reopen(chat: Chat) -> list[Change]:
        if chat.label:
            return []
        chat.state = RoomState.OPEN
        return [chat.room_change()]

    @staticmethod
    def find_copy(chat: Chat, parsed: ParsedMessage, text: str) -> StoredMessage | None:
        """Return the known message that a stanza is a copy of."""
        if parsed.own and parsed.sender_ids:
            posted = chat.find_outgoing(parsed.sender_ids, parsed.archive_id, text)
            if posted is not None:
                return posted
        stored = chat.messages.get(ARCHIVED_PREFIX + parsed.archive_id) if parsed.archive_id else None
        return stored if stored is not None and stored.sender_ids[:1] == parsed.sender_ids[:1] else None

    def _apply_correction(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool) -> list[Change]:
        """Apply a correction (XEP-0308), which only the sender of the message may make.

        A message that the operator has read is not changed silently: the correction becomes a new message.
        """
        chat = self.get_or_create(parsed.key)
        target = chat.find(parsed.amendment.corrects, own=parsed.own, sent_ms=time_ms)
        if target is None or hides_text(target, parsed):
            return self._add_message(
                parsed, parsed.content, time_ms, was_read=was_read, revision=Revision.CORRECTION
            )
        if parsed.own or was_read or target.id in chat.unread:
            target.text = parsed.content.text
            target.sender_ids = tuple(dict.fromkeys((*target.sender_ids, *parsed.sender_ids)))
            return [MessageEdit(key=chat.key, id=target.id, text=target.text, revision=Revision.CORRECTED)]
        further = self._add_message(
            parsed, parsed.content, time_ms, was_read=False, revision=Revision.CORRECTION
        )
        if not any(isinstance(change, MessageChange) for change in further):
            return further
        return [MessageEdit(key=chat.key, id=target.id, revision=Revision.OUTDATED), *further]

    def _apply_retraction(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool) -> list[Change]:
        chat = self.get_or_create(parsed.key)
        target = chat.find(parsed.amendment.retracts, own=parsed.own, sent_ms=time_ms)
        if target is None:
            content = Content(EARLIER_RETRACTED)
            return self._add_message(parsed, content, time_ms, was_read=was_read, revision=Revision.RETRACTED)
        target.text = RETRACTED
        edit = MessageEdit(key=chat.key, id=target.id, text=RETRACTED, revision=Revision.RETRACTED)
        return [edit]

    def _apply_reaction(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool) -> list[Change]:
        chat = self.get_or_create(parsed.key)
        target = chat.find(parsed.amendment.reacts_to, sent_ms=time_ms)
        if target is not None:
            target.reactions[parsed.own] = parsed.amendment.reactions
            return [MessageEdit(key=chat.key, id=target.id, reactions=target.reaction_text)]
        if not parsed.amendment.reactions or parsed.content.text:
            return []
        content = Content(f"{parsed.amendment.reactions} to an earlier message", MessageKind.REACTION)
        return self._add_message(parsed, content, time_ms, was_read=was_read)


def message_change(
    parsed: ParsedMessage,
    stored: StoredMessage,
    content: Content,
    *,
    archived: bool,
    revision: Revision = Revision.NONE,
) -> MessageChange:
    """Return the change that emits a message."""
    return MessageChange(
        key=parsed.key,
        id=stored.id,
        own=parsed.own,
        sender="" if parsed.own else content.sender,
        text=content.text,
        time=stored.time_ms,
        receipt=Receipt.SENT if parsed.own else Receipt.NONE,
        archived=archived,
        post_id=parsed.sender_ids[0] if parsed.own and parsed.sender_ids else "",
        kind=content.kind,
        revision=revision,
        claimed_time=parsed.claimed_ms,
    )


def hides_text(stored: StoredMessage, parsed: ParsedMessage) -> bool:
    """Return whether a correction would replace readable text by an unreadable encrypted message."""
    is_unreadable = bool(parsed.amendment.corrects) and parsed.content.kind is MessageKind.ENCRYPTED
    return is_unreadable and stored.text != parsed.content.text


def new_message(chat: Chat, parsed: ParsedMessage, text: str, time_ms: int) -> StoredMessage:
    """Return a new message with a unique id."""
    id_ = ARCHIVED_PREFIX + parsed.archive_id
    if not parsed.archive_id or id_ in chat.messages:
        id_ = LOCAL_PREFIX + secrets.token_hex(8)
    return StoredMessage(
        id_,
        own=parsed.own,
        sender_ids=parsed.sender_ids,
        text=text,
        time_ms=time_ms,
        archive_id=parsed.archive_id,
        receipt=Receipt.SENT if parsed.own else Receipt.NONE,
        marker_id=parsed.sender_ids[0] if parsed.markable and parsed.sender_ids and not parsed.own else "",
    )
