"""``lampfield show STATE``: set the operator's own presence."""

import argparse
from functools import partial

from lampfield.cli import options
from lampfield.cli.client import Feed, run_client
from lampfield.cli.failure import DONE
from lampfield.cli.stdio import say
from lampfield.frontend.operations.presence import own_presence_word
from lampfield.model.show import Show

STATES = {
    "online": Show.ONLINE,
    "away": Show.AWAY,
    "dnd": Show.DND,
    "invisible": Show.OFFLINE,
    "offline": Show.OFFLINE,
}
"""*invisible* and *offline* are synonyms: the board uses the first, other people see the second."""


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "show", "set your own presence")
    options.add_client(parser)
    options.add_config(parser)
    parser.add_argument(
        "state",
        metavar="STATE",
        choices=STATES,
        help=f"{', '.join(STATES)} (the last two are the same: you appear offline)",
    )
    parser.add_argument("--status", metavar="TEXT", default="", help="a status text, such as: back at two")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Set the presence."""
    run_client(args, partial(_show, args.state, args.status), ())
    return DONE


async def _show(state: str, status: str, feed: Feed) -> None:
    await feed.pbx.set_presence(STATES[state], status)
    say(f"you are {own_presence_word(STATES[state])}")
