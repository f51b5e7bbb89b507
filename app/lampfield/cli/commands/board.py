"""``lampfield``: the board, on ``--url``, on the site file found, else on the demo."""

import argparse
import os

from lampfield.cli import tuning
from lampfield.cli.boards import FREE_LOOPBACK, open_own, open_remote
from lampfield.cli.compose import site_plan
from lampfield.cli.failure import Failed
from lampfield.cli.hubs import CannotListen, demo_plan
from lampfield.cli.login import Run
from lampfield.cli.logins import asked_url, site_login, url_login
from lampfield.cli.opening import opening
from lampfield.cli.screens import check_screen
from lampfield.cli.sites import account_index, found_site, warn_about
from lampfield.cli.stdio import warn
from lampfield.cli.trust import own_hub_trust
from lampfield.config.accounts import forget_secrets
from lampfield.config.site import Site


def run(args: argparse.Namespace) -> int:
    """Open the board."""
    tuning.keep_large_blocks_apart()
    tuning.pause()
    run_on = opening(args)
    if not args.plain:
        # Before any login: a service manager that starts this by mistake would restart it in a loop.
        check_screen(os.environ)
    if url := asked_url(args, os.environ):
        return open_remote(url_login(url, args, os.environ), run_on)
    site = found_site(args, os.environ)
    if site is None:
        return open_own(demo_plan({}, FREE_LOOPBACK), run_on, public=args.wallboard)
    warn_about(site)
    return _open_site(site, args, run_on)


def _open_site(site: Site, args: argparse.Namespace, run_on: Run) -> int:
    index = account_index(site, args.account)
    environ = dict(os.environ)
    plan = site_plan(site, environ)
    forget_secrets(site, os.environ)
    try:
        return open_own(plan, run_on, index, own_hub_trust(site), public=args.wallboard)
    except CannotListen as taken:
        if not site.listen.port:
            raise Failed(str(taken)) from taken
        warn(taken.joining("this board joins it"))
        return open_remote(site_login(site, args, environ), run_on)
