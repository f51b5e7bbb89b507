"""``lampfield demo``: the board on a made-up office."""

import argparse

from lampfield.cli import garbage, options
from lampfield.cli.commands.board import FREE_LOOPBACK, open_own
from lampfield.cli.compose import demo_plan


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "demo", "the board on a made-up office that lives")
    options.add_demo(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the board on the demo."""
    garbage.pause()
    return open_own(demo_plan(options.demo_settings(args), FREE_LOOPBACK))
