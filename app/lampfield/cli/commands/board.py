"""``lampfield``: the board, on ``--url``, on the site file found, else on the demo."""

import argparse
import asyncio
import os

from lampfield.cli import garbage
from lampfield.cli.compose import CannotListen, HubPlan, demo_plan, site_plan
from lampfield.cli.failure import Failed
from lampfield.cli.login import Login, asked_url, site_login, url_login
from lampfield.cli.logs import log_to_file
from lampfield.cli.sites import account_index, found_site, warn_about
from lampfield.cli.stdio import warn
from lampfield.cli.trust import own_hub_trust
from lampfield.config.address import Address
from lampfield.config.site import Site

FREE_LOOPBACK = Address("127.0.0.1", 0)


def run(args: argparse.Namespace) -> int:
    """Open the board."""
    garbage.pause()
    if url := asked_url(args, os.environ):
        return open_remote(url_login(url, args, os.environ))
    site = found_site(args, os.environ)
    if site is None:
        return open_own(demo_plan({}, FREE_LOOPBACK))
    warn_about(site)
    return _open_site(site, args)


def open_own(plan: HubPlan, index: int = 0, site: Site | None = None) -> int:
    """Open the board with its hub in the same process.

    Args:
        plan: The hub.
        index: The place of the account that logs in.
        site: Where the hub's certificate is, if it has one.

    Raises:
        CannotListen: The hub's address is taken.
    """
    from lampfield.cli.boards import with_own_hub

    trust = own_hub_trust(site) if site is not None else None
    log_to_file()
    return asyncio.run(with_own_hub(plan, plan.accounts[index], trust))


def open_remote(login: Login) -> int:
    """Open the board on a hub that runs elsewhere."""
    from lampfield.cli.boards import on_hub

    log_to_file()
    return asyncio.run(on_hub(login))


def _open_site(site: Site, args: argparse.Namespace) -> int:
    index = account_index(site, args.account)
    try:
        return open_own(site_plan(site, os.environ), index, site)
    except CannotListen as taken:
        if not site.listen.port:
            raise Failed(str(taken)) from taken
        warn(f"{taken}; connecting to what listens there")
        return open_remote(site_login(site, args, os.environ))
