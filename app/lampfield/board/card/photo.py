"""The photo of a card: drawn by a library that is loaded when there is one to show."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.widget import Widget

from lampfield.board.card.head import Frame
from lampfield.config.settings import PhotoChoice

if TYPE_CHECKING:
    from PIL.Image import Image


def ask_terminal() -> None:
    """Let the library ask the terminal what it can draw, before the board reads what comes from there."""
    import textual_image.widget  # noqa: F401


def load(data: bytes) -> "Image":
    """Load what draws photos, and one photo. It takes a while, so a thread is the place for it.

    Raises:
        OSError: It is no picture.
        ValueError: It is no picture, or one without end.
    """
    from PIL import Image

    with _unasked():
        import textual_image.widget  # noqa: F401

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.convert("RGB")
    except (SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error


def photo_widget(picture: "Image", choice: PhotoChoice, frame: Frame) -> Widget:
    """Return a widget that draws a photo in a place."""
    import textual_image.widget as kinds

    kind = {
        PhotoChoice.AUTO: kinds.Image,
        PhotoChoice.KITTY: kinds.TGPImage,
        PhotoChoice.SIXEL: kinds.SixelImage,
    }.get(choice, kinds.HalfcellImage)
    widget: Widget = kind(picture, id="card-photo")
    widget.styles.width, widget.styles.height = frame.columns, frame.rows
    return widget


@contextmanager
def _unasked() -> Iterator[None]:
    """Keep the library from asking the terminal while the board reads its answers as keys."""
    before = sys.__stdout__
    sys.__stdout__ = io.StringIO()  # type: ignore[misc,assignment]
    try:
        yield
    finally:
        sys.__stdout__ = before  # type: ignore[misc]
