"""The placeholder for a missing photo: initials and hue."""

import pytest

from lampfield.protocol.placeholder import hue_degrees, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Alice Ames", "AA"),
        ("bob", "B"),
        ("Carla de la Cruz", "CC"),
        ("Émile Zola", "ÉZ"),
        ("(Desk) 12 Sales", "1S"),
        ("  Dan   Dietz  ", "DD"),
        ("a–b c", "AC"),
        ("", "?"),
        ("— !", "?"),
        ("李 小龍", "李小"),
        (f"Ida {'x ' * 300}Zoe", "IX"),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_hues_depend_on_the_name_only_and_are_distributed_evenly() -> None:
    names = [f"Person {number}" for number in range(400)]
    hues = [hue_degrees(name) for name in names]
    assert hues == [hue_degrees(name) for name in names]
    assert all(0 <= hue < 360 for hue in hues)
    assert len({hue // 30 for hue in hues}) == 12
    assert hue_degrees("Alice Ames") == 8
    assert 0 <= hue_degrees("half a \ud800 sign") < 360
