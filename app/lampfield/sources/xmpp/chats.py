"""The chats of one account: what comes of what was said, and what is told of it. No I/O."""

import secrets
from collections.abc import Iterator, Sequence

from lampfield.model.change import Change, MessageChange, MessageEdit, ReceiptChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing
from lampfield.sources.xmpp.chat import Chat, ChatLine, own_id
from lampfield.sources.xmpp.content import RETRACTED, Content
from lampfield.sources.xmpp.message import StanzaContent

ARCHIVED, LOCAL = "a:", "l:"
"""Before the id of a message: the archive gave it, or nobody but us knows the message by it."""

LOST = "the line was lost before the chat server had it"
EARLIER_RETRACTED = "An earlier message was retracted."


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

    def take(self, said: StanzaContent, time_ms: int, *, was_read: bool = False) -> list[Change]:
        """Take what was said after all that was taken before.

        Args:
            said: What.
            time_ms: When it came; no message comes before an earlier one.
            was_read: The operator has seen it, on another device or in another run of the hub.
        """
        if said.bounce is not None:
            return self._bounced(said)
        changes = [*self._marked(said), *self._typed(said)]
        if said.deed.reacts_to:
            changes += self._reacted(said, time_ms, was_read=was_read)
        if said.deed.retracts:
            changes += self._retracted(said, time_ms, was_read=was_read)
        elif said.content.text and said.deed.corrects:
            changes += self._corrected(said, time_ms, was_read=was_read)
        elif said.content.text:
            changes += self._new(said, said.content, time_ms, was_read=was_read)
        return changes

    def post(self, key: ContactKey, stanza_id: str, text: str, time_ms: int) -> list[Change]:
        """Take a message that is sent from here."""
        chat = self.of(key)
        chat.state = RoomState.OPEN
        chat.latest_ms = max(time_ms, chat.latest_ms)
        line = ChatLine(own_id(stanza_id), own=True, names=(stanza_id,), text=text, time_ms=chat.latest_ms)
        chat.add(line)
        chat.unsettled.add(line.id)
        told = MessageChange(key=key, id=line.id, own=True, text=text, time=line.time_ms, post_id=stanza_id)
        return [chat.room(), told]

    def settle(self, key: ContactKey, stanza_id: str) -> list[Change]:
        """Take that the server has a message that was sent from here."""
        chat = self.of(key)
        chat.unsettled.discard(own_id(stanza_id))
        line = chat.lines.get(own_id(stanza_id))
        return self._further(chat, [line], Receipt.SENT) if line is not None else []

    def came(self, key: ContactKey, name: str, receipt: Receipt, reason: str = "") -> list[Change]:
        """Note how far a message of ours has come. A late word of less changes nothing.

        Who has seen a message has seen those before it (XEP-0333, 4.1).

        Args:
            key: With whom.
            name: What we called it.
            receipt: How far.
            reason: Why it was not delivered.
        """
        chat = self._chats.get(key)
        line = chat.find(name, own=True) if chat is not None else None
        if chat is None or line is None:
            return []
        lines = [line]
        if receipt is Receipt.READ:
            arrived = (Receipt.SENT, Receipt.RECEIVED)
            own = [one for one in chat.lines.values() if one.own and one.receipt in arrived]
            before = (one for one in own if one.time_ms <= line.time_ms and one is not line)
            lines = [*sorted(before, key=lambda one: one.time_ms), line]
        return self._further(chat, lines, receipt, reason)

    def stream_ended(self) -> None:
        """Take that a new stream begins: only the archive knows what became of our last messages."""
        for chat in self:
            chat.lost |= chat.unsettled
            chat.unsettled = set()

    def settled(self) -> list[Change]:
        """Take that the whole archive was read: what of ours is not in it never came to the server."""
        changes: list[Change] = []
        for chat in self:
            lost, chat.lost = chat.lost, set()
            lines = [chat.lines[one] for one in sorted(lost) if one in chat.lines]
            unsent = [line for line in lines if line.receipt is Receipt.NONE]
            changes += self._further(chat, unsent, Receipt.FAILED, LOST)
        return changes

    def typed_by_none(self) -> list[Change]:
        """Stop all typing: nothing is known of it over a new session."""
        changes: list[Change] = []
        for chat in self._chats.values():
            if chat.typing is not Typing.IDLE:
                chat.typing = Typing.IDLE
                changes.append(chat.room())
        return changes

    def left(self, key: ContactKey) -> list[Change]:
        """Close a chat on this side: what was said in it is done with."""
        chat = self.of(key)
        chat.state = RoomState.CLOSED
        chat.unread.clear()
        return [chat.room()]

    def _marked(self, said: StanzaContent) -> Iterator[Change]:
        """Take receipts and markers. Those of our own other devices say what was shown there."""
        for mark in said.marks:
            if not said.own:
                yield from self.came(said.key, mark.of, mark.receipt)
            elif mark.receipt is Receipt.READ:
                yield from self._shown(said.key, mark.of)

    def _shown(self, key: ContactKey, name: str) -> list[Change]:
        chat = self._chats.get(key)
        if chat is None:
            return []
        shown = [one for one in chat.unread if one in chat.lines and name in chat.lines[one].names]
        return self._seen(chat, shown[-1]) if shown else []

    @staticmethod
    def _seen(chat: Chat, message_id: str) -> list[Change]:
        chat.see(message_id)
        return [chat.room(message_id)]

    def _bounced(self, said: StanzaContent) -> list[Change]:
        """Take that a message came back, from the other's address or from the own server."""
        mark, reason = said.marks[0], said.bounce or ""
        keys = [said.key] if said.key in self._chats else []
        if not keys and "@" not in said.key:
            keys = [chat.key for chat in self if chat.key.endswith(f"@{said.key}")]
        return [change for key in keys for change in self.came(key, mark.of, mark.receipt, reason)]

    @staticmethod
    def _further(chat: Chat, lines: Sequence[ChatLine], receipt: Receipt, reason: str = "") -> list[Change]:
        changes: list[Change] = []
        for line in lines:
            if receipt.supersedes(line.receipt):
                line.receipt = receipt
                changes.append(ReceiptChange(chat.key, line.id, receipt, reason))
        return changes

    def _typed(self, said: StanzaContent) -> list[Change]:
        """Take what the other does at the keyboard; who has sent a text has stopped, unless it says else."""
        chat = self._chats.get(said.key)
        typing = said.typing if said.typing is not None or not said.content.text else Typing.IDLE
        if chat is None or said.own or typing is None or chat.typing is typing:
            return []
        chat.typing = typing
        return [chat.room()]

    def _new(
        self,
        said: StanzaContent,
        content: Content,
        time_ms: int,
        *,
        was_read: bool,
        revision: Revision = Revision.NONE,
    ) -> list[Change]:
        """Take a message that is told as one of its own, unless it was taken before."""
        chat = self.of(said.key)
        known = self.known(chat, said, content.text)
        if known is not None:
            known.archive_id = known.archive_id or said.archive_id
            return self._further(chat, [known], Receipt.SENT) if known.own else []
        line = new_line(chat, said, content.text, max(time_ms, chat.latest_ms))
        chat.add(line)
        chat.latest_ms = max(chat.latest_ms, line.time_ms)
        changes: list[Change] = [message(said, line, content, archived=was_read, revision=revision)]
        if said.own and chat.unread:
            # Who answers has read.
            changes += self._seen(chat, next(reversed(chat.unread)))
        elif not (said.own or was_read):
            chat.unread[line.id] = None
        return [*self._opened(chat), *changes, *([chat.room()] if chat.label else [])]

    @staticmethod
    def _opened(chat: Chat) -> list[Change]:
        if chat.label:
            return []
        chat.state = RoomState.OPEN
        return [chat.room()]

    @staticmethod
    def known(chat: Chat, said: StanzaContent, text: str) -> ChatLine | None:
        """Return the message that was taken before of which this is another copy."""
        if said.own and said.names:
            posted = chat.posted(said.names, said.archive_id, text)
            if posted is not None:
                return posted
        line = chat.lines.get(ARCHIVED + said.archive_id) if said.archive_id else None
        return line if line is not None and line.names[:1] == said.names[:1] else None

    def _corrected(self, said: StanzaContent, time_ms: int, *, was_read: bool) -> list[Change]:
        """Take a correction (XEP-0308), which only the one who wrote the message can make.

        What the operator has seen is not changed in silence: the correction is a further message then.
        """
        chat = self.of(said.key)
        target = chat.find(said.deed.corrects, own=said.own, said_ms=time_ms)
        if target is None or would_hide(target, said):
            return self._new(said, said.content, time_ms, was_read=was_read, revision=Revision.CORRECTION)
        if said.own or was_read or target.id in chat.unread:
            target.text = said.content.text
            target.names = tuple(dict.fromkeys((*target.names, *said.names)))
            return [MessageEdit(key=chat.key, id=target.id, text=target.text, revision=Revision.CORRECTED)]
        further = self._new(said, said.content, time_ms, was_read=False, revision=Revision.CORRECTION)
        if not any(isinstance(change, MessageChange) for change in further):
            return further
        return [MessageEdit(key=chat.key, id=target.id, revision=Revision.OUTDATED), *further]

    def _retracted(self, said: StanzaContent, time_ms: int, *, was_read: bool) -> list[Change]:
        chat = self.of(said.key)
        target = chat.find(said.deed.retracts, own=said.own, said_ms=time_ms)
        if target is None:
            content = Content(EARLIER_RETRACTED)
            return self._new(said, content, time_ms, was_read=was_read, revision=Revision.RETRACTED)
        target.text = RETRACTED
        edit = MessageEdit(key=chat.key, id=target.id, text=RETRACTED, revision=Revision.RETRACTED)
        return [edit]

    def _reacted(self, said: StanzaContent, time_ms: int, *, was_read: bool) -> list[Change]:
        chat = self.of(said.key)
        target = chat.find(said.deed.reacts_to, said_ms=time_ms)
        if target is not None:
            target.reactions[said.own] = said.deed.reactions
            return [MessageEdit(key=chat.key, id=target.id, reactions=target.reaction_text)]
        if not said.deed.reactions or said.content.text:
            return []
        content = Content(f"{said.deed.reactions} to an earlier message", MessageKind.REACTION)
        return self._new(said, content, time_ms, was_read=was_read)


