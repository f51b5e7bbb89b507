"""Portraits."""

import io

from PIL import Image

from lampfield.sources.demo.portraits import SIZE_PIXELS, portrait


def test_a_portrait_is_a_small_square_png() -> None:
    data = portrait("p1", 1)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (SIZE_PIXELS, SIZE_PIXELS))
    assert len(data) < 20_000


def test_the_same_person_looks_the_same_and_others_do_not() -> None:
    assert portrait("p1", 1) == portrait("p1", 1)
    assert len({portrait(f"p{number}", 1) for number in range(20)}) == 20
    assert portrait("p1", 1) != portrait("p1", 2)
