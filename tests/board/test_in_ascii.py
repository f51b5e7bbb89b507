"""The board in ASCII alone."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lampfield.board.kit.in_ascii import in_ascii
from lampfield.board.kit.signs import LAMP_SIGNS, SHOW_SIGNS
from lampfield.board.widgets.grid.painting import GROUNDS
from lampfield.model.text import plain


def test_signs_have_theirs_and_accents_go() -> None:
    assert in_ascii("▌ ○ FREE  Kovač ▕") == "| o FREE  Kovac |"
    assert in_ascii("→ Анна 日本 …") == "> ???? ???? ."


def test_what_a_terminal_is_told_besides_stays() -> None:
    assert in_ascii("\x1b[1;31m┌─┐ é\x1b[0m") == "\x1b[1;31m+-+ e\x1b[0m"


def test_lamps_shows_and_edges_stay_apart() -> None:
    for signs in (
        [sign.glyph for sign in LAMP_SIGNS.values()],
        [sign.glyph for sign in SHOW_SIGNS.values()],
        [ground.edge for ground in GROUNDS.values()],
    ):
        assert len({in_ascii(sign) for sign in signs}) == len(signs)


@given(text=st.text(max_size=40))
def test_every_text_takes_the_cells_that_it_took(text: str) -> None:
    shown = plain(text)
    drawn = in_ascii(shown)
    assert drawn.isascii()
    assert cell_len(drawn) == cell_len(shown)
