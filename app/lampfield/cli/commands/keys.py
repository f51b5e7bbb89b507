"""``lampfield keys``: the key map."""

import argparse

from lampfield.cli import options
from lampfield.cli.failure import DONE
from lampfield.cli.stdio import say


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "keys", "print the board's keys")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print one line a key: how it is written, its id, and what it does."""
    from lampfield.board.keys.mnemonic import MNEMONIC

    for key in MNEMONIC:
        say(f"{key.shown:<6} {key.id:<16} {key.tooltip}")
    return DONE
