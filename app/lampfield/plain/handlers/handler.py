"""The type of a command's handler."""

from collections.abc import Awaitable, Callable, Mapping

from lampfield.plain.session import PlainSession

Handler = Callable[[PlainSession, str], Awaitable[None]]
"""Gets the session and the arguments of the command."""

Handlers = Mapping[str, Handler]
"""Handlers by the command's id."""
