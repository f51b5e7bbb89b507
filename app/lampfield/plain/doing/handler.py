"""What a command is carried out by."""

from collections.abc import Awaitable, Callable, Mapping

from lampfield.plain.session import PlainSession

Handler = Callable[[PlainSession, str], Awaitable[None]]
"""Gets the session, and what followed the command."""

Handlers = Mapping[str, Handler]
"""By the command's id."""
