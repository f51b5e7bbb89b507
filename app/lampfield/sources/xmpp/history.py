"""Apply a page of older messages from the archive. No I/O."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lampfield.model.change import Change, MessageEdit
from lampfield.model.room import Revision
from lampfield.sources.xmpp.chat import Chat, StoredMessage
from lampfield.sources.xmpp.chats import Chats, hides_text, message_change, new_message
from lampfield.sources.xmpp.content import RETRACTED, Content
from lampfield.sources.xmpp.message import ParsedMessage


@dataclass(slots=True)
class PageMessage:
    """A message of the page."""

    stored: StoredMessage
    parsed: ParsedMessage
    content: Content
    is_copy: bool
    revision: Revision = Revision.NONE


def apply_older_page(chats: Chats, chat: Chat, page: Sequence[ParsedMessage]) -> list[Change]:
    """Apply a page, oldest first, and return the changes. All its messages count as read.

    Corrections, retractions and reactions apply to their targets, if these are known.
    """
    rows: list[PageMessage] = []
    changes: list[Change] = []
    for parsed in page:
        row = _page_message(chats, chat, parsed)
        # A correction that was emitted as a separate message must not change its target now.
        target = _target(chat, rows, parsed) if row is None or not row.is_copy else None
        if target is not None and not hides_text(target, parsed):
            changes += _apply_edit(chat, rows, target, parsed)
        elif row is not None:
            rows.append(row)
    _keep_order(chat, rows)
    new_messages = [
        message_change(row.parsed, row.stored, row.content, archived=True, revision=row.revision)
        for row in rows
        if not row.is_copy
    ]
    for row in rows:
        if not row.is_copy:
            chat.add_older(row.stored)
    markers = (marker for parsed in page if not parsed.own for marker in _apply_markers(chats, parsed))
    return [*new_messages, *changes, *markers]


def _page_message(chats: Chats, chat: Chat, parsed: ParsedMessage) -> PageMessage | None:
    if not parsed.content.text:
        return None
    known = chats.find_copy(chat, parsed, parsed.content.text)
    stored = known or new_message(chat, parsed, parsed.content.text, parsed.server_ms or 0)
    revision = Revision.CORRECTION if parsed.amendment.corrects else Revision.NONE
    return PageMessage(stored, parsed, parsed.content, known is not None, revision)


def _target(chat: Chat, rows: Sequence[PageMessage], parsed: ParsedMessage) -> StoredMessage | None:
    """Return the message that a stanza changes; None if there is none or it is unknown."""
    amendment = parsed.amendment
    target_id = amendment.corrects or amendment.retracts or amendment.reacts_to
    own = None if target_id == amendment.reacts_to else parsed.own
    if not target_id:
        return None
    for row in reversed(rows):
        if target_id in row.stored.sender_ids and own in (None, row.stored.own):
            return row.stored
    return chat.find(target_id, own=own, sent_ms=parsed.server_ms)


def _apply_edit(
    chat: Chat, rows: Sequence[PageMessage], stored: StoredMessage, parsed: ParsedMessage
) -> Iterator[Change]:
    """Change a message: in place if it is new in this page, else by an edit."""
    revision: Revision | None = None
    if parsed.amendment.retracts:
        stored.text, revision = RETRACTED, Revision.RETRACTED
    elif parsed.amendment.corrects and parsed.content.text:
        stored.text, revision = parsed.content.text, Revision.CORRECTED
        stored.sender_ids = tuple(dict.fromkeys((*stored.sender_ids, *parsed.sender_ids)))
    if parsed.amendment.reacts_to:
        stored.reactions[parsed.own] = parsed.amendment.reactions
    row = next((one for one in rows if one.stored is stored and not one.is_copy), None)
    if row is not None and revision is not None:
        row.content, row.revision = Content(stored.text, row.content.kind), revision
    if row is None or stored.reactions:
        text = stored.text if revision is not None else None
        yield MessageEdit(
            key=chat.key, id=stored.id, text=text, revision=revision, reactions=stored.reaction_text or None
        )


def _keep_order(chat: Chat, rows: Sequence[PageMessage]) -> None:
    """Give the new messages ascending times before all messages emitted earlier.

    Prosody stamps whole seconds, so messages may share a time; the earlier ones are moved back by
    milliseconds.
    """
    before = chat.oldest_ms
    if before is None:
        before = min((stored.time_ms for stored in chat.messages.values()), default=None)
        known = {row.stored.id for row in rows if row.is_copy}
        if known:
            before = None
    for row in reversed(rows):
        if not row.is_copy and before is not None:
            row.stored.time_ms = min(row.stored.time_ms, before - 1)
        before = row.stored.time_ms
    chat.oldest_ms = before if rows else chat.oldest_ms


def _apply_markers(chats: Chats, parsed: ParsedMessage) -> Iterator[Change]:
    for marker in parsed.markers:
        yield from chats.advance_receipt(parsed.key, marker.sender_id, marker.receipt)
