"""Portraits."""

import io
import math
from random import Random

import pytest
from PIL import Image

from lampfield.sources.demo.portraits import DARK, LIPS, SIZE_PIXELS, Disc, _figure, _paint, portrait


def test_a_portrait_is_a_small_square_png() -> None:
    data = portrait("p1", 1)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (SIZE_PIXELS, SIZE_PIXELS))
    assert len(data) < 20_000


def test_portraits_are_reproducible_and_different() -> None:
    assert portrait("p1", 1) == portrait("p1", 1)
    assert len({portrait(f"p{number}", 1) for number in range(20)}) == 20
    assert portrait("p1", 1) != portrait("p1", 2)


def drawn(disc: Disc, side: int = 16) -> list[str]:
    """Return the pixels that a disc covers, row by row."""
    image = Image.new("L", (side, side))
    _paint(image, disc._replace(colour=1))  # type: ignore[arg-type]
    pixels = image.tobytes()
    return ["".join(".#"[it] for it in pixels[row * side : (row + 1) * side]) for row in range(side)]


def test_disc_is_an_ellipse_at_its_position() -> None:
    rows = drawn(Disc(8, 5, 4, 2, "#000000"))
    assert [row for row in rows if "#" in row] == [
        ".....######.....",
        "....########....",
        ".....######.....",
    ]
    assert [number for number, row in enumerate(rows) if "#" in row] == [4, 5, 6]


def test_disc_is_cut_at_its_top_and_by_the_image() -> None:
    whole, half = (drawn(Disc(8, 8, 4, 4, "#000000", top=top)) for top in (-1.0, 0.0))
    assert half == ["." * 16] * 8 + whole[8:]
    low = drawn(Disc(8, 8, 4, 4, "#000000", top=0.5))
    assert low == ["." * 16] * 10 + whole[10:]
    outside = drawn(Disc(0, 0, 4, 4, "#000000"))
    assert [row.rstrip(".") for row in outside[:4]] == ["####", "####", "###", "###"]
    assert drawn(Disc(8, 16, 4, 4, "#000000"))[-1].count("#") > 6


def test_disc_scales_with_the_image() -> None:
    small, large = (drawn(Disc(8, 8, 5, 3, "#000000"), side) for side in (32, 64))
    shares = [sum(row.count("#") for row in rows) / len(rows) ** 2 for rows in (small, large)]
    assert shares == pytest.approx([math.pi * 15 / 256] * 2, rel=0.12)


class Drawing(Random):
    """Returns one number and one width."""

    def __init__(self, number: float, width: float) -> None:
        super().__init__(0)
        self._number, self._width = number, width

    def random(self) -> float:
        return self._number

    def uniform(self, _a: float, _b: float) -> float:
        return self._width


@pytest.mark.parametrize(
    ("width", "number", "glasses", "long_hair"),
    [(3.4, 0.4, True, True), (3.3, 0.5, False, False), (3.31, 0.5, True, False)],
)
def test_figure_has_its_parts_in_order(width: float, number: float, glasses: bool, long_hair: bool) -> None:
    discs = _figure(Drawing(number, width))
    parts = len(discs) - 4 * glasses - long_hair
    assert parts == len(["shoulders", "neck", "crown", "face", "eye", "eye", "lips", "mouth"])
    face = next(it for it in discs if (it.x, it.y) == (8, 7.3))
    assert face.half_width == width
    eyes = [it for it in discs if it.half_width == it.half_height == 0.35]
    assert [it.x - 8 for it in eyes] == pytest.approx([-1.4, 1.4])
    assert all(abs(it.x - 8) < face.half_width and abs(it.y - face.y) < face.half_height for it in eyes)
    lips, below = discs[-2:]
    assert (lips.top, below.top, lips.colour, below.colour) == (0.35, 0.35, LIPS, face.colour)
    assert below.half_width < lips.half_width < face.half_width
    assert below.half_height < lips.half_height
    frames = [it for it in discs if it.y == 6.9 and it.half_width > 0.5]
    assert len(frames) == 4 * glasses
    for frame, glass in zip(frames[::2], frames[1::2], strict=True):
        assert (frame.colour, glass.colour) == (DARK, face.colour)
        assert (frame.half_width, frame.half_height) > (glass.half_width, glass.half_height)
