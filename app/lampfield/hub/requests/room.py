"""Handlers of requests about chat rooms."""

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
"""The number of older messages that are fetched with one request."""


@handles(RoomPost)
async def post(hub: AccountHub, params: RoomPost) -> Posted:
    """Send a message. Its notification is sent before the answer."""
    bound, key = lookup.room(hub, params.room_id)
    if not params.text.strip():
        raise Refusal(RefusalCode.BAD_TEXT, "There is nothing to send.")
    if not CLIENT_ID.fullmatch(params.post_id):
        raise Refusal(RefusalCode.BAD_TEXT, "The postID must be at most 64 letters, digits and hyphens.")
    if len(params.text) > MAX_TEXT_CHARS:
        raise Refusal(
            RefusalCode.BAD_TEXT, f"A message has up to {MAX_TEXT_CHARS} characters. Send it in parts."
        )
    sending = _send(hub, bound, key, params)
    return Posted(msg_id=await (hub.posts.run(params.post_id, sending) if params.post_id else sending))


async def _send(hub: AccountHub, bound: BoundSession, key: ContactKey, params: RoomPost) -> MessageId:
    foreign_id = await bound.session.post(key, params.text, params.post_id)
    rooms = hub.store.rooms
    return await hub.state_changed.wait_for(lambda: rooms.message_of(bound.source, key, foreign_id))


@handles(RoomLeave)
async def leave(hub: AccountHub, params: RoomLeave) -> Answer:
    """Leave and remove a room."""
    bound, key = lookup.room(hub, params.room_id)
    await bound.session.leave_chat(key)
    hub.store.rooms.leave(params.room_id)
    hub.changed()
    return Answer()


@handles(RoomHistory)
async def history(hub: AccountHub, params: RoomHistory) -> Answer:
    """Fetch older messages. They are sent before the answer."""
    bound, key = lookup.room(hub, params.room_id)
    await bound.session.history(key, max(1, min(params.limit, MAX_HISTORY)))
    return Answer()


@handles(RoomType)
async def report_typing(hub: AccountHub, params: RoomType) -> Answer:
    """Send the operator's typing state to the other party, if possible."""
    bound, key = lookup.room(hub, params.room_id)
    await _ignore_refusal(bound.session.send_typing(key, params.typing))
    return Answer()


@handles(RoomSeen)
async def mark_seen(hub: AccountHub, params: RoomSeen) -> Answer:
    """Mark a room as seen, and notify the other party if possible."""
    bound, key = lookup.room(hub, params.room_id)
    foreign_id = hub.store.rooms.mark_seen(params.room_id, params.msg_id)
    hub.changed()
    if foreign_id is not None:
        await _ignore_refusal(bound.session.mark_seen(key, foreign_id))
    return Answer()


async def _ignore_refusal(courtesy: Awaitable[None]) -> None:
    """Await a notification to the other party, and log a refusal without reporting it to the operator."""
    try:
        await courtesy
    except Refusal as refusal:
        log.info("the other party was not notified: %s", refusal.sentence)
