"""Chooses the front end to open on a hub: the board, or plain mode."""

import argparse
import os
from functools import partial

from lampfield.cli.announcing import add_announce, find_announcing
from lampfield.cli.failure import Unusable
from lampfield.cli.login import Run


def add_opening(parser: argparse.ArgumentParser, default: str | None = argparse.SUPPRESS) -> None:
    """Add the options for the front end and its announcements."""
    parser.add_argument(
        "--plain",
        action="store_true",
        default=default,
        help="no full screen: lines and a prompt, for a screen reader, a braille line or a script",
    )
    parser.add_argument(
        "--wallboard",
        action="store_true",
        default=default,
        help="large tiles for a shared screen: no actions, and nothing private is shown",
    )
    add_announce(parser, default)


def opening(args: argparse.Namespace) -> Run:
    """Return the front end to run on the hub.

    Raises:
        Unusable: The options exclude each other, or name an unknown kind of announcement.
        ConfigError: The settings cannot be used.
    """
    if args.plain and args.wallboard:
        raise Unusable("--wallboard and --plain exclude each other: give one of them")
    if not args.plain:
        from lampfield.cli import boards

        return partial(boards.on_hub, args=args)
    from lampfield.cli import tuning
    from lampfield.cli.plainly import plain_on_hub
    from lampfield.config.places import settings_path
    from lampfield.config.settings_file import SettingsFile

    tuning.resume()
    table = SettingsFile.read(settings_path(os.environ)).values.announce
    return partial(plain_on_hub, announcing=find_announcing(args, table))
