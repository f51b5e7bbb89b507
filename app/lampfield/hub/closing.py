"""The closing of a connection, with a timeout in case the client no longer reads."""

import asyncio

from websockets.asyncio.server import ServerConnection

GOING_AWAY = 1001
NOT_READABLE = 1007
NOT_ALLOWED = 1008
SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013
"""Close codes of RFC 6455, section 7.4.1, and of its IANA registry."""

CLOSE_SECONDS = 2.0
"""How long the closing handshake may take."""


async def shut(socket: ServerConnection, code: int, reason: str) -> None:
    """Close a connection with a closing handshake; abort it if the client does not respond.

    Args:
        socket: The connection.
        code: The close code (RFC 6455, section 7.4.1).
        reason: The reason, a sentence of at most 123 bytes.
    """
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close(code, reason)
    except TimeoutError:
        socket.transport.abort()
