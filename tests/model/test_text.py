"""Foreign text made plain."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lampfield.model.text import BLOCK_LIMIT_CHARS, LINE_LIMIT_CHARS, is_one_line, plain, plain_block

nasty = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x07\x1b\x7f\x9b\u200b\u200d\u202e\u2066\u2069\ufeff\u0301\u20e3\ufe0f\r\n\t"),
    ),
    max_size=60,
)


@given(nasty)
def test_no_control_and_no_format_mark_is_left(text: str) -> None:
    for char in plain(text):
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(nasty)
def test_a_plain_text_is_as_wide_as_its_characters(text: str) -> None:
    line = plain(text)
    assert cell_len(line) == sum(map(cell_len, line))


@given(nasty)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_markup_is_text(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bob [/x] Smith", "Bob [/x] Smith"),
        ("\x1b[31mred\x1b]0;title\x07", "[31mred ]0;title"),
        ("Al\u202eice\u2066", "Alice"),
        ("two\r\nlines", "two lines"),
        ("👨‍👩‍👧 👍🏽 🇩🇪", "👨👩👧 👍 DE"),
        ("Z" + "\u0301" * 9, "Z" + "\u0301" * 3),
        ("x" * 10_000, "x" * (LINE_LIMIT_CHARS - 1) + "…"),
    ],
)
def test_hostile_texts(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_block_keeps_its_lines() -> None:
    assert plain_block("one\r\n\x1b[2Jtwo\rthree") == "one\n [2Jtwo\nthree"


def test_a_block_is_bounded() -> None:
    assert len(plain_block("y" * 50_000)) == BLOCK_LIMIT_CHARS + 1


def test_a_line_for_a_command_holds_no_controls() -> None:
    assert is_one_line("201")
    assert not is_one_line("201\r\nAction: Originate")
    assert not is_one_line("2\u200b01")
