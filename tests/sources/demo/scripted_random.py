"""Chance that says what it is told to."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class ScriptedRandom(Random):
    """Gives some numbers, then one for ever; the first of what there is, and the lower bound.

    Args:
        numbers: What `random` returns, one after the other.
        then: What it returns after those.
    """

    def __init__(self, *numbers: float, then: float = 0.5) -> None:
        super().__init__(0)
        self._numbers: Iterable[float] = iter(numbers)
        self._then = then

    def random(self) -> float:
        """Return the next number."""
        return next(iter(self._numbers), self._then)

    def uniform(self, a: float, _b: float) -> float:
        """Return the lower bound."""
        return a

    def lognormvariate(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Return the median."""
        return 1.0 + mu + 0 * sigma

    def sample(self, population: Sequence[T], k: int, **_: object) -> list[T]:
        """Return the first ones."""
        return list(population[:k])

    def randrange(self, start: int, stop: int | None = None, _step: int = 1) -> int:
        """Return as much of the range as the next number says."""
        first, last = (0, start) if stop is None else (start, stop)
        return first + int(self.random() * (last - first))

    def choice(self, seq: Sequence[T]) -> T:  # type: ignore[override]
        """Return the first."""
        return seq[0]
