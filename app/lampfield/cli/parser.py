"""The parser of the command line, to which every command adds its arguments."""

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
3 outcome unknown.
"""

_MODULES = {
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
"""Maps each command to its module, in the order of the help."""


def parser(words: Iterable[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser of the command line. Parsed arguments have ``run``, the command.

    Args:
        words: The arguments to parse: only commands named in them are imported. None, or arguments without a
            command, for all commands, as the help needs.
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
    for module in dict.fromkeys(_MODULES[name] for name in _named(words)):
        import_module(f"lampfield.cli.commands.{module}").add(commands)
    return whole


def _named(words: Iterable[str] | None) -> Iterable[str]:
    """Return the commands that some arguments may name; a match may also be the value of an option."""
    given = None if words is None else list(words)
    if given == []:
        return ()
    return [name for name in _MODULES if given is not None and name in given] or _MODULES


def _open_board(args: argparse.Namespace) -> int:
    from lampfield.cli.commands import board

    return board.run(args)


def _print_version(_: argparse.Namespace) -> int:
    from lampfield.cli.stdio import say
    from lampfield.version import VERSION

    say(f"lampfield {VERSION}")
    return DONE
