"""Serves the pages until a signal comes."""

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
        hub: Where the boards log in.
        listen: Where browsers connect.
        proof: The server's certificate and key; None in clear text.
        proxies: Knows what was asked for through a reverse proxy.

    Raises:
        CannotListen: The address is taken, or not this machine's.
    """
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    door = Door()
    house = WebServer(hub, secure=proof is not None, proxies=proxies, door=door)
    async with listening(house, door, listen, proof) as address:
        say(f"listening on {'https' if proof else 'http'}://{address}/")
        await ended.wait()


@asynccontextmanager
async def listening(
    house: WebServer, door: Door, listen: Address, proof: tls.SSLContext | None = None
) -> AsyncIterator[Address]:
    """Serve pages behind a door. Yields the address, with its true port.

    Args:
        house: Answers.
        door: Counts the connections.
        listen: Where browsers connect.
        proof: The server's certificate and key; None in clear text.

    Raises:
        CannotListen: The address is taken, or not this machine's.
    """
    runner = web.AppRunner(house.app(), access_log=None, shutdown_timeout=SHUT_SECONDS)
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
    assert runner.server is not None  # noqa: S101  (it is set up)
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
