"""Finds the hub for the boards in browsers: one in this process, or one that runs already."""

import argparse
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from lampfield.cli import options
from lampfield.cli.boards import FREE_LOOPBACK, reachable
from lampfield.cli.compose import site_plan
from lampfield.cli.demos import asked_plan
from lampfield.cli.failure import Unusable
from lampfield.cli.hubs import CannotListen, HubPlan, hub_of
from lampfield.cli.logins import asked_url, check_url, site_url
from lampfield.cli.sites import required_site, warn_about
from lampfield.cli.stdio import warn
from lampfield.cli.web.credentials import HubAddress
from lampfield.config.accounts import forget_secrets
from lampfield.config.places import expanded
from lampfield.config.site import Site

Running = AbstractAsyncContextManager[HubAddress]
"""A context manager that keeps a hub running, and yields its address."""


def hub_asked(args: argparse.Namespace) -> Running:
    """Return the demo's hub, the one at an address, or a site's, from options and environment.

    Raises:
        Unusable: No hub is given, or options exclude each other.
        SiteFileMissing: The site file that was named does not exist.
        ConfigError: The site file cannot be used.
    """
    if args.demo:
        return _own(asked_plan(args, FREE_LOOPBACK), "")
    if given := options.demo_options(args):
        raise Unusable(f"--{given[0]} shapes the demo: add --demo")
    if url := asked_url(args, os.environ):
        check_url(url)
        return _elsewhere(HubAddress(url, ca=str(expanded(args.ca).absolute()) if args.ca else ""))
    site = required_site(args, os.environ)
    warn_about(site)
    plan = site_plan(site, os.environ)
    # Keep the secrets from the processes of the boards and from their children.
    forget_secrets(site, os.environ)
    return _of_site(site, plan)


@asynccontextmanager
async def _elsewhere(hub: HubAddress) -> AsyncIterator[HubAddress]:
    yield hub


@asynccontextmanager
async def _own(plan: HubPlan, site: str) -> AsyncIterator[HubAddress]:
    async with hub_of(plan) as hub:
        yield HubAddress(reachable(hub.url), site=site)


@asynccontextmanager
async def _of_site(site: Site, plan: HubPlan) -> AsyncIterator[HubAddress]:
    """Run a site's hub, or use the one that listens there already."""
    path = str(site.path.absolute())
    async with AsyncExitStack() as stack:
        try:
            hub = await stack.enter_async_context(_own(plan, path))
        except CannotListen as taken:
            warn(taken.joining("the boards join it"))
            hub = HubAddress(site_url(site), site=path)
        yield hub
