"""The head of a card, and the completion of tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lampfield.board.widgets.card.box import completed
from lampfield.board.widgets.card.head import FRAMES, PhotoFrame, frame_for, head_lines, name_lines
from lampfield.board.widgets.card.lines import title_lines
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId


@given(st.text(max_size=30), st.sampled_from([frame for _, frame in FRAMES]), st.integers(12, 60))
def test_a_head_is_as_wide_and_high_as_its_place(name: str, frame: PhotoFrame, width: int) -> None:
    lines = head_lines(Contact(cid=ContactId(1), name=name, number="201"), frame, width)
    assert len(lines) == frame.rows
    for line in lines:
        assert cell_len(line[0][0]) == frame.columns
        assert cell_len("".join(text for text, _ in line)) <= max(width, frame.columns + 2)


@pytest.mark.parametrize(("rows", "frame"), [(31, PhotoFrame(16, 8)), (21, PhotoFrame(10, 5)), (9, None)])
def test_a_picture_has_room_or_none(rows: int, frame: PhotoFrame | None) -> None:
    assert frame_for(rows) == frame


KNOWN = ("Berlin", "Front desk", "Sales", "VIP")


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Sales, ber", "Sales, Berlin"),
        ("fr", "Front desk"),
        ("Berlin, B", None),
        ("Sales, ", None),
        ("VIP", None),
        ("xyz", None),
    ],
)
def test_the_last_tag_is_completed(line: str, whole: str | None) -> None:
    assert completed(line, KNOWN) == whole


def test_a_contact_without_a_name_shows_its_number_once() -> None:
    nameless = Contact(cid=ContactId(1), number="204")
    assert "".join(text for line in name_lines(nameless, 4) for text, *_ in line) == "204"
    assert "".join(text for line in title_lines(nameless) for text, *_ in line) == "204"
