"""``lampfield demo``: the board on a simulated office."""

import argparse

from lampfield.cli import options
from lampfield.cli.opening import add_opening, opening


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "demo", "the board on a simulated office")
    options.add_demo(parser)
    add_opening(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the board on the demo."""
    from lampfield.cli import tuning

    tuning.keep_large_blocks_apart()
    tuning.pause()
    from lampfield.cli.boards import FREE_LOOPBACK, open_own
    from lampfield.cli.demos import asked_plan

    return open_own(asked_plan(args, FREE_LOOPBACK), opening(args), public=args.wallboard)
