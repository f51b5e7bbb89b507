"""Pictures of any make to square PNG. Slow: call it in a thread."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


MAX_PIXELS = 16_000_000
"""A larger picture is refused before it is unpacked: 64 MB is what this one takes."""

FORMATS = ("PNG", "JPEG", "GIF")
WEBP = "WEBP"


class BadPicture(Exception):
    """What the source has is no picture that can be shown."""


def square_png(data: bytes, size: int) -> bytes:
    """Return the middle square of a picture as PNG.

    Args:
        data: An encoded image.
        size: Edge in pixels.

    Raises:
        BadPicture: It is broken, too large or of an unknown format.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_formats(data)) as image:
            _check(image.width, image.height)
            out = io.BytesIO()
            _square(image, size).save(out, "PNG")
    except BadPicture:
        raise
    except Exception as error:  # decoders of foreign bytes fail in many ways
        raise BadPicture(f"it cannot be read: {error}") from error
    return out.getvalue()


def _formats(data: bytes) -> tuple[str, ...]:
    """Return what a picture may be: WebP where it begins like it (RFC 9649, 2.4), else one of the others."""
    if data[:4] != b"RIFF" or data[8:12] != WEBP.encode():
        return FORMATS
    # Asked for WebP by itself, Pillow would load all the formats that it knows: 4 MB, of which one is wanted.
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
    """Return a picture with 8 bits a channel: of a grey of 16 bits Pillow would keep the lowest alone."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (255 / 65_535)).convert("L")
