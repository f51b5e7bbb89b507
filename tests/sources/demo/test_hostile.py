"""Hostile texts appear only on request."""

import pytest

from lampfield.cli.demos import asked_plan
from lampfield.cli.parser import parser
from lampfield.config.address import Address
from lampfield.sources.demo.people import HOSTILE_INDEX, NOBODY
from lampfield.sources.demo.source import DemoSource


def test_nobody_is_hostile_by_default() -> None:
    for source, index in ((DemoSource(60), NOBODY), (DemoSource(60, hostile=True), HOSTILE_INDEX)):
        assert source._simulation.world.hostile_index == index


@pytest.mark.parametrize(("words", "index"), [((), NOBODY), (("--hostile",), HOSTILE_INDEX)])
def test_option_makes_one_person_hostile(words: tuple[str, ...], index: int) -> None:
    args = parser().parse_args(["demo", "--contacts", "60", *words])
    (source,) = asked_plan(args, Address("127.0.0.1", 0)).sources
    assert isinstance(source, DemoSource)
    assert source._simulation.world.hostile_index == index
