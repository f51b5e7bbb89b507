"""Frames: however they are joined and cut, they are the same JSON."""

import json

from hypothesis import given
from hypothesis import strategies as st

from lampfield.hub import frames as module
from lampfield.hub.frames import EMPTY_FRAME, Frame, joined


def cut(text: bytes, size: int) -> tuple[bytes, ...]:
    """Return a text in parts."""
    return tuple(text[begin : begin + size] for begin in range(0, len(text), size))


objects = st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=20), max_size=3), max_size=3)
frames = st.builds(
    lambda values, size: Frame(
        cut(b",".join(json.dumps(value).encode() for value in values), size), len(values)
    ),
    objects,
    st.integers(1, 30),
)


def values(frame: Frame) -> list[object]:
    """Return the objects of a frame as a client reads them."""
    if not frame.count:
        return []
    read = json.loads(frame.whole)
    return read if isinstance(read, list) else [read]


@given(st.lists(frames, max_size=5))
def test_a_joined_frame_holds_all_in_order(several: list[Frame]) -> None:
    one = joined(several)
    assert values(one) == [value for frame in several for value in values(frame)]
    assert one.count == len(values(one))


@given(frames)
def test_the_pieces_are_small_and_make_the_whole(frame: Frame) -> None:
    before, module.PIECE_BYTES = module.PIECE_BYTES, 7
    try:
        pieces = list(frame.pieces())
    finally:
        module.PIECE_BYTES = before
    assert b"".join(pieces) == frame.whole
    assert all(0 < len(piece) <= 7 for piece in pieces)


def test_nothing_joined_is_nothing() -> None:
    assert joined([EMPTY_FRAME, EMPTY_FRAME]) == EMPTY_FRAME
