"""``lampfield check``: try every link and right of the site file and print a line for each."""

import argparse
import asyncio
import os

from lampfield.cli import options
from lampfield.cli.checking.chat import check_chat
from lampfield.cli.checking.finding import CheckResult, Verdict
from lampfield.cli.checking.here import check_here
from lampfield.cli.checking.pairs import Entries, check_pairs
from lampfield.cli.checking.phone import check_phone
from lampfield.cli.compose import domain_of
from lampfield.cli.failure import DONE, FAILED
from lampfield.cli.logs import log_to_stderr
from lampfield.cli.sites import required_site
from lampfield.cli.stdio import say
from lampfield.config.site import Site


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "check", "try every link and right of the site file")
    options.add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line for each check: whether it passed, and how to fix it if not."""
    site = required_site(args, os.environ)
    log_to_stderr()
    return asyncio.run(_check(site))


async def _check(site: Site) -> int:
    passed = True
    for finding in check_here(site, os.environ):
        passed &= _print(finding)
    entries = Entries()
    for results in (check_phone(site, os.environ, entries), check_chat(site, os.environ, entries)):
        async for finding in results:
            passed &= _print(finding)
    for finding in check_pairs(entries, domain_of(site)):
        passed &= _print(finding)
    return DONE if passed else FAILED


def _print(finding: CheckResult) -> bool:
    """Print a result. Return whether nothing is wrong."""
    say(str(finding))
    return finding.verdict is not Verdict.WRONG
