"""``lampfield``: the board, on ``--url``, on the site file found, else on the demo."""

import argparse
import os

from lampfield.cli import garbage
from lampfield.cli.boards import FREE_LOOPBACK, open_own, open_remote
from lampfield.cli.compose import site_plan
from lampfield.cli.failure import Failed
from lampfield.cli.hubs import CannotListen, demo_plan
from lampfield.cli.logins import asked_url, site_login, url_login
from lampfield.cli.sites import account_index, found_site, warn_about
from lampfield.cli.stdio import warn
from lampfield.cli.trust import own_hub_trust
from lampfield.config.site import Site


def run(args: argparse.Namespace) -> int:
    """Open the board."""
    garbage.pause()
    if url := asked_url(args, os.environ):
        return open_remote(url_login(url, args, os.environ), public=args.wallboard)
    site = found_site(args, os.environ)
    if site is None:
        return open_own(demo_plan({}, FREE_LOOPBACK), public=args.wallboard)
    warn_about(site)
    return _open_site(site, args)


def _open_site(site: Site, args: argparse.Namespace) -> int:
    index = account_index(site, args.account)
    try:
        return open_own(site_plan(site, os.environ), index, own_hub_trust(site), public=args.wallboard)
    except CannotListen as taken:
        if not site.listen.port:
            raise Failed(str(taken)) from taken
        warn(f"{taken}; connecting to what listens there")
        return open_remote(site_login(site, args, os.environ), public=args.wallboard)
