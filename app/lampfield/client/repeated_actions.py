"""Idempotent actions: after a lost response, the client sends the action again with the same id."""

import asyncio
import uuid
from typing import TypeVar

import msgspec

from lampfield.client.reconnecting import ReconnectingClient
from lampfield.protocol.errors import ConnectionLost, FeedError, NotConnected, with_unknown_outcome
from lampfield.protocol.limits import ACTION_IDS
from lampfield.protocol.requests import Action

R = TypeVar("R", bound=msgspec.Struct)

RECONNECT_SECONDS = 30.0
"""How long to wait for the connection before the action's outcome counts as unknown."""

DETECT_SECONDS = 0.01
"""How long to wait for the reconnecting client to notice that the connection is lost."""

HUB_RESTARTED = "The hub has restarted meanwhile."


async def perform(feed: ReconnectingClient, action: Action[R], seconds: float) -> R:
    """Request an action. If the connection is lost, ask for the outcome after reconnecting.

    While it runs, the hub carries out an action with the same id only once.

    Args:
        feed: The connection.
        action: The action; it gets an id if it has none.
        seconds: The time limit for one response.

    Raises:
        RequestError: The hub refused.
        NotConnected: There is no connection, and nothing was sent.
        FeedError: The outcome is unknown.
    """
    request = action if action.action_id else msgspec.structs.replace(action, action_id=uuid.uuid4().hex)
    run = feed.hub_run
    try:
        return await feed.request(request, seconds)
    except ConnectionLost as error:
        if not error.outcome_unknown or not feed.has_feature(ACTION_IDS):
            raise
        return await _outcome(feed, request, seconds, run, error)


async def _outcome(
    feed: ReconnectingClient, request: Action[R], seconds: float, run: str, last_error: FeedError
) -> R:
    """Send an action again whose response was lost, and repeat that if the connection is lost again."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + RECONNECT_SECONDS
    while loop.time() < deadline and await feed.wait_until_up(deadline - loop.time()):
        if feed.hub_run != run:
            raise with_unknown_outcome(ConnectionLost(HUB_RESTARTED)) from last_error
        try:
            return await feed.request(request, seconds)
        except NotConnected:
            # It is lost again, and the reconnecting client has not noticed yet.
            await asyncio.sleep(DETECT_SECONDS)
        except ConnectionLost as error:
            last_error = error
    raise last_error
