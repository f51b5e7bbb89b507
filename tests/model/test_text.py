"""Sanitized foreign text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lampfield.model import text as text_module
from lampfield.model.text import (
    BLOCK_LIMIT_CHARS,
    LINE_LIMIT_CHARS,
    is_one_line,
    plain,
    plain_block,
    without_full_stop,
)


@pytest.fixture(autouse=True, scope="module")
def _empty_cache() -> None:
    """Clear the cache of sanitized texts, so that no test uses a result of another one."""
    text_module._plain.cache_clear()


nasty = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x07\x1b\x7f\x9b\u200b\u200d\u202e\u2066\u2069\ufeff\u0301\u20e3\ufe0f\r\n\t"),
    ),
    max_size=60,
)


@given(nasty)
def test_control_and_format_characters_are_removed(text: str) -> None:
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
def test_the_width_of_a_plain_text_is_the_sum_of_its_characters(text: str) -> None:
    line = plain(text)
    assert cell_len(line) == sum(map(cell_len, line))


@given(nasty)
def test_plain_text_is_unchanged(text: str) -> None:
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
        ("x" * LINE_LIMIT_CHARS, "x" * LINE_LIMIT_CHARS),
        ("  \t two ", "two"),
        ("\u0301\u20dd a\u0301", "a\u0301"),
        ("\u0301 \u0301", ""),
        ("e\u0301o" + "\u0302" * 5 + "u\u0301", "e\u0301o" + "\u0302" * 3 + "u\u0301"),
    ],
)
def test_hostile_texts(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_block_keeps_its_lines() -> None:
    assert plain_block("one\r\n\x1b[2Jtwo\rthree") == "one\n [2Jtwo\nthree"


def test_a_block_keeps_empty_lines_and_indentation() -> None:
    assert plain_block("one  \n\n  two\u200b three\n") == "one\n\n  two three\n"
    assert plain_block("o" + "\u0301" * 5 + "\n\u0301a") == "o" + "\u0301" * 3 + "\na"


def test_a_block_is_bounded() -> None:
    assert len(plain_block("y" * 50_000)) == BLOCK_LIMIT_CHARS + 1
    assert [plain_block("abcd", limit) for limit in (3, 4, 5)] == ["abc…", "abcd", "abcd"]


def test_foreign_text_within_a_sentence_has_no_full_stop() -> None:
    assert without_full_stop("Refused. Ask again.. ") == "Refused. Ask again"
    assert without_full_stop(OSError("no route.")) == "no route"
    assert without_full_stop("FAX. ") == "FAX"


def test_a_line_for_a_command_contains_no_controls() -> None:
    assert is_one_line("201")
    assert not is_one_line("201\r\nAction: Originate")
    assert not is_one_line("2\u200b01")
    assert [is_one_line(f"a{char}") for char in "\ufffd\ufffe\uffff\U00010000"] == [True, False, False, True]
    assert plain("a\ufffe\uffffb") == "ab"
