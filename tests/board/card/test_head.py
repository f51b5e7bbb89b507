"""The head of a card, and the completion of tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color

from lampfield.board.card.box import completed
from lampfield.board.card.head import FRAMES, Frame, frame_for, head_lines
from lampfield.feed.initials import hue_degrees
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId


@given(st.text(max_size=30), st.sampled_from([frame for _, frame in FRAMES]), st.integers(12, 60))
def test_a_head_is_as_wide_and_high_as_its_place(name: str, frame: Frame, width: int) -> None:
    lines = head_lines(Contact(cid=ContactId(1), name=name, number="201"), frame, width)
    assert len(lines) == frame.rows
    for line in lines:
        assert cell_len(line[0][0]) == frame.columns
        assert cell_len("".join(text for text, _ in line)) <= max(width, frame.columns + 2)


@pytest.mark.parametrize(("rows", "frame"), [(31, Frame(16, 8)), (21, Frame(10, 5)), (9, None)])
def test_a_picture_has_room_or_none(rows: int, frame: Frame | None) -> None:
    assert frame_for(rows) == frame


def test_initials_can_be_read_on_every_colour() -> None:
    names: dict[int, str] = {}
    for number in range(3000):
        names.setdefault(hue_degrees(f"{number}"), f"{number}")
    for name in names.values():
        (block, *_), *_ = head_lines(Contact(cid=ContactId(1), name=name), FRAMES[0][1], 38)
        ground = Color.parse(block[1].partition(" on ")[2])
        assert _contrast(ground) >= 4.5


def _contrast(ground: Color) -> float:
    """Return the contrast of white on a colour (WCAG 2, 1.4.3)."""
    channels = [value / 255 for value in (ground.r, ground.g, ground.b)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


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
