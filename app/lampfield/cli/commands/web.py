"""``lampfield web``: the board in a browser, after a login."""

import argparse
import asyncio
import logging
import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lampfield.cli import options
from lampfield.cli.descriptors import raise_limit
from lampfield.cli.failure import DONE, Unusable
from lampfield.cli.logs import log_to_stderr
from lampfield.config.address import Address, parse_address
from lampfield.config.places import expanded

if TYPE_CHECKING:
    import ssl as tls

    from lampfield.cli.web.hubs import Running
    from lampfield.cli.web.proxies import Proxies

USUAL = "127.0.0.1:8651"
USUAL_PROXY = "127.0.0.1,::1"
LIBRARIES = ("textual_serve", "aiohttp")
NOT_INSTALLED = "the board in a browser needs more libraries: pip install 'lampfield[web]'"


def add(commands: options.Commands) -> None:
    """Add the command."""
    about = "the board in a browser, after a login, until ctrl+c or SIGTERM"
    parser = options.command(commands, "web", about)
    parser.add_argument(
        "--listen",
        metavar="HOST:PORT",
        default=USUAL,
        help=f"where browsers connect ({USUAL}); port 0 takes a free one",
    )
    parser.add_argument(
        "--tls-cert", metavar="FILE", type=Path, help="certificate, PEM (default: the site's)"
    )
    parser.add_argument("--tls-key", metavar="FILE", type=Path, help="its key, PEM")
    parser.add_argument(
        "--insecure",
        action="store_true",
        help="let other machines connect in clear text, which exposes secrets",
    )
    parser.add_argument(
        "--proxy",
        metavar="ADDRESSES",
        default=USUAL_PROXY,
        help=f"reverse proxies whose headers are trusted, separated by commas ({USUAL_PROXY}), or none",
    )
    parser.add_argument(
        "--root-path",
        metavar="PATH",
        default="",
        help="the path under which a reverse proxy publishes the pages, such as /board",
    )
    parser.add_argument("--demo", action="store_true", help="on the demo: account reception, secret demo")
    options.add_config(parser)
    _add_hub(parser)
    options.add_demo(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until a signal arrives."""
    if any(find_spec(library) is None for library in LIBRARIES):
        raise Unusable(NOT_INSTALLED)
    from lampfield.cli.web.hubs import hub_asked

    hub = hub_asked(args)
    proof = _proof(args)
    listen = _listen(args, has_tls=proof is not None)
    proxies = _proxies(args, has_tls=proof is not None)
    log_to_stderr(logging.INFO)
    raise_limit()
    asyncio.run(_serve(hub, listen, proof, proxies))
    return DONE


async def _serve(hub: "Running", listen: Address, proof: "tls.SSLContext | None", proxies: "Proxies") -> None:
    from lampfield.cli.web.serving import serve_pages

    async with hub as found:
        await serve_pages(found, listen, proof, proxies)


def _add_hub(parser: argparse.ArgumentParser) -> None:
    """Add the options that name the hub. The account comes from the login page."""
    group = parser.add_argument_group("the hub to connect to (default: the site's)")
    for option, metavar, kind, about in (
        ("--url", "URL", str, "ws[s]://HOST:PORT ($LAMPFIELD_URL)"),
        ("--ca", "FILE", Path, "trust what this PEM file signed, for wss"),
    ):
        group.add_argument(option, metavar=metavar, type=kind, default=options.KEPT, help=about)


def _proof(args: argparse.Namespace) -> "tls.SSLContext | None":
    """Return the web server's TLS context: from the options, or else the site's; None for clear text."""
    from lampfield.cli.logins import asked_url
    from lampfield.cli.sites import required_site
    from lampfield.cli.trust import hub_tls, server_tls

    if bool(args.tls_cert) != bool(args.tls_key):
        raise Unusable("--tls-cert and --tls-key go together: give both")
    if args.tls_cert:
        return server_tls(expanded(args.tls_cert), expanded(args.tls_key))
    if args.demo or asked_url(args, os.environ):
        return None
    return hub_tls(required_site(args, os.environ))


def _proxies(args: argparse.Namespace, *, has_tls: bool) -> "Proxies":
    from lampfield.cli.web.proxies import Proxies, networks_of, path_prefix

    try:
        trusted = networks_of(args.proxy)
    except ValueError as error:
        raise Unusable(f"--proxy: {error}: write addresses or networks, such as 10.0.0.0/8") from error
    try:
        prefix = path_prefix(args.root_path)
    except ValueError as error:
        raise Unusable(f"--root-path: {error}") from error
    return Proxies(trusted, secure=has_tls, prefix=prefix)


def _listen(args: argparse.Namespace, *, has_tls: bool) -> Address:
    try:
        address = parse_address(args.listen)
    except ValueError as error:
        raise Unusable(f"--listen: {error}") from error
    if not (has_tls or args.insecure or address.is_loopback):
        raise Unusable(
            f"--listen: other machines can reach {address}: give --tls-cert and --tls-key, or listen on "
            "127.0.0.1; --insecure allows clear text"
        )
    return address
