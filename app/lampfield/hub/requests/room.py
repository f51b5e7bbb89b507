"""What is asked about a chat room."""

import logging
from collections.abc import Awaitable

from lampfield.hub import lookup
from lampfield.hub.accounts import AccountHub, BoundSession
from lampfield.hub.requests.registry import handles
from lampfield.model.identity import ContactKey, MessageId
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.limits import CLIENT_ID, MAX_TEXT_CHARS
from lampfield.protocol.requests import Answer, Posted, RoomHistory, RoomLeave, RoomPost, RoomSeen, RoomType

log = logging.getLogger(__name__)

MAX_HISTORY = 500
"""How many older messages are fetched at once."""


@handles(RoomPost)
async def post(hub: AccountHub, asked: RoomPost) -> Posted:
    """Send a message; it is told before the answer."""
    bound, key = lookup.room(hub, asked.room_id)
    if not asked.text.strip():
        raise Refusal(RefusalCode.BAD_TEXT, "There is nothing to send.")
    if not CLIENT_ID.fullmatch(asked.post_id):
        raise Refusal(
            RefusalCode.BAD_TEXT, "What a client calls a message is letters and digits, 64 at most."
        )
    if len(asked.text) > MAX_TEXT_CHARS:
        raise Refusal(
            RefusalCode.BAD_TEXT, f"A message has up to {MAX_TEXT_CHARS} characters. Send it in parts."
        )
    sending = _send(hub, bound, key, asked)
    return Posted(msg_id=await (hub.postings.once(asked.post_id, sending) if asked.post_id else sending))


async def _send(hub: AccountHub, bound: BoundSession, key: ContactKey, asked: RoomPost) -> MessageId:
    foreign_id = await bound.session.post(key, asked.text, asked.post_id)
    rooms = hub.store.rooms
    return await hub.state_changed.wait_for(lambda: rooms.message_of(bound.source, key, foreign_id))


@handles(RoomLeave)
async def leave(hub: AccountHub, asked: RoomLeave) -> Answer:
    """Leave a room, which is gone then."""
    bound, key = lookup.room(hub, asked.room_id)
    await bound.session.leave_chat(key)
    hub.store.rooms.leave(asked.room_id)
    hub.changed()
    return Answer()


@handles(RoomHistory)
async def history(hub: AccountHub, asked: RoomHistory) -> Answer:
    """Fetch older messages; they are told before the answer."""
    bound, key = lookup.room(hub, asked.room_id)
    await bound.session.history(key, max(1, min(asked.limit, MAX_HISTORY)))
    return Answer()


@handles(RoomType)
async def type_(hub: AccountHub, asked: RoomType) -> Answer:
    """Let the other party know that the operator types, if it can be."""
    bound, key = lookup.room(hub, asked.room_id)
    await _if_possible(bound.session.send_typing(key, asked.typing))
    return Answer()


@handles(RoomSeen)
async def see(hub: AccountHub, asked: RoomSeen) -> Answer:
    """Count a room as seen, and let the other party know if it can be."""
    bound, key = lookup.room(hub, asked.room_id)
    foreign_id = hub.store.rooms.see(asked.room_id, asked.msg_id)
    hub.changed()
    if foreign_id is not None:
        await _if_possible(bound.session.mark_seen(key, foreign_id))
    return Answer()


async def _if_possible(telling: Awaitable[None]) -> None:
    """Let a courtesy to the other party fail: the operator need not hear of it."""
    try:
        await telling
    except Refusal as refusal:
        log.info("not told to the other party: %s", refusal.sentence)
