"""``lampfield keys``: the key map."""

import argparse

from lampfield.cli import options
from lampfield.cli.failure import Failed


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "keys", "print the board's keys")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print one line a key."""
    raise Failed("the key map is not in this release: press ? on the board")
