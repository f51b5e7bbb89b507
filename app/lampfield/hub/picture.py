"""Conversion of pictures to square PNG. It blocks: call it in a thread."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


MAX_PIXELS = 16_000_000
"""A larger picture is rejected before it is decoded; one of this size takes 64 MB."""

FORMATS = ("PNG", "JPEG", "GIF")
WEBP = "WEBP"


class BadPicture(Exception):
    """The data is not a picture that can be shown."""


def square_png(data: bytes, size: int) -> bytes:
    """Return the central square of a picture as PNG.

    Args:
        data: An encoded image.
        size: Edge in pixels.

    Raises:
        BadPicture: The picture is broken, too large or of an unknown format.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_formats(data)) as image:
            _check(image.width, image.height)
            out = io.BytesIO()
            _square(image, size).save(out, "PNG")
    except BadPicture:
        raise
    except Exception as error:  # decoders raise many types of exceptions on foreign data
        raise BadPicture(f"it cannot be read: {error}") from error
    return out.getvalue()


def _formats(data: bytes) -> tuple[str, ...]:
    """Return the formats to try: WebP if the header says so (RFC 9649, 2.4), else the others."""
    if data[:4] != b"RIFF" or data[8:12] != WEBP.encode():
        return FORMATS
    # If asked for WebP without its plugin, Pillow loads the plugins of all formats: 4 MB.
    from PIL import WebPImagePlugin  # noqa: F401

    return (WEBP,)


def _check(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise BadPicture(f"it has {width} x {height} pixels")


def _square(image: "Image.Image", size: int) -> "Image.Image":
    from PIL import ImageOps

    image.draft("RGB", (size, size))
    return ImageOps.fit(_eight_bits(ImageOps.exif_transpose(image)).convert("RGBA"), (size, size))


def _eight_bits(image: "Image.Image") -> "Image.Image":
    """Return a picture with 8 bits per channel. Pillow would keep only the low byte of 16-bit greyscale."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (255 / 65_535)).convert("L")
