"""HTTP requests on the hub's port: passed on to the websocket, or answered."""

import logging
from urllib.parse import urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import MultipleValuesError
from websockets.http11 import Request, Response

from lampfield.hub.auth import bearer
from lampfield.hub.context import HubContext

log = logging.getLogger(__name__)

FEED = "/"
"""The path of the websocket."""


async def respond(request: Request, context: HubContext, socket: ServerConnection) -> Response | None:
    """Return the response to an HTTP request; None if it is for the websocket.

    Malformed requests are not logged: clients without a login must not be able to fill the log.

    Args:
        request: The request.
        context: The shared objects of the hub.
        socket: The connection of the request.
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
        return _sentence(400, "Malformed request.")
    except Exception:
        log.exception("an HTTP request failed")
        return _sentence(500, "The hub failed; see its log.")


def _sentence(status: int, text: str) -> Response:
    from lampfield.hub.http import sentence

    return sentence(status, text)
