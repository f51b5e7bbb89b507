"""What the bench and its feed server say to each other: a JSON object a line."""

import msgspec

from tests.bench.feed.pacing import Pace


class Command(msgspec.Struct, frozen=True, omit_defaults=True):
    """A wish of the bench. Each is answered by one `Answer`."""

    pace: Pace | None = None
    """Change contacts so fast from now on."""
    probes: int = 0
    """Send so many probes, then answer."""
    seconds_between: float = 0.0
    """Between two probes; chance makes it up to a half more."""
    from_word: int = 0
    """The number of the first probe's word."""


class Probe(msgspec.Struct, frozen=True):
    """A probe that was sent."""

    word: str
    sent: int
    """Nanoseconds of the machine's monotonic clock, right before it was given to the socket."""


class Report(msgspec.Struct, frozen=True):
    """What a page says of itself."""

    kind: str
    """``shown`` when its first tiles are painted, ``probe``, ``key`` and ``find`` for what it timed."""
    at: int
    """Nanoseconds of the machine's monotonic clock, by the page's own clock."""
    word: str = ""
    milliseconds: float = 0.0


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the feed server answers."""

    port: int = 0
    probes: tuple[Probe, ...] = ()
    reports: tuple[Report, ...] = ()
    """What pages said since the last answer."""
