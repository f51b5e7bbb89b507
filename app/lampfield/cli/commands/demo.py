"""``lampfield demo``: the board on a made-up office."""

import argparse

from lampfield.cli import options


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "demo", "the board on a made-up office that lives")
    options.add_board(parser)
    options.add_demo(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the board on the demo."""
    from lampfield.cli import garbage

    garbage.pause()
    from lampfield.cli.boards import FREE_LOOPBACK, open_own
    from lampfield.cli.hubs import demo_plan

    return open_own(demo_plan(options.demo_settings(args), FREE_LOOPBACK), public=args.wallboard)
