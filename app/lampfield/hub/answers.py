"""What the hub's port answers over HTTP. It is imported when somebody asks: most only want the feed."""

import re
from urllib.parse import SplitResult

from websockets.http11 import Request, Response

from lampfield.hub.health import health, metrics
from lampfield.hub.house import House
from lampfield.hub.http import response, sentence
from lampfield.hub.photo_route import photo
from lampfield.model.identity import ContactId

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

_PHOTO = re.compile(r"/contacts/([0-9]{1,16})/photo")


async def answer(request: Request, parts: SplitResult, house: House) -> Response:
    """Return the answer to a request.

    Args:
        request: What is asked.
        parts: Its address.
        house: What all sessions share.
    """
    match parts.path:
        case "/healthz":
            return response(200, health(house), "application/json", Cache_Control="no-store")
        case "/metrics":
            return response(200, metrics(house), PROMETHEUS, Cache_Control="no-store")
    if found := _PHOTO.fullmatch(parts.path):
        return await photo(request, ContactId(int(found[1])), parts.query, house)
    return sentence(404, "There is nothing here. The feed is a websocket at /.")
