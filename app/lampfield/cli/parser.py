"""The words that ``lampfield`` understands: every command adds its own."""

import argparse
from collections.abc import Iterable
from importlib import import_module

from lampfield.cli import options
from lampfield.cli.failure import DONE
from lampfield.cli.opening import add_opening

_EPILOG = """\
Without a command the board opens: on the site file found, on --url, or else
on the built-in demo. With --plain it shows lines and a prompt instead of the
full screen; type help there for the commands.

Exit status: 0 done, 1 refused or failed, 2 wrong usage or configuration,
3 not known whether it was done.
"""

_HOMES = {
    "demo": "demo",
    "serve": "serve",
    "web": "web",
    "watch": "watch",
    "record": "record",
    "dial": "dial",
    "test-phone": "test_phone",
    "chat": "chat",
    "show": "show",
    "request": "relate",
    "accept": "relate",
    "remove": "relate",
    "check": "check",
    "config": "site",
    "keys": "keys",
    "schema": "schema",
}
"""The module of each command, in the order of the help."""


def parser(words: Iterable[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser of the command line. Parsed arguments have ``run``, the command.

    Args:
        words: What is to be parsed: only commands that are named in it are imported. None, or words without
            a command: all of them, as the help shows them.
    """
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
    add_opening(whole, default=None)
    whole.set_defaults(run=_open_board, command="board")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=False)
    for home in dict.fromkeys(_HOMES[name] for name in _named(words)):
        import_module(f"lampfield.cli.commands.{home}").add(commands)
    return whole


def _named(words: Iterable[str] | None) -> Iterable[str]:
    """Return the commands that some words may mean: any of them may be the value of an option instead."""
    said = None if words is None else list(words)
    if said == []:
        return ()
    return [name for name in _HOMES if said is not None and name in said] or _HOMES


def _open_board(args: argparse.Namespace) -> int:
    from lampfield.cli.commands import board

    return board.run(args)


def _print_version(_: argparse.Namespace) -> int:
    from lampfield.cli.stdio import say
    from lampfield.version import VERSION

    say(f"lampfield {VERSION}")
    return DONE
