"""Photos made ready for the terminal: transparent ones, and a terminal that cannot be asked."""

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest
from PIL import Image

from lampfield.board.widgets.card.head import PhotoFrame
from lampfield.board.widgets.card.photo import DARK, LIGHT, Colour, Terminal, load, on_ground, photo_widget
from lampfield.config.settings import PhotoChoice

BLUE = (0, 0, 200)


def sign(colour: Colour, mode: str = "RGBA") -> bytes:
    """Return a square of one colour in the middle of a transparent picture."""
    image = Image.new("RGBA", (8, 8))
    image.paste((*colour, 255), (2, 2, 6, 6))
    out = io.BytesIO()
    image.convert(mode).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize(
    ("colour", "ground", "seen"),
    [
        (DARK, LIGHT, LIGHT),
        (LIGHT, DARK, DARK),
        (DARK, BLUE, LIGHT),
        (LIGHT, BLUE, BLUE),
        (DARK, (20, 20, 20), LIGHT),
        (LIGHT, (240, 240, 240), DARK),
    ],
)
def test_a_transparent_photo_shows_what_it_shows(
    mode: str, colour: Colour, ground: Colour, seen: Colour
) -> None:
    shown = on_ground(load(sign(colour, mode)), ground)
    assert shown.mode == "RGB"
    assert (shown.getpixel((3, 3)), shown.getpixel((0, 0))) == (colour, seen)


def test_a_photo_without_transparent_parts_stays_as_it_is() -> None:
    picture = load(sign(DARK, "RGB"))
    assert picture.mode == "RGB"
    assert on_ground(picture, DARK) is picture


def test_an_empty_photo_is_the_ground_alone() -> None:
    assert on_ground(Image.new("RGBA", (4, 4)), BLUE).getcolors() == [(16, BLUE)]


def test_a_terminal_that_cannot_be_asked_gets_half_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    import textual_image.widget as kinds

    picture = load(sign(DARK))
    for choice in (PhotoChoice.SIXEL, PhotoChoice.KITTY, PhotoChoice.AUTO):
        monkeypatch.setattr(Terminal, "draws_blocks_alone", True)
        assert type(photo_widget(picture, choice, PhotoFrame(10, 5), DARK)) is kinds.HalfcellImage
    monkeypatch.setattr(Terminal, "draws_blocks_alone", False)
    assert type(photo_widget(picture, PhotoChoice.SIXEL, PhotoFrame(10, 5), DARK)) is kinds.SixelImage
    assert type(photo_widget(picture, PhotoChoice.BLOCKS, PhotoFrame(10, 5), DARK)) is kinds.HalfcellImage


PROGRAM = """\
import sys
from lampfield.board.widgets.card.photo import Terminal, ask_terminal, load
ask_terminal()
sys.stderr.write(f"{Terminal.draws_blocks_alone} {load(bytes.fromhex(sys.argv[1])).size}")
"""


def test_a_terminal_without_a_size_is_no_end() -> None:
    master, slave = pty.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, sign(DARK).hex()],
            stdin=slave,
            stdout=slave,
            stderr=subprocess.PIPE,
            timeout=30,
            check=True,
        )
    finally:
        os.close(slave)
        os.close(master)
    assert done.stderr.decode() == "True (8, 8)"
