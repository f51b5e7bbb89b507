"""Options that several commands share."""

import argparse
from pathlib import Path
from typing import Protocol


class Commands(Protocol):
    """The object that ``add_subparsers`` returns."""

    def add_parser(
        self, name: str, *, help: str, description: str, allow_abbrev: bool
    ) -> argparse.ArgumentParser:
        """Add a command and return its parser."""


KEPT = argparse.SUPPRESS
"""A command's default: it keeps a value given before the command's name."""


def command(commands: Commands, name: str, about: str) -> argparse.ArgumentParser:
    """Add a command and return its parser."""
    return commands.add_parser(
        name, help=about, description=f"{about[:1].upper()}{about[1:]}.", allow_abbrev=False
    )


def add_config(parser: argparse.ArgumentParser, default: str | None = KEPT) -> None:
    """Add the option that names the site file."""
    parser.add_argument(
        "--config", metavar="FILE", type=Path, default=default, help="the site file ($LAMPFIELD_CONFIG)"
    )


def add_client(parser: argparse.ArgumentParser, default: str | None = KEPT) -> None:
    """Add the options of the hub and the login. A secret is never an argument: other users can see those."""
    group = parser.add_argument_group("the hub to connect to")
    group.add_argument("--url", metavar="URL", default=default, help="ws[s]://HOST:PORT ($LAMPFIELD_URL)")
    group.add_argument(
        "--account",
        metavar="NAME",
        default=default,
        help="the account that logs in ($LAMPFIELD_ACCOUNT; default: the site's first)",
    )
    group.add_argument(
        "--secret-file",
        metavar="FILE",
        type=Path,
        default=default,
        help="holds the account's secret (default: $LAMPFIELD_SECRET, the desktop's key store, a prompt)",
    )
    group.add_argument(
        "--ca",
        metavar="FILE",
        type=Path,
        default=default,
        help="trust the certificate authority in this PEM file, for wss",
    )


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Add the options of the demo."""
    group = parser.add_argument_group("the demo")
    group.add_argument("--contacts", metavar="N", type=int, help="number of people, 1 to 10000 (default 120)")
    group.add_argument("--rate", metavar="PER_S", type=float, help="changes per second; 0 for none")
    group.add_argument("--seed", metavar="S", type=int, help="random seed (default 1)")
    group.add_argument(
        "--speed", metavar="X", type=float, help="simulate X times faster than real time (default 1)"
    )
    group.add_argument(
        "--replay", metavar="FILE", type=Path, help="play back a recording of `lampfield record` instead"
    )
    group.add_argument(
        "--hostile",
        action="store_true",
        default=None,
        help="give one person names that contain control characters and markup",
    )
    group.add_argument("--loop", action="store_true", help="restart the replay when it ends")


def demo_settings(args: argparse.Namespace) -> dict[str, float]:
    """Return the demo's settings from the options that were given."""
    names = ("contacts", "rate", "seed", "speed", "hostile")
    return {name: value for name in names if (value := getattr(args, name, None)) is not None}


def demo_options(args: argparse.Namespace) -> list[str]:
    """Return the names of the demo's options that were given."""
    return [*demo_settings(args), *(name for name in ("replay", "loop") if getattr(args, name))]