def message(
    said: StanzaContent,
    line: ChatLine,
    content: Content,
    *,
    archived: bool,
    revision: Revision = Revision.NONE,
) -> MessageChange:
    """Return a message as it is told."""
    return MessageChange(
        key=said.key,
        id=line.id,
        own=said.own,
        sender="" if said.own else content.sender,
        text=content.text,
        time=line.time_ms,
        receipt=Receipt.SENT if said.own else Receipt.NONE,
        archived=archived,
        post_id=said.names[0] if said.own and said.names else "",
        kind=content.kind,
        revision=revision,
        claimed_time=said.claimed_ms,
    )


def would_hide(line: ChatLine, said: StanzaContent) -> bool:
    """Return whether a correction would put what cannot be read in the place of a text that can."""
    is_unreadable = bool(said.deed.corrects) and said.content.kind is MessageKind.ENCRYPTED
    return is_unreadable and line.text != said.content.text


def new_line(chat: Chat, said: StanzaContent, text: str, time_ms: int) -> ChatLine:
    """Return a message that is new, under an id that no other one has."""
    id_ = ARCHIVED + said.archive_id
    if not said.archive_id or id_ in chat.lines:
        id_ = LOCAL + secrets.token_hex(8)
    return ChatLine(
        id_,
        own=said.own,
        names=said.names,
        text=text,
        time_ms=time_ms,
        archive_id=said.archive_id,
        receipt=Receipt.SENT if said.own else Receipt.NONE,
        marks_as=said.names[0] if said.markable and said.names and not said.own else "",
    )
