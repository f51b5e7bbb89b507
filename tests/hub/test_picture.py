"""Pictures that a source has become square PNGs, or are refused."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from lampfield.hub import picture
from lampfield.hub.picture import FORMATS, WEBP, BadPicture, square_png

RED, BLUE = (255, 0, 0), (0, 0, 255)
ORIENTATION = 274
"""The EXIF tag that says how the camera was held; 6 is turned by a quarter (EXIF 2.3, 4.6.4)."""


def halves(width: int, height: int) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    """Return a picture as a file has it."""
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def decoded(data: bytes) -> Image.Image:
    """Return what came out."""
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image.convert("RGB")


def is_near(one: object, other: tuple[int, int, int]) -> bool:
    """Say whether a colour is another but for what an encoder loses."""
    assert isinstance(one, tuple)
    return all(abs(here - there) < 60 for here, there in zip(one, other, strict=True))


@pytest.mark.parametrize("format_", [*FORMATS, WEBP])
def test_the_middle_of_every_make_is_there(format_: str) -> None:
    square = decoded(square_png(encoded(halves(200, 100), format_), 48))
    assert square.size == (48, 48)
    assert is_near(square.getpixel((2, 24)), RED)
    assert is_near(square.getpixel((45, 24)), BLUE)


def test_a_photo_stands_as_the_camera_was_held() -> None:
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    square = decoded(square_png(encoded(halves(80, 80), "JPEG", exif=turned), 40))
    assert is_near(square.getpixel((20, 2)), RED)
    assert is_near(square.getpixel((20, 37)), BLUE)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", encoded(halves(9, 9), "PNG")[:60], encoded(halves(9, 9), "TIFF")],
    ids=["empty", "text", "torn", "another format"],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture, match="cannot be read"):
        square_png(data, 48)


def test_a_huge_one_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_PIXELS", 99)
    with pytest.raises(BadPicture, match="10 x 10 pixels"):
        square_png(encoded(halves(10, 10), "PNG"), 48)


def test_no_format_is_loaded_that_is_refused() -> None:
    program = (
        "import sys\nfrom lampfield.hub.picture import square_png\n"
        "square_png(sys.stdin.buffer.read(), 48)\nprint(*sys.modules)"
    )
    data = encoded(halves(9, 9), "WEBP")
    done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True, check=True)
    assert b"PIL.PngImagePlugin" in done.stdout
    assert b"PIL.TiffImagePlugin" not in done.stdout


@pytest.mark.parametrize(("grey", "seen"), [(0, 0), (30_000, 117), (65_535, 255)])
def test_a_grey_of_sixteen_bits_keeps_its_light(grey: int, seen: int) -> None:
    image = Image.new("I;16", (9, 9), grey)
    square = decoded(square_png(encoded(image, "PNG"), 9)).getpixel((4, 4))
    assert isinstance(square, tuple)
    assert all(abs(channel - seen) <= 1 for channel in square)
