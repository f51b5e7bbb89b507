"""Serves the pages until a signal arrives."""

import asyncio
import signal
import ssl as tls
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web

from lampfield.cli.hubs import CannotListen
from lampfield.cli.stdio import say
from lampfield.cli.web.credentials import HubAddress
from lampfield.cli.web.door import Door
from lampfield.cli.web.proxies import Proxies
from lampfield.cli.web.server import WebServer
from lampfield.config.address import Address
from lampfield.hub.admission import LOGIN_SECONDS, AcceptErrorFilter

SHUT_SECONDS = 5.0


async def serve_pages(
    hub: HubAddress, listen: Address, proof: tls.SSLContext | None, proxies: Proxies
) -> None:
    """Serve a board to each browser that logs in, until SIGTERM.

    Args:
        hub: The hub that the boards log in to.
        listen: The address for browsers.
        proof: The server's TLS context; None for clear text.
        proxies: Reconstructs requests behind a reverse proxy.

    Raises:
        CannotListen: The address is in use, or is not an address of this machine.
    """
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    door = Door()
    pages = WebServer(hub, secure=proof is not None, proxies=proxies, door=door)
    async with listening(pages, door, listen, proof) as address:
        say(f"listening on {'https' if proof else 'http'}://{address}/")
        await ended.wait()


@asynccontextmanager
async def listening(
    pages: WebServer, door: Door, listen: Address, proof: tls.SSLContext | None = None
) -> AsyncIterator[Address]:
    """Serve pages with limited connections. Yield the address, with the actual port.

    Args:
        pages: Handles the requests.
        door: Counts the connections.
        listen: The address for browsers.
        proof: The server's TLS context; None for clear text.

    Raises:
        CannotListen: The address is in use, or is not an address of this machine.
    """
    runner = web.AppRunner(pages.app(), access_log=None, shutdown_timeout=SHUT_SECONDS)
    await runner.setup()
    accept_errors = AcceptErrorFilter()
    accept_errors.install()
    try:
        server = await _listen(runner, door, listen, proof)
        try:
            yield Address(*server.sockets[0].getsockname()[:2])
        finally:
            server.close()
    finally:
        await runner.cleanup()
        accept_errors.uninstall()


async def _listen(
    runner: web.AppRunner, door: Door, listen: Address, proof: tls.SSLContext | None
) -> asyncio.Server:
    assert runner.server is not None  # noqa: S101  (set up by the caller)
    try:
        return await asyncio.get_running_loop().create_server(
            partial(door.protocol, runner.server),
            listen.host,
            listen.port,
            ssl=proof,
            ssl_handshake_timeout=LOGIN_SECONDS if proof is not None else None,
        )
    except OSError as error:
        raise CannotListen("the web server", listen, error) from error
