"""The waits between the tries of one outage."""

import random
from itertools import islice

import pytest

from lampfield.client.options import FIRST_SECONDS, GROWTH, LAST_SECONDS, jittered

BOUNDS = [min(FIRST_SECONDS * GROWTH**number, LAST_SECONDS) for number in range(30)]


@pytest.mark.parametrize("seed", range(20))
def test_waits_grow_to_a_bound_and_are_spread(seed: int) -> None:
    random.seed(seed)
    waits = list(islice(jittered(), len(BOUNDS)))
    for wait, bound in zip(waits, BOUNDS, strict=True):
        assert bound / 2 <= wait <= bound
    assert len(set(waits)) == len(waits)


def test_they_grow_from_a_quarter_of_a_second_to_five() -> None:
    assert BOUNDS[0] == 0.25
    assert BOUNDS[1] == pytest.approx(0.425)
    assert BOUNDS[-1] == 5.0


def test_each_outage_has_waits_of_its_own() -> None:
    first, second = jittered(), jittered()
    list(islice(first, 20))
    assert next(second) <= FIRST_SECONDS
