"""A page of the archive that is older than what was told: what is told of it. No I/O."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lampfield.model.change import Change, MessageEdit
from lampfield.model.room import Revision
from lampfield.sources.xmpp.chat import Chat, ChatLine
from lampfield.sources.xmpp.chats import Chats, message, new_line, would_hide
from lampfield.sources.xmpp.content import RETRACTED, Content
from lampfield.sources.xmpp.message import StanzaContent


@dataclass(slots=True)
class ArchiveRow:
    """A message of the page."""

    line: ChatLine
    said: StanzaContent
    content: Content
    is_known: bool
    revision: Revision = Revision.NONE


def older(chats: Chats, chat: Chat, page: Sequence[StanzaContent]) -> list[Change]:
    """Take a page, the oldest first, and return what is told of it; it is all read.

    Corrections, retractions and reactions go to what they mean, where that is known.
    """
    rows: list[ArchiveRow] = []
    edits: list[Change] = []
    for said in page:
        row = _row(chats, chat, said)
        # A correction that was told as a message of its own has changed nothing, and does not now.
        target = _target(chat, rows, said) if row is None or not row.is_known else None
        if target is not None and not would_hide(target, said):
            edits += _edited(chat, rows, target, said)
        elif row is not None:
            rows.append(row)
    _keep_order(chat, rows)
    told = [
        message(row.said, row.line, row.content, archived=True, revision=row.revision)
        for row in rows
        if not row.is_known
    ]
    for row in rows:
        if not row.is_known:
            chat.add_older(row.line)
    marks = (mark for said in page if not said.own for mark in _marks(chats, said))
    return [*told, *edits, *marks]


def _row(chats: Chats, chat: Chat, said: StanzaContent) -> ArchiveRow | None:
    if not said.content.text:
        return None
    known = chats.known(chat, said, said.content.text)
    line = known or new_line(chat, said, said.content.text, said.server_ms or 0)
    revision = Revision.CORRECTION if said.deed.corrects else Revision.NONE
    return ArchiveRow(line, said, said.content, known is not None, revision)


def _target(chat: Chat, rows: Sequence[ArchiveRow], said: StanzaContent) -> ChatLine | None:
    """Return which message a stanza changes; None: none, or one that is not known here."""
    deed = said.deed
    name = deed.corrects or deed.retracts or deed.reacts_to
    own = None if name == deed.reacts_to else said.own
    if not name:
        return None
    for row in reversed(rows):
        if name in row.line.names and own in (None, row.line.own):
            return row.line
    return chat.find(name, own=own, said_ms=said.server_ms)


def _edited(chat: Chat, rows: Sequence[ArchiveRow], line: ChatLine, said: StanzaContent) -> Iterator[Change]:
    """Change a message: in the page if it is there and new, else by an edit."""
    revision: Revision | None = None
    if said.deed.retracts:
        line.text, revision = RETRACTED, Revision.RETRACTED
    elif said.deed.corrects and said.content.text:
        line.text, revision = said.content.text, Revision.CORRECTED
        line.names = tuple(dict.fromkeys((*line.names, *said.names)))
    if said.deed.reacts_to:
        line.reactions[said.own] = said.deed.reactions
    row = next((one for one in rows if one.line is line and not one.is_known), None)
    if row is not None and revision is not None:
        row.content, row.revision = Content(line.text, row.content.kind), revision
    if row is None or line.reactions:
        text = line.text if revision is not None else None
        yield MessageEdit(
            key=chat.key, id=line.id, text=text, revision=revision, reactions=line.reaction_text or None
        )


def _keep_order(chat: Chat, rows: Sequence[ArchiveRow]) -> None:
    """Give the new messages times that keep the page's order, before all that was told.

    Prosody stamps whole seconds, so that many messages may have one time; the earlier ones are moved to
    milliseconds before.
    """
    before = chat.oldest_ms
    if before is None:
        before = min((line.time_ms for line in chat.lines.values()), default=None)
        known = {row.line.id for row in rows if row.is_known}
        if known:
            before = None
    for row in reversed(rows):
        if not row.is_known and before is not None:
            row.line.time_ms = min(row.line.time_ms, before - 1)
        before = row.line.time_ms
    chat.oldest_ms = before if rows else chat.oldest_ms


def _marks(chats: Chats, said: StanzaContent) -> Iterator[Change]:
    for mark in said.marks:
        yield from chats.came(said.key, mark.of, mark.receipt)
