"""Inks and lines: the pieces that are written make the screen what it should be."""

import unicodedata

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.lines import TermLine, changed_parts, fitted, has_sure_width, shortened
from lampfield.board.paint.style import RESET, TermStyle

WIDTH = 24
BLANK = TermStyle(Style.parse("default on #101010"), "truecolor")
INKS = [
    BLANK,
    *(
        TermStyle(Style.parse(words), "truecolor")
        for words in (
            "bold",
            "bold reverse #ff0000",
            "#ff0000",
            "on #00ff00",
            "underline #ff0000 on #00ff00",
            "none",
        )
    ),
]
WORDS = ("free", "on call", "王小明", "é", " ", "┏━━┓", "→ x")
LINES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(INKS)), max_size=6).map(
    lambda pieces: fitted(tuple(pieces), WIDTH, BLANK)
)


def cells(*lines: TermLine) -> list[object]:
    """Return the cells of a screen on which one line was written over the other."""
    screen = pyte.Screen(WIDTH, 2)
    stream = pyte.Stream(screen)
    frame = TerminalFrame(10_000)
    for line in lines:
        frame.write(0, 0, line)
    stream.feed(frame.text)
    return [screen.buffer[0][column] for column in range(WIDTH)]


@given(LINES, LINES)
def test_what_is_written_is_what_differs(before: TermLine, after: TermLine) -> None:
    screen = pyte.Screen(WIDTH, 2)
    stream = pyte.Stream(screen)
    first = TerminalFrame(10_000)
    first.write(0, 0, before)
    stream.feed(first.text)
    second = TerminalFrame(10_000)
    second.write_parts(0, 0, changed_parts(before, after))
    stream.feed(second.text)
    assert [screen.buffer[0][column] for column in range(WIDTH)] == cells(after)


@given(LINES)
def test_nothing_is_written_of_an_equal_line(line: TermLine) -> None:
    assert changed_parts(line, tuple(line)) == []


def test_a_piece_that_stands_there_already_is_gone_past() -> None:
    first, last, middle = INKS[2], INKS[3], ("n", BLANK)
    before, after = (("a", first), middle, ("b", first)), (("a", last), middle, ("b", last))
    assert changed_parts(before, after) == [(0, after[:1]), (2, after[2:])]


def test_a_piece_without_text_is_no_change_alone() -> None:
    before, after = (("a", BLANK), ("", INKS[2])), (("a", BLANK), ("", INKS[3]))
    assert changed_parts(before, after) == []


def test_nothing_is_taken_from_where_nothing_stands() -> None:
    line = (("a", BLANK), ("b", INKS[1]))
    assert changed_parts((), line) == [(0, line)]


@given(LINES)
def test_a_line_is_as_wide_as_it_should_be(line: TermLine) -> None:
    assert sum(cell_len(text) for text, _ in line) == WIDTH
    assert cell_len("".join(text for text, _ in line)) == WIDTH


@given(st.lists(st.sampled_from(INKS), min_size=1, max_size=8))
def test_each_ink_looks_the_same_whatever_stood_before(term_styles: list[TermStyle]) -> None:
    line = tuple(("x", term_style) for term_style in term_styles)
    alone = "".join(f"{RESET}{term_style.after(None)}x" for term_style in term_styles)
    screen = pyte.Screen(WIDTH, 2)
    pyte.Stream(screen).feed(alone)
    assert cells(line)[: len(term_styles)] == [screen.buffer[0][column] for column in range(len(term_styles))]


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ("#ff0000", "#ff0000", ""),
        ("#ff0000 on #000000", "#00ff00 on #000000", "\x1b[38;2;0;255;0m"),
        ("none", "bold #ff0000", "\x1b[1;38;2;255;0;0m"),
        ("bold", "none", "\x1b[0m"),
        ("#ff0000", "none", "\x1b[0m"),
        ("#ff0000 on #000000", "on #000000", "\x1b[39m"),
        ("bold #ff0000", "italic #ff0000", "\x1b[22;3m"),
        ("bold reverse #ff0000", "bold #ff0000", "\x1b[27m"),
        ("bold", "dim", "\x1b[0;2m"),
        ("bold dim #ff0000", "bold #ff0000", "\x1b[22;1m"),
    ],
)
def test_the_step_between_two_inks_is_short(before: str, after: str, step: str) -> None:
    assert (
        TermStyle(Style.parse(after), "truecolor").after(TermStyle(Style.parse(before), "truecolor")) == step
    )


def test_a_terminal_gets_no_more_colours_than_it_has() -> None:
    red = Style.parse("bold #ff0000")
    assert TermStyle(red, "256").after(None) == "\x1b[1;38;5;196m"
    assert TermStyle(red, "standard").after(None) == "\x1b[1;31m"
    assert not TermStyle(red, None).after(None)


def test_a_frame_says_when_it_is_full() -> None:
    frame = TerminalFrame(60)
    frame.write(0, 0, (("x" * 20, BLANK),))
    assert not frame.is_full
    frame.write(0, 1, (("x" * 20, BLANK),))
    assert frame.is_full
    assert frame.spans == 2


PRIYA = "प्रिया शर्मा"
"""Seven cells to some terminals, eleven to others."""


@pytest.mark.parametrize("text", ["Ames", "王小明", "é", "→ ▌┏", "Zoë"])
def test_most_texts_take_the_same_cells_everywhere(text: str) -> None:
    assert has_sure_width(text)


def test_a_text_of_unsure_width_moves_nothing_behind_it() -> None:
    """Whatever the terminal takes for it, the next piece stands at its own column."""
    frame = TerminalFrame(1000)
    frame.write(4, 0, (("a", BLANK), (f"{PRIYA}   ", BLANK), ("b", BLANK)))
    width = cell_len(PRIYA) + 3
    blanks = " " * width
    assert not has_sure_width(PRIYA)
    assert f"a{blanks}\x1b[6G{PRIYA[:-1]}" in frame.text or f"a{blanks}\x1b[6G{PRIYA}" in frame.text
    assert frame.text.endswith(f"\x1b[{6 + width}Gb\x1b[0m")


@pytest.mark.parametrize("width", range(14))
def test_a_text_of_unsure_width_is_cut_to_what_it_may_take_at_most(width: int) -> None:
    short = shortened(PRIYA, width)
    assert PRIYA.startswith(short)
    assert cell_len(short) + sum(unicodedata.category(sign) == "Mc" for sign in short) <= width
