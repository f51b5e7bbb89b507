"""The photo of a card: drawn by a library that is loaded when there is one to show."""

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
"""Between the mean light of a photo and that of its ground, of 255; with less it would not be seen."""


class Terminal:
    """What asking the terminal showed."""

    draws_blocks_alone = False
    """It could not be asked, so that what it can draw besides is not known."""


def ask_terminal() -> None:
    """Let the library ask the terminal what it can draw, before the board reads what comes from there.

    A terminal that cannot be asked, such as one without a size, gets photos of half blocks.
    """
    try:
        import textual_image.widget  # noqa: F401
    except Exception as error:  # noqa: BLE001  (whatever fails there, the board starts)
        log.info("the terminal cannot be asked what it draws, photos are half blocks: %r", error)
        Terminal.draws_blocks_alone = True


def load(data: bytes) -> "Image":
    """Load what draws photos, and one photo: RGBA where it has transparent parts, else RGB.

    It takes a while, so a thread is the place for it.

    Raises:
        OSError: It is no picture.
        ValueError: It is no picture, or one without end.
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
    """Return a widget that draws a photo in a place.

    Args:
        picture: The photo, as `load` returns it.
        choice: How it is drawn.
        frame: Its place.
        ground: The colour of the card, which is seen through transparent parts.
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

    What is as dark or as light as the ground would not be seen there: it gets another ground.
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
    """Return how light a colour is, from 0 to 255 (ITU-R BT.601, as Pillow has it)."""
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


@contextmanager
def _unasked() -> Iterator[None]:
    """Keep the library from asking the terminal while the board reads its answers as keys."""
    before = sys.__stdout__
    sys.__stdout__ = io.StringIO()  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        sys.__stdout__ = before  # type: ignore[misc]
