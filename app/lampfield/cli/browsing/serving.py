"""Serves the pages until a signal comes."""

import asyncio
import signal
import ssl as tls

from aiohttp import web

from lampfield.cli.browsing.entry import Hub
from lampfield.cli.browsing.house import WebHouse
from lampfield.cli.browsing.proxies import Proxies
from lampfield.cli.hubs import CannotListen
from lampfield.cli.stdio import say
from lampfield.config.address import Address

SHUT_SECONDS = 5.0


async def serve_pages(hub: Hub, listen: Address, proof: tls.SSLContext | None, proxies: Proxies) -> None:
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
    app = WebHouse(hub, secure=proof is not None, proxies=proxies).app()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUT_SECONDS)
    await runner.setup()
    try:
        await _listen(runner, listen, proof)
        host, port = runner.addresses[0][:2]
        say(f"listening on {'https' if proof else 'http'}://{Address(host, port)}/")
        await ended.wait()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, listen: Address, proof: tls.SSLContext | None) -> None:
    site = web.TCPSite(runner, listen.host, listen.port, ssl_context=proof)
    try:
        await site.start()
    except OSError as error:
        raise CannotListen("the web server", listen, error) from error
