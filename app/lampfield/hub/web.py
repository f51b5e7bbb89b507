"""What a request on the hub's port gets: the feed, or an answer over HTTP."""

from urllib.parse import urlsplit

from websockets.http11 import Request, Response

from lampfield.hub.house import House

FEED = "/"
"""Where the websocket is."""


async def respond(request: Request, house: House) -> Response | None:
    """Return the answer to an HTTP request; None when it asks for the feed."""
    parts = urlsplit(request.path)
    if (parts.path or FEED) == FEED:
        return None
    from lampfield.hub.answers import answer

    return await answer(request, parts, house)
