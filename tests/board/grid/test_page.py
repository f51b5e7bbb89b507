"""Which page is on the screen while another is to come."""

from lampfield.board.grid.page import UNKNOWN, Left, Page

FIRST, SECOND = Page({}, 0, 1, ""), Page({}, 0, 2, "")


def test_the_first_that_was_left_stands_there_until_another_is_written() -> None:
    left = Left()
    left.leave(FIRST)
    left.leave(SECOND)
    assert left.take() is FIRST
    assert left.take() is None


def test_what_stands_there_is_known_when_textual_wrote_the_page_that_comes() -> None:
    """A piece that both pages have is right, whichever is there; all others are written."""
    left = Left()
    left.leave(FIRST)
    left.note_asked()
    assert left.take() is FIRST


def test_it_is_not_known_when_textual_may_have_written_one_between() -> None:
    left = Left()
    left.leave(FIRST)
    left.note_asked()
    left.leave(SECOND)
    assert left.take() is UNKNOWN
    left.note_asked()
    left.leave(FIRST)
    left.leave(SECOND)
    assert left.take() is FIRST
