"""The usual demo: nobody is hostile unless that is asked for."""

import pytest

from lampfield.cli.demos import asked_plan
from lampfield.cli.parser import parser
from lampfield.config.address import Address
from lampfield.sources.demo.people import HOSTILE_PLACE, NOBODY
from lampfield.sources.demo.source import DemoSource


def test_without_a_word_nobody_is_hostile() -> None:
    for source, place in ((DemoSource(60), NOBODY), (DemoSource(60, hostile=True), HOSTILE_PLACE)):
        assert source._office.floor.hostile_place == place


@pytest.mark.parametrize(("words", "place"), [((), NOBODY), (("--hostile",), HOSTILE_PLACE)])
def test_the_option_asks_for_it(words: tuple[str, ...], place: int) -> None:
    args = parser().parse_args(["demo", "--contacts", "60", *words])
    (source,) = asked_plan(args, Address("127.0.0.1", 0)).sources
    assert isinstance(source, DemoSource)
    assert source._office.floor.hostile_place == place
