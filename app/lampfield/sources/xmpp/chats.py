"""The chats of one account: what comes of what was said, and what is told of it. No I/O."""

import secrets
from collections.abc import Iterator, Sequence

from lampfield.model.change import Change, MessageChange, MessageEdit, ReceiptChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing
from lampfield.sources.xmpp.chat import Chat, StoredMessage, outgoing_id
from lampfield.sources.xmpp.content import RETRACTED, Content
from lampfield.sources.xmpp.message import ParsedMessage

ARCHIVED_PREFIX, LOCAL_PREFIX = "a:", "l:"
"""Before the id of a message: the archive gave it, or nobody but us knows the message by it."""

NOT_SENT = "the line was lost before the chat server had it"
EARLIER_RETRACTED = "An earlier message was retracted."


class Chats:
    """All chats that were opened, or that somebody else began."""

    def __init__(self) -> None:
        self._chats: dict[ContactKey, Chat] = {}

    def __iter__(self) -> Iterator[Chat]:
        return iter(tuple(self._chats.values()))

    def get_or_create(self, key: ContactKey) -> Chat:
        """Return the chat with somebody; a new one is as if just opened."""
        return self._chats.setdefault(key, Chat(key))

    def get(self, key: ContactKey) -> Chat | None:
        """Return the chat with somebody, None when there was none yet."""
        return self._chats.get(key)

    def apply(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Take what was said after all that was taken before.

        Args:
            said: What.
            time_ms: When it came; no message comes before an earlier one.
            was_read: The operator has seen it, on another device or in another run of the hub.
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
        """Take a message that is sent from here."""
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
        """Take that the server has a message that was sent from here."""
        chat = self.get_or_create(key)
        chat.unconfirmed.discard(outgoing_id(stanza_id))
        stored = chat.messages.get(outgoing_id(stanza_id))
        return self._advance(chat, [stored], Receipt.SENT) if stored is not None else []

    def advance_receipt(
        self, key: ContactKey, sender_id: str, receipt: Receipt, reason: str = ""
    ) -> list[Change]:
        """Note how far a message of ours has come. A late word of less changes nothing.

        Who has seen a message has seen those before it (XEP-0333, 4.1).

        Args:
            key: With whom.
            name: What we called it.
            receipt: How far.
            reason: Why it was not delivered.
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
        """Take that a new stream begins: only the archive knows what became of our last messages."""
        for chat in self:
            chat.in_doubt |= chat.unconfirmed
            chat.unconfirmed = set()

    def fail_unarchived(self) -> list[Change]:
        """Take that the whole archive was read: what of ours is not in it never came to the server."""
        changes: list[Change] = []
        for chat in self:
            in_doubt, chat.in_doubt = chat.in_doubt, set()
            messages = [chat.messages[one] for one in sorted(in_doubt) if one in chat.messages]
            unsent = [stored for stored in messages if stored.receipt is Receipt.NONE]
            changes += self._advance(chat, unsent, Receipt.FAILED, NOT_SENT)
        return changes

    def reset_typing(self) -> list[Change]:
        """Stop all typing: nothing is known of it over a new session."""
        changes: list[Change] = []
        for chat in self._chats.values():
            if chat.typing is not Typing.IDLE:
                chat.typing = Typing.IDLE
                changes.append(chat.room_change())
        return changes

    def close(self, key: ContactKey) -> list[Change]:
        """Close a chat on this side: what was said in it is done with."""
        chat = self.get_or_create(key)
        chat.state = RoomState.CLOSED
        chat.unread.clear()
        return [chat.room_change()]

    def _apply_markers(self, parsed: ParsedMessage) -> Iterator[Change]:
        """Take receipts and markers. Those of our own other devices say what was shown there."""
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
        """Take that a message came back, from the other's address or from the own server."""
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
        """Take what the other does at the keyboard; who has sent a text has stopped, unless it says else."""
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
        """Take a message that is told as one of its own, unless it was taken before."""
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
            # Who answers has read.
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
        """Return the message that was taken before of which this is another copy."""
        if parsed.own and parsed.sender_ids:
            posted = chat.find_outgoing(parsed.sender_ids, parsed.archive_id, text)
            if posted is not None:
                return posted
        stored = chat.messages.get(ARCHIVED_PREFIX + parsed.archive_id) if parsed.archive_id else None
        return stored if stored is not None and stored.sender_ids[:1] == parsed.sender_ids[:1] else None

    def _apply_correction(self, parsed: ParsedMessage, time_ms: int, *, was_read: bool) -> list[Change]:
        """Take a correction (XEP-0308), which only the one who wrote the message can make.

        What the operator has seen is not changed in silence: the correction is a further message then.
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
    """Return a message as it is told."""
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
    """Return whether a correction would put what cannot be read in the place of a text that can."""
    is_unreadable = bool(parsed.amendment.corrects) and parsed.content.kind is MessageKind.ENCRYPTED
    return is_unreadable and stored.text != parsed.content.text


def new_message(chat: Chat, parsed: ParsedMessage, text: str, time_ms: int) -> StoredMessage:
    """Return a message that is new, under an id that no other one has."""
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
