"""Which events are announced, and where the lines go, from options and settings."""

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
"""The PLACE that means standard output."""

Say = Callable[[str], None]
"""A callback that receives one line."""


class Announcing(NamedTuple):
    """The announcements that the operator asked for."""

    to: str
    """A file or FIFO, or `HERE` for standard output; empty for none."""
    what: tuple[AnnouncementTopic, ...]
    people: tuple[str, ...]
    """The contacts that are watched from the start."""
    digits_apart: bool = False
    """Numbers are written digit by digit."""

    @property
    def is_here(self) -> bool:
        """Whether the lines go to standard output."""
        return self.to == HERE

    @contextmanager
    def stream(self) -> Iterator[Say | None]:
        """Open the destination. Yield a callback that writes a line, or None if there is no destination.

        Raises:
            Unusable: The destination cannot be written.
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
        """Return a line as a screen reader should read it, with numbers digit by digit if wanted."""
        return digits_apart(line) if self.digits_apart else line


def add_announce(parser: argparse.ArgumentParser, default: str | None = argparse.SUPPRESS) -> None:
    """Add the options of the announcements."""
    group = parser.add_argument_group("announcements")
    group.add_argument(
        "--announce",
        metavar="PLACE",
        default=default,
        help="write a short line for each event to a file or FIFO; - is standard output, not with the board",
    )
    group.add_argument(
        "--announce-what",
        metavar="KINDS",
        default=default,
        help=f"which events, separated by commas: {', '.join(AnnouncementTopic)}",
    )


def find_announcing(args: argparse.Namespace | None, table: AnnounceTable) -> Announcing:
    """Return which announcements to make. Options override the settings.

    Raises:
        Unusable: An option names an unknown kind of event.
    """
    place = getattr(args, "announce", None)
    return Announcing(
        table.to if place is None else place, _kinds(args, table), table.people, table.digits_apart
    )


def _kinds(args: argparse.Namespace | None, table: AnnounceTable) -> tuple[AnnouncementTopic, ...]:
    option = getattr(args, "announce_what", None)
    if option is None:
        return table.what
    words = [word.strip() for word in option.split(",") if word.strip()]
    unknown = [word for word in words if word not in list(AnnouncementTopic)]
    if unknown:
        raise Unusable(f"--announce-what: there is no {unknown[0]}; there are {', '.join(AnnouncementTopic)}")
    return tuple(map(AnnouncementTopic, words))
