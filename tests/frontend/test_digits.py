"""Numbers digit by digit, for those who hear them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.frontend.wording import digits_apart


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("rings, Dan Dietz, 204", "rings, Dan Dietz, 2 0 4"),
        ("1 free, Alice, 201, online", "1 free, Alice, 2 0 1, online"),
        ("rings, Brown, 0161 496 0000, via sales", "rings, Brown, 0 1 6 1 4 9 6 0 0 0 0, via sales"),
        ("number: +44 (161) 496-0000", "number: + 4 4 1 6 1 4 9 6 0 0 0 0"),
        ("call 0161 496 now", "call 0 1 6 1 4 9 6 now"),
        ("done: Your phone rings, then 201.", "done: Your phone rings, then 2 0 1."),
        ("free, Room 101, 101", "free, Room 1 0 1, 1 0 1"),
    ],
)
def test_what_can_be_dialled_is_said_digit_by_digit(written: str, said: str) -> None:
    assert digits_apart(written) == said


@pytest.mark.parametrize(
    "line",
    [
        "120 contacts, 71 free",
        "103 free, Kim",
        "free for 12 min",
        "message, Ann: at 14:02:11",
        "on 2026-12-01",
        "no answer from 192.168.1.5:8650",
        "photo: image/png, 1,024 bytes",
        "alice201@acme.test",
        "PJSIP/201x",
        "",
    ],
)
def test_what_counts_or_is_part_of_a_word_stays_as_it_is(line: str) -> None:
    assert digits_apart(line) == line


@given(st.text())
def test_nothing_but_signs_between_digits_changes(line: str) -> None:
    kept = "".join(char for char in line if char not in " ./()-")
    assert "".join(char for char in digits_apart(line) if char not in " ./()-") == kept


@given(st.from_regex(r"\A[0-9]{3,12}\Z"))
def test_said_again_it_is_the_same(number: str) -> None:
    said = digits_apart(f"rings, Ann, {number}")
    assert said == f"rings, Ann, {' '.join(number)}"
    assert digits_apart(said) == said
