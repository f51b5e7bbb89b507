"""The registry of request handlers. A handler registers itself by the type of its request."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from lampfield.hub.accounts import AccountHub
from lampfield.protocol.requests import Request

Handler = Callable[[AccountHub, Any], Awaitable[msgspec.Struct]]
"""Carries out one type of request for an account, and returns the answer."""

H = TypeVar("H", bound=Handler)

HANDLERS: dict[type[Request[Any]], Handler] = {}
"""The registered handlers."""


def handles(type_: type[Request[Any]]) -> Callable[[H], H]:
    """Register the decorated function as the handler of a type of request.

    Raises:
        ValueError: The type has a handler already.
    """

    def register(handler: H) -> H:
        if type_ in HANDLERS:
            raise ValueError(f"{type_.__name__} has two handlers: {HANDLERS[type_]!r} and {handler!r}.")
        HANDLERS[type_] = handler
        return handler

    return register
