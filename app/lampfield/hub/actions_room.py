"""What is asked about a chat room."""

import logging
from collections.abc import Awaitable

from lampfield.feed.protocol import CLIENT_ID, MAX_TEXT_CHARS
from lampfield.feed.requests import Answer, Posted, RoomHistory, RoomLeave, RoomPost, RoomSeen, RoomType
from lampfield.hub import lookup
from lampfield.hub.desk import Desk, Seat
from lampfield.hub.registry import handles
from lampfield.model.identity import ContactKey, MessageId
from lampfield.model.refusal import Refusal, Word

log = logging.getLogger(__name__)

MAX_HISTORY = 500
"""How many older messages are fetched at once."""


@handles(RoomPost)
async def post(desk: Desk, asked: RoomPost) -> Posted:
    """Send a message; it is told before the answer."""
    seat, key = lookup.room(desk, asked.room_id)
    if not asked.text.strip():
        raise Refusal(Word.BAD_TEXT, "There is nothing to send.")
    if not CLIENT_ID.fullmatch(asked.post_id):
        raise Refusal(Word.BAD_TEXT, "What a client calls a message is letters and digits, 64 at most.")
    if len(asked.text) > MAX_TEXT_CHARS:
        raise Refusal(Word.BAD_TEXT, f"A message has up to {MAX_TEXT_CHARS} characters. Send it in parts.")
    sending = _send(desk, seat, key, asked)
    return Posted(msg_id=await (desk.postings.once(asked.post_id, sending) if asked.post_id else sending))


async def _send(desk: Desk, seat: Seat, key: ContactKey, asked: RoomPost) -> MessageId:
    foreign_id = await seat.session.post(key, asked.text, asked.post_id)
    rooms = desk.store.rooms
    return await desk.awaiting.until(lambda: rooms.message_of(seat.source, key, foreign_id))


@handles(RoomLeave)
async def leave(desk: Desk, asked: RoomLeave) -> Answer:
    """Leave a room, which is gone then."""
    seat, key = lookup.room(desk, asked.room_id)
    await seat.session.leave_chat(key)
    desk.store.rooms.leave(asked.room_id)
    desk.changed()
    return Answer()


@handles(RoomHistory)
async def history(desk: Desk, asked: RoomHistory) -> Answer:
    """Fetch older messages; they are told before the answer."""
    seat, key = lookup.room(desk, asked.room_id)
    await seat.session.history(key, max(1, min(asked.limit, MAX_HISTORY)))
    return Answer()


@handles(RoomType)
async def type_(desk: Desk, asked: RoomType) -> Answer:
    """Let the other party know that the operator types, if it can be."""
    seat, key = lookup.room(desk, asked.room_id)
    await _if_possible(seat.session.tell_typing(key, asked.typing))
    return Answer()


@handles(RoomSeen)
async def see(desk: Desk, asked: RoomSeen) -> Answer:
    """Count a room as seen, and let the other party know if it can be."""
    seat, key = lookup.room(desk, asked.room_id)
    foreign_id = desk.store.rooms.see(asked.room_id, asked.msg_id)
    desk.changed()
    if foreign_id is not None:
        await _if_possible(seat.session.mark_seen(key, foreign_id))
    return Answer()


async def _if_possible(telling: Awaitable[None]) -> None:
    """Let a courtesy to the other party fail: the operator need not hear of it."""
    try:
        await telling
    except Refusal as refusal:
        log.info("not told to the other party: %s", refusal.sentence)
