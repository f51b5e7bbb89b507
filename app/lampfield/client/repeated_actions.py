"""An action whose answer was lost is asked for again under its name, as soon as the hub is there again."""

import asyncio
import uuid
from typing import TypeVar

import msgspec

from lampfield.client.reconnecting import ReconnectingClient
from lampfield.protocol.errors import ConnectionLost, FeedError, NotConnected, unsure
from lampfield.protocol.limits import ACTION_IDS
from lampfield.protocol.requests import Action

R = TypeVar("R", bound=msgspec.Struct)

BACK_SECONDS = 30.0
"""So long the connection may take to come back; then whether the action was done is told as not known."""

NOTICE_SECONDS = 0.01

OTHER_RUN = "The hub was started again meanwhile."


async def act(keeper: ReconnectingClient, action: Action[R], seconds: float) -> R:
    """Ask the hub for an action. When the connection is lost, ask for its outcome once it is back.

    The hub does an action once that is asked for again under its name, as long as it runs.

    Args:
        keeper: Has the connection.
        action: What to ask for; it gets a name where it has none.
        seconds: How long one answer may take.

    Raises:
        RequestError: It was refused.
        NotConnected: There is no connection, so that nothing was sent.
        FeedError: Whether it was done is not known.
    """
    named = action if action.action_id else msgspec.structs.replace(action, action_id=uuid.uuid4().hex)
    run = keeper.hub_run
    try:
        return await keeper.request(named, seconds)
    except ConnectionLost as error:
        if not error.outcome_unknown or not keeper.can(ACTION_IDS):
            raise
        return await _outcome(keeper, named, seconds, run, error)


async def _outcome(
    keeper: ReconnectingClient, named: Action[R], seconds: float, run: str, lost: FeedError
) -> R:
    """Ask for the outcome of an action whose answer was lost, as often as the connection is lost again."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + BACK_SECONDS
    while loop.time() < deadline and await keeper.back(deadline - loop.time()):
        if keeper.hub_run != run:
            raise unsure(ConnectionLost(OTHER_RUN)) from lost
        try:
            return await keeper.request(named, seconds)
        except NotConnected:
            # It is lost again, and the keeper has not noticed yet.
            await asyncio.sleep(NOTICE_SECONDS)
        except ConnectionLost as error:
            lost = error
    raise lost
