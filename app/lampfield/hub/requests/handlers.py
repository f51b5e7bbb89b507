"""The complete table of handlers. The hub does not start if a type of request has none."""

from collections.abc import Mapping
from typing import Any

from lampfield.hub.requests import chat, phone, room
from lampfield.hub.requests.registry import HANDLERS, Handler
from lampfield.protocol.requests import REQUESTS, Login, Request, Start

OPENING = (Login, Start)
"""The requests that open a session, which the connection itself handles."""

MODULES = (chat, phone, room)
"""The modules whose handlers register themselves on import."""


def all_handlers() -> Mapping[type[Request[Any]], Handler]:
    """Return the handler of each type of request.

    Raises:
        LookupError: A type of request has no handler.
    """
    missing = [
        type_.__name__ for type_ in REQUESTS.values() if type_ not in HANDLERS and type_ not in OPENING
    ]
    if missing:
        homes = ", ".join(module.__name__ for module in MODULES)
        raise LookupError(f"No handler for {', '.join(missing)}: add one to {homes}.")
    return HANDLERS
