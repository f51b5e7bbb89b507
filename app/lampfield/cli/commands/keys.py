"""``lampfield keys``: print the active key map or another one, or check a map of your own."""

import argparse
import os
from pathlib import Path

from lampfield.cli import options
from lampfield.cli.failure import DONE
from lampfield.cli.keymaps import map_in_force, map_named
from lampfield.cli.stdio import say


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "keys", "print the board's keys, or check a key map")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--map",
        metavar="NAME|FILE",
        help="a map by its name (mnemonic, find-first, numpad, your own) or file",
    )
    which.add_argument("--check", metavar="FILE", type=Path, help="report every mistake in a map of your own")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line for each action: its keys, its id and its description."""
    from lampfield.board.keys.names import shown
    from lampfield.board.keys.reading import read_map

    if args.check is not None:
        read_map(args.check)
        say(f"{args.check}: no mistakes")
        return DONE
    keys = map_named(args.map, os.environ) if args.map is not None else map_in_force(os.environ)
    for key in keys.keys:
        written = " ".join(map(shown, key.keys)) or "-"
        say(f"{written:<12} {key.id:<16} {key.action.tooltip}")
    return DONE
