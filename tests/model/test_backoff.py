"""Delays between attempts to reconnect."""

import random
from itertools import islice

import pytest

from lampfield.model.backoff import jittered_delays


@pytest.mark.parametrize(
    ("jitter", "expected"), [(1.0, [1.0, 3.0, 9.0, 10.0, 10.0]), (0.5, [0.5, 1.5, 4.5, 5.0, 5.0])]
)
def test_delays_grow_to_the_bound_and_jitter_shortens_each(
    monkeypatch: pytest.MonkeyPatch, jitter: float, expected: list[float]
) -> None:
    ranges: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        ranges.append((low, high))
        return jitter

    monkeypatch.setattr(random, "uniform", uniform)
    assert list(islice(jittered_delays(1.0, 10.0, growth=3.0), 5)) == expected
    assert set(ranges) == {(0.5, 1.0)}
