"""Options that several commands have."""

import argparse
from pathlib import Path
from typing import Protocol


class Commands(Protocol):
    """Where commands are added: what ``add_subparsers`` returns."""

    def add_parser(
        self, name: str, *, help: str, description: str, allow_abbrev: bool
    ) -> argparse.ArgumentParser:
        """Add a command and return its parser."""


KEPT = argparse.SUPPRESS
"""A command's default: what was said before the command's name stays."""


def command(commands: Commands, name: str, about: str) -> argparse.ArgumentParser:
    """Add a command and return its parser."""
    return commands.add_parser(
        name, help=about, description=f"{about[:1].upper()}{about[1:]}.", allow_abbrev=False
    )


def add_config(parser: argparse.ArgumentParser, default: str | None = KEPT) -> None:
    """Let the site file be named."""
    parser.add_argument(
        "--config", metavar="FILE", type=Path, default=default, help="the site file ($LAMPFIELD_CONFIG)"
    )


def add_client(parser: argparse.ArgumentParser, default: str | None = KEPT) -> None:
    """Let it be said which hub, and who logs in. The secret itself is never an argument: others see those."""
    group = parser.add_argument_group("the hub to connect to")
    group.add_argument("--url", metavar="URL", default=default, help="ws[s]://HOST:PORT ($LAMPFIELD_URL)")
    group.add_argument(
        "--account",
        metavar="NAME",
        default=default,
        help="who logs in ($LAMPFIELD_ACCOUNT); else the site's first",
    )
    group.add_argument(
        "--secret-file",
        metavar="FILE",
        type=Path,
        default=default,
        help="holds the account's secret; else $LAMPFIELD_SECRET, the desktop's key store, or a prompt",
    )
    group.add_argument(
        "--ca", metavar="FILE", type=Path, default=default, help="trust what this PEM file signed, for wss"
    )


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Let the demo be shaped."""
    group = parser.add_argument_group("the demo")
    group.add_argument("--contacts", metavar="N", type=int, help="how many people, 1 to 10000 (120)")
    group.add_argument("--rate", metavar="PER_S", type=float, help="changes a second; 0: a still life")
    group.add_argument("--seed", metavar="S", type=int, help="with the same one the same things happen (1)")
    group.add_argument(
        "--speed", metavar="X", type=float, help="people and phones X times faster than life (1)"
    )
    group.add_argument(
        "--replay", metavar="FILE", type=Path, help="show what `lampfield record` wrote, in its place"
    )
    group.add_argument(
        "--hostile",
        action="store_true",
        default=None,
        help="one of the people has names that try to be commands",
    )
    group.add_argument("--loop", action="store_true", help="restart the replay when it ends")


def demo_settings(args: argparse.Namespace) -> dict[str, float]:
    """Return the demo's options that were given."""
    names = ("contacts", "rate", "seed", "speed", "hostile")
    return {name: value for name in names if (value := getattr(args, name, None)) is not None}


def demo_options(args: argparse.Namespace) -> list[str]:
    """Return the names of the demo's options that were given."""
    return [*demo_settings(args), *(name for name in ("replay", "loop") if getattr(args, name))]
