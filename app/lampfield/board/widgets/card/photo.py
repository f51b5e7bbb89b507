"""The photo of a card, drawn by a library that is loaded on first use."""

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.widget import Widget

from lampfield.board.widgets.card.head import PhotoFrame
from lampfield.config.settings import PhotoChoice

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""

LIGHT: Colour = (255, 255, 255)
DARK: Colour = (0, 0, 0)

LEAST_DIFFERENCE = 48
"""The minimum difference between the mean lightness of a photo and its background, of 255; below it is
invisible."""


class Terminal:
    """The result of querying the terminal."""

    draws_blocks_alone = False
    """The terminal could not be queried, so only half blocks are used."""


def ask_terminal() -> None:
    """Make the library query the terminal's graphics before the board reads its input.

    A terminal that cannot be queried, such as one without a size, gets photos of half blocks.
    """
    try:
        import textual_image.widget  # noqa: F401
    except Exception as error:  # noqa: BLE001  (whatever fails there, the board starts)
        log.info("the terminal cannot be asked what it draws, photos are half blocks: %r", error)
        Terminal.draws_blocks_alone = True


def load(data: bytes) -> "Image":
    """Load the drawing library and one photo: RGBA if it has transparent parts, else RGB.

    It takes a while, so call it in a thread.

    Raises:
        OSError: It is not an image.
        ValueError: It is not an image, or too large.
    """
    from PIL import Image

    with _unasked():
        import textual_image.widget  # noqa: F401

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except (SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error


def photo_widget(picture: "Image", choice: PhotoChoice, frame: PhotoFrame, ground: Colour) -> Widget:
    """Return a widget that draws a photo.

    Args:
        picture: The photo, as `load` returns it.
        choice: How it is drawn.
        frame: Its size.
        ground: The colour of the card, visible through transparent parts.
    """
    import textual_image.widget as kinds

    kind = {
        PhotoChoice.AUTO: kinds.Image,
        PhotoChoice.KITTY: kinds.TGPImage,
        PhotoChoice.SIXEL: kinds.SixelImage,
    }.get(PhotoChoice.BLOCKS if Terminal.draws_blocks_alone else choice, kinds.HalfcellImage)
    widget: Widget = kind(on_ground(picture, ground), id="card-photo")
    widget.styles.width, widget.styles.height = frame.columns, frame.rows
    return widget


def on_ground(picture: "Image", ground: Colour) -> "Image":
    """Return a photo without transparent parts.

    If it is about as dark or as light as the background it would be invisible, so the background is changed.
    """
    from PIL import Image, ImageStat

    if picture.mode != "RGBA":
        return picture
    opaque = picture.getchannel("A")
    if opaque.getextrema()[1]:
        light = ImageStat.Stat(picture.convert("L"), opaque).mean[0]
        if abs(light - _light(ground)) < LEAST_DIFFERENCE:
            ground = DARK if light > 127 else LIGHT
    return Image.alpha_composite(Image.new("RGBA", picture.size, (*ground, 255)), picture).convert("RGB")


def _light(colour: Colour) -> float:
    """Return the lightness of a colour, from 0 to 255 (ITU-R BT.601, as in Pillow)."""
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


@contextmanager
def _unasked() -> Iterator[None]:
    """Keep the library from querying the terminal while the board reads the answers as keys."""
    before = sys.__stdout__
    sys.__stdout__ = io.StringIO()  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        sys.__stdout__ = before  # type: ignore[misc]
