"""The line that is typed: what stands on the terminal is what was typed."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.plain.input import BELL, ERASE, ERASE_LINE, ERASE_WORD, TypedLine

letters = st.characters(min_codepoint=32, max_codepoint=0x17F).filter(str.isprintable)
keys = st.one_of(letters, st.sampled_from([*ERASE, ERASE_LINE, ERASE_WORD, "\t", "\x00", "\x1b"]))


def shown(written: str) -> str:
    """Return what stands on a line of a terminal after some text was written on it."""
    cells: list[str] = []
    place = 0
    for char in written:
        if char == "\b":
            place -= 1
        elif char != BELL:
            cells[place:] = [char, *cells[place + 1 :]]
            place += 1
    assert place >= 0
    return "".join(cells[:place])


@given(st.lists(keys))
def test_what_stands_there_is_what_is_sent(typed: list[str]) -> None:
    line = TypedLine()
    written = "".join(line.key(key) for key in typed)
    assert shown(written) == line.text
    assert line.take() == shown(written)
    assert line.text == ""


@given(st.text(letters), st.text(letters, min_size=1))
def test_what_is_erased_is_gone(kept: str, erased: str) -> None:
    line = TypedLine()
    for char in (*kept, *erased, *ERASE[0] * len(erased)):
        line.key(char)
    assert line.text == kept


def test_a_wide_letter_is_erased_whole() -> None:
    line = TypedLine()
    line.key("王")
    assert line.key(ERASE[0]) == "\b \b\b \b"


def test_a_word_is_erased_with_the_space_after_it() -> None:
    line = TypedLine()
    for char in "dial alice  ":
        line.key(char)
    line.key(ERASE_WORD)
    assert line.text == "dial"


def test_arrows_and_function_keys_mean_nothing() -> None:
    line = TypedLine()
    assert "".join(line.key(char) for char in "a\x1b[Ab\x1b[15~c\x1bOPd\x1bx") == "abcdx"
    assert line.text == "abcdx"
