"""Where announcements go, and which: from options and settings."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from lampfield.cli.failure import Unusable
from lampfield.config.places import expanded
from lampfield.config.settings import AnnounceTable
from lampfield.frontend.wording import digits_apart
from lampfield.model.announcement import AnnouncementTopic

HERE = "-"
"""Stands for standard output."""

Say = Callable[[str], None]
"""Gets a line."""


class Announcing(NamedTuple):
    """What was asked for."""

    to: str
    """A file or FIFO; `HERE`; empty: nowhere."""
    what: tuple[AnnouncementTopic, ...]
    people: tuple[str, ...]
    """Who is watched from the beginning."""
    digits_apart: bool = False
    """Numbers are written digit by digit."""

    @property
    def is_here(self) -> bool:
        """Whether the lines go to standard output."""
        return self.to == HERE

    @contextmanager
    def stream(self) -> Iterator[Say | None]:
        """Open where the lines go. Gives what writes one; None where they have no place of their own.

        Raises:
            Unusable: Nothing can be written there.
        """
        if self.is_here or not self.to:
            yield None
            return
        from lampfield.frontend.announcing.stream import Stream

        try:
            stream = Stream(expanded(Path(self.to)))
        except OSError as error:
            raise Unusable(f"--announce: {self.to} cannot be written: {error.strerror}") from error
        try:
            yield lambda line: stream.write(self.spoken(line))
        finally:
            stream.close()

    def spoken(self, line: str) -> str:
        """Return a line as it is written for one who hears it."""
        return digits_apart(line) if self.digits_apart else line


def add_announce(parser: argparse.ArgumentParser, default: str | None = argparse.SUPPRESS) -> None:
    """Let announcements be asked for."""
    group = parser.add_argument_group("announcements")
    group.add_argument(
        "--announce",
        metavar="PLACE",
        default=default,
        help="write a short line for each event to a file or FIFO; -: to standard output, where no board is",
    )
    group.add_argument(
        "--announce-what",
        metavar="KINDS",
        default=default,
        help=f"which, separated by commas: {', '.join(AnnouncementTopic)}",
    )


def find_announcing(args: argparse.Namespace | None, table: AnnounceTable) -> Announcing:
    """Return what is to be announced: an option beats the settings.

    Raises:
        Unusable: A kind of event is named that there is not.
    """
    said = getattr(args, "announce", None)
    return Announcing(
        table.to if said is None else said, _what(args, table), table.people, table.digits_apart
    )


def _what(args: argparse.Namespace | None, table: AnnounceTable) -> tuple[AnnouncementTopic, ...]:
    said = getattr(args, "announce_what", None)
    if said is None:
        return table.what
    words = [word.strip() for word in said.split(",") if word.strip()]
    unknown = [word for word in words if word not in list(AnnouncementTopic)]
    if unknown:
        raise Unusable(f"--announce-what: there is no {unknown[0]}; there are {', '.join(AnnouncementTopic)}")
    return tuple(map(AnnouncementTopic, words))
