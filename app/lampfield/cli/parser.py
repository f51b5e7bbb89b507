"""The words that ``lampfield`` understands: every command adds its own."""

import argparse

from lampfield.cli import options
from lampfield.cli.commands import (
    board,
    chat,
    check,
    demo,
    dial,
    keys,
    relate,
    schema,
    serve,
    show,
    site,
    watch,
)
from lampfield.cli.failure import DONE
from lampfield.cli.stdio import say

_EPILOG = """\
Without a command the board opens: on the site file found, on --url, else on the built-in demo.
Exit status: 0 done, 1 refused or failed, 2 wrong usage or configuration.
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line. Parsed arguments have ``run``, the command."""
    whole = argparse.ArgumentParser(
        prog="lampfield",
        description="A receptionist's switchboard in a terminal.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument(
        "--version", dest="run", action="store_const", const=_print_version, help="print the version"
    )
    options.add_config(whole, default=None)
    options.add_client(whole, default=None)
    whole.set_defaults(run=board.run, command="board")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=False)
    for command in (demo, serve, watch, dial, chat, show, relate, check, site, keys, schema):
        command.add(commands)
    return whole


def _print_version(_: argparse.Namespace) -> int:
    from importlib.metadata import version

    say(f"lampfield {version('lampfield')}")
    return DONE
