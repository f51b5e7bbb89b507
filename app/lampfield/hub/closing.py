"""How a connection is ended, whether or not the other side still reads."""

import asyncio

from websockets.asyncio.server import ServerConnection

GOING_AWAY = 1001
NOT_READABLE = 1007
NOT_ALLOWED = 1008
SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013
"""These are of RFC 6455, section 7.4.1, and of the registry that it opens."""

CLOSE_SECONDS = 2.0


async def shut(socket: ServerConnection, code: int, reason: str) -> None:
    """Close a connection in order; cut it when the other side does not take part.

    Args:
        socket: The connection.
        code: Why, as a number (RFC 6455, section 7.4.1).
        reason: Why, as a sentence of at most 123 bytes.
    """
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close(code, reason)
    except TimeoutError:
        socket.transport.abort()
