"""Random numbers that a test prescribes."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class ScriptedRandom(Random):
    """Returns prescribed numbers, then a constant; the first element of sequences, and lower bounds.

    Args:
        numbers: The first results of `random`, in order.
        then: Its further results.
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
        """Return the first elements."""
        return list(population[:k])

    def randrange(self, start: int, stop: int | None = None, _step: int = 1) -> int:
        """Return the position in the range that the next number selects."""
        first, last = (0, start) if stop is None else (start, stop)
        return first + int(self.random() * (last - first))

    def choice(self, seq: Sequence[T]) -> T:  # type: ignore[override]
        """Return the first element."""
        return seq[0]
