"""What a request on the hub's port gets: the feed, or an answer over HTTP."""

import logging
from urllib.parse import urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import MultipleValuesError
from websockets.http11 import Request, Response

from lampfield.hub.auth import bearer
from lampfield.hub.context import HubContext

log = logging.getLogger(__name__)

FEED = "/"
"""Where the websocket is."""


async def respond(request: Request, context: HubContext, socket: ServerConnection) -> Response | None:
    """Return the answer to an HTTP request; None when it asks for the feed.

    What anybody can send without a login must not fill the log.

    Args:
        request: What is asked.
        context: What all sessions share.
        socket: The connection over which it came.
    """
    try:
        account = context.tokens.account(bearer(request.headers.get("Authorization", "")))
        parts = urlsplit(request.path)
        if (parts.path or FEED) == FEED:
            return None
        if account is not None:
            context.connections.identify(socket)
        from lampfield.hub.routes import answer

        return await answer(request, parts, context)
    except (MultipleValuesError, ValueError):
        return _sentence(400, "This request cannot be read.")
    except Exception:
        log.exception("a request over HTTP failed")
        return _sentence(500, "The hub failed at this; its log says where.")


def _sentence(status: int, text: str) -> Response:
    from lampfield.hub.http import sentence

    return sentence(status, text)
