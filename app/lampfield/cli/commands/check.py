"""``lampfield check``: try every link and right of the site file, a line for each."""

import argparse
import asyncio
import os

from lampfield.cli import options
from lampfield.cli.checking.chat import check_chat
from lampfield.cli.checking.finding import CheckResult, Verdict
from lampfield.cli.checking.here import check_here
from lampfield.cli.checking.phone import check_phone
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
    """Print a line for each thing: what works, and what is wrong and how to mend it."""
    site = required_site(args, os.environ)
    log_to_stderr()
    return asyncio.run(_check(site))


async def _check(site: Site) -> int:
    found = True
    for finding in check_here(site, os.environ):
        found &= _tell(finding)
    for trying in (check_phone(site, os.environ), check_chat(site, os.environ)):
        async for finding in trying:
            found &= _tell(finding)
    return DONE if found else FAILED


def _tell(finding: CheckResult) -> bool:
    say(str(finding))
    return finding.verdict is not Verdict.WRONG
