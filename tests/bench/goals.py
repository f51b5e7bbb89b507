"""The goals: ratios of figures of one run, and limits to some figures. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from tests.bench import rows
from tests.bench.figures import Book, Figure, Spread, ratios, spread
from tests.bench.programs import Who

TIMES = "x"


class Measured(NamedTuple):
    """A figure of a program."""

    figure: Figure
    who: Who = Who.BOARD


class Goal(NamedTuple):
    """What is to be reached, judged by the median of the runs."""

    row: str
    mine: Measured
    limit: float
    beside: Measured | None = None
    """What it is a ratio to; None: the figure itself counts."""
    less: bool = False
    """The ratio is turned round: how many times less it is, at least as often as the limit says."""
    worst: bool = False
    """The worst run decides, not the median."""

    @property
    def unit(self) -> str:
        """Of the limit."""
        return self.mine.figure.unit if self.beside is None else TIMES

    @property
    def wanted(self) -> str:
        """The limit in words."""
        return f"{'≥' if self.less else '≤'} {self.limit:g} {self.unit}{' less' if self.less else ''}"


class Outcome(NamedTuple):
    """What became of a goal."""

    goal: Goal
    got: Spread | None
    """None: one of its figures was not measured."""

    @property
    def met(self) -> bool | None:
        """Whether it is reached; None when that is not known."""
        if self.got is None:
            return None
        if self.goal.less:
            return (self.got.least if self.goal.worst else self.got.median) >= self.goal.limit
        return (self.got.most if self.goal.worst else self.got.median) <= self.goal.limit


def outcomes(goals: Iterable[Goal], book: Book) -> list[Outcome]:
    """Return what became of goals; those of sections that did not run are left out."""
    return [outcome(goal, book) for goal in goals if book.values(*goal.mine)]


def outcome(goal: Goal, book: Book) -> Outcome:
    """Return what became of a goal."""
    values = book.values(*goal.mine)
    if goal.beside is not None:
        beside = book.values(*goal.beside)
        values = ratios(beside, values) if goal.less else ratios(values, beside)
    return Outcome(goal, spread(values) if values else None)


def _mine(figure: Figure) -> Measured:
    return Measured(figure)


GOALS = (
    Goal("start", _mine(rows.START), 1.6, Measured(rows.START, Who.BARE)),
    Goal("start", _mine(rows.START), 4, Measured(rows.START, Who.PAGE), less=True),
    Goal("memory", _mine(rows.MEMORY), 8, Measured(rows.MEMORY, Who.PAGE), less=True),
    Goal("memory", _mine(rows.MEMORY), 70),
    Goal("processor", _mine(rows.CPU), 30, Measured(rows.CPU, Who.PAGE), less=True),
    Goal("processor", _mine(rows.CPU), 2, Measured(rows.CPU, Who.LINES), less=True),
    Goal("processor", _mine(rows.CPU), 2, Measured(rows.CPU, Who.RECEIVE)),
    Goal("processor, all in sight", _mine(rows.CPU_SIGHT), 8, Measured(rows.CPU_SIGHT, Who.LINES), less=True),
    Goal("processor, 5,000/s", _mine(rows.CPU_5000), 1.5, _mine(rows.CPU)),
    Goal("processor, 20,000/s", _mine(rows.CPU_20000), 3.5, _mine(rows.CPU)),
    Goal("change to cells, p50", _mine(rows.SEEN_P50), 2),
    Goal("change to cells, p95", _mine(rows.SEEN_P95), 6),
    Goal("the same, all in sight, p50", _mine(rows.SIGHT_P50), 4),
    Goal("the same, all in sight, p95", _mine(rows.SIGHT_P95), 8),
    Goal("key to cells, idle, p95", _mine(rows.KEY_IDLE), 4),
    Goal("key to cells, 5,000/s, p95", _mine(rows.KEY_BUSY), 4),
    Goal("key to cells, 5,000/s, p95", _mine(rows.KEY_BUSY), 2, _mine(rows.KEY_IDLE)),
    Goal("key in the search to cells, max", _mine(rows.FIND), 16, worst=True),
    Goal("bytes, all in sight", _mine(rows.BYTES_SIGHT), 6, Measured(rows.BYTES_SIGHT, Who.LINES), less=True),
    Goal("slow line, key p50", _mine(rows.SLOW_KEY), 120),
    Goal("slow line, event loop held up, max", _mine(rows.SLOW_LAG), 10, worst=True),
    Goal("hub, processor", _mine(rows.HUB), 1.2, Measured(rows.HUB, Who.BROADCAST)),
    Goal("hub, memory a client", _mine(rows.HUB_CLIENT), 16),
    Goal("growth: 10 times the contacts, processor", _mine(rows.NEAR_10000), 1.1, _mine(rows.NEAR_1000)),
    Goal("growth: twice the contacts, start", _mine(rows.OPEN_10000), 2, _mine(rows.OPEN_5000)),
    Goal("growth: twice the contacts, memory", _mine(rows.HELD_10000), 2, _mine(rows.HELD_5000)),
    Goal("growth: twice the changes, processor", _mine(rows.NEAR_TWICE), 2, _mine(rows.NEAR_10000)),
    Goal("growth: twice the clients, hub's processor", _mine(rows.HUB), 2, _mine(rows.HUB_FEWER)),
)
