"""``lampfield serve``: the hub without a board."""

import argparse
import asyncio
import logging
import os
import signal

from lampfield.cli import options, tuning
from lampfield.cli.compose import site_plan
from lampfield.cli.demos import asked_plan
from lampfield.cli.descriptors import raise_limit
from lampfield.cli.failure import DONE, Unusable
from lampfield.cli.hubs import HubPlan, hub_of
from lampfield.cli.logs import log_to_stderr
from lampfield.cli.reloading import Reloading, Terminal
from lampfield.cli.sites import required_site, warn_about
from lampfield.cli.stdio import say
from lampfield.config.address import Address, parse_address
from lampfield.config.rules import check_listen
from lampfield.config.site import HubTable, Site
from lampfield.config.tables import Fault

START_SECONDS = 60.0
"""When the start is over: the sources have sent their first snapshots, and waiting boards have them."""


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(
        commands,
        "serve",
        "the hub without a board, until ctrl+c or SIGTERM; SIGHUP reads the site file again",
    )
    options.add_config(parser)
    parser.add_argument(
        "--demo", action="store_true", help="serve the built-in demo: account reception, secret demo"
    )
    parser.add_argument(
        "--listen", metavar="HOST:PORT", help="where clients connect; port 0 takes a free one"
    )
    options.add_demo(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until a signal arrives."""
    tuning.keep_large_blocks_apart()
    raise_limit()
    plan, site = _plan(args)
    reloading = Reloading(args, os.environ, plan, site)
    log_to_stderr(logging.INFO)
    asyncio.run(_serve(plan, reloading))
    return DONE


def _plan(args: argparse.Namespace) -> tuple[HubPlan, Site | None]:
    if args.demo:
        return asked_plan(args, _listen(args.listen or HubTable().listen, has_tls=False)), None
    if given := options.demo_options(args):
        raise Unusable(f"--{given[0]} shapes the demo: add --demo")
    site = required_site(args, os.environ)
    warn_about(site)
    listen = _listen(args.listen, has_tls=bool(site.file.hub.tls_cert)) if args.listen else None
    return site_plan(site, os.environ, listen), site


def _listen(text: str, *, has_tls: bool) -> Address:
    try:
        address = parse_address(text)
        check_listen(address, has_tls=has_tls)
    except (ValueError, Fault) as error:
        raise Unusable(f"--listen: {error}") from error
    return address


async def _serve(plan: HubPlan, reloading: Reloading) -> None:
    ended, terminal = asyncio.Event(), Terminal()
    loop = asyncio.get_running_loop()

    def hung_up() -> None:
        (ended.set if terminal.is_gone else reloading.reload)()

    loop.add_signal_handler(signal.SIGTERM, ended.set)
    loop.add_signal_handler(signal.SIGHUP, hung_up)
    async with hub_of(plan) as hub:
        reloading.hub = hub
        loop.call_later(START_SECONDS, tuning.set_aside)
        say(f"listening on {hub.url}")
        await ended.wait()
