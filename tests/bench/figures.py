"""Figures: what is measured, the values that runs gave, and what is made of them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from tests.bench.programs import Who


class Figure(NamedTuple):
    """Something that is measured of a program; less is better."""

    name: str
    unit: str
    digits: int = 1
    """How many after the point say something."""


class Spread(NamedTuple):
    """What several runs gave."""

    median: float
    least: float
    most: float


def spread(values: Iterable[float]) -> Spread:
    """Return median, least and most of some values; there is at least one."""
    all_ = list(values)
    return Spread(median(all_), min(all_), max(all_))


def ratios(upper: Sequence[float], lower: Sequence[float]) -> list[float]:
    """Return the ratios of values of the same runs. Runs that only one side has do not count.

    Raises:
        ValueError: A value to divide by is nothing: it was not measured.
    """
    if not all(lower):
        raise ValueError("A ratio to nothing: a figure was noted as 0.")
    return [above / below for above, below in zip(upper, lower, strict=False)]


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value that a share of all does not exceed: 0.95 for p95. There is at least one.

    The nearest rank is taken, so it is always a value that was measured.
    """
    all_ = sorted(values)
    return all_[min(len(all_) - 1, int(len(all_) * share))]


class Book:
    """All values, in the order of the runs."""

    def __init__(self) -> None:
        self._values: dict[tuple[Figure, Who], list[float]] = {}
        self.absent: dict[Who, str] = {}
        """Who was not measured, and why."""

    def note(self, figure: Figure, who: Who, value: float) -> None:
        """Note what one run gave."""
        self._values.setdefault((figure, who), []).append(value)

    def values(self, figure: Figure, who: Who) -> list[float]:
        """Return what the runs gave; nothing where it was not measured."""
        return self._values.get((figure, who), [])

    def of(self, figure: Figure) -> dict[Who, Spread]:
        """Return everybody's values of a figure."""
        return {who: spread(values) for (which, who), values in self._values.items() if which == figure}

    def __iter__(self) -> Iterator[tuple[Figure, Who, list[float]]]:
        for (figure, who), values in self._values.items():
            yield figure, who, values
