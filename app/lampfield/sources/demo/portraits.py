"""Generated portraits of fictitious people: small, drawn, and the same every time."""

import colorsys
import io
import math
from random import Random
from typing import NamedTuple

from PIL import Image

SIZE_PIXELS = 128
SKINS = ("#f3d2b3", "#e0ac84", "#c68642", "#8d5524", "#5c3a21", "#ffdbac")
HAIRS = ("#1c1410", "#3b2418", "#6b4423", "#a5682a", "#d8b46a", "#9a9a9a", "#7a2e1d")
DARK, LIPS = "#222222", "#803030"

UNITS = 16
"""The length of a portrait's edge in drawing units."""

Colour = str | tuple[int, int, int]


class Disc(NamedTuple):
    """An ellipse in drawing units."""

    x: float
    y: float
    half_width: float
    half_height: float
    colour: Colour
    top: float = -1.0
    """The part above it is cut off: -1 is the upper end, 0 the middle."""


def portrait(photo_id: str, seed: int) -> bytes:
    """Return a person's portrait as a PNG.

    Args:
        photo_id: The person's.
        seed: The simulation's; the same id and seed give the same image.
    """
    rng = Random(f"{seed}/{photo_id}")
    # Drawn at double size: downscaling smooths the edges.
    side = SIZE_PIXELS * 2
    hue = rng.random()
    image = Image.new("RGB", (side, side), _colour(hue, 0.35, 0.85))
    for disc in (*_background(hue, rng), *_figure(rng)):
        _paint(image, disc)
    out = io.BytesIO()
    image.resize((SIZE_PIXELS, SIZE_PIXELS), Image.Resampling.LANCZOS).quantize(64).save(out, "PNG")
    return out.getvalue()


def _background(hue: float, rng: Random) -> list[Disc]:
    """Return large pale discs."""
    discs = []
    for _ in range(4):
        radius = rng.uniform(UNITS / 6, UNITS / 2)
        tint = _colour(hue + rng.uniform(-0.08, 0.08), 0.25, rng.uniform(0.75, 0.97))
        discs.append(Disc(rng.uniform(0, UNITS), rng.uniform(0, UNITS), radius, radius, tint))
    return discs


def _figure(rng: Random) -> list[Disc]:
    """Return shoulders, neck, hair, face and sometimes glasses, in the order in which they are painted."""
    skin, hair = rng.choice(SKINS), rng.choice(HAIRS)
    width = rng.uniform(2.9, 3.5)
    shoulders = Disc(8, 16, 6.2, 4.6, _colour(rng.random(), 0.55, 0.6))
    long_hair = [Disc(8, 8.2, width + 1, 5.2, hair)] if rng.random() < 0.5 else []
    neck, crown = Disc(8, 11.2, 1.5, 2.2, skin), Disc(8, 5.8, width + 0.4, 3.6, hair)
    face = Disc(8, 7.3, width, 3.9, skin)
    eyes = [disc for x in (6.6, 9.4) for disc in _eye(x, skin, glasses=width > 3.3)]
    mouth = [Disc(8, 8.6, 1.3, 1.1, LIPS, top=0.35), Disc(8, 8.6, 1.05, 0.85, skin, top=0.35)]
    return [shoulders, *long_hair, neck, crown, face, *eyes, *mouth]


def _eye(x: float, skin: str, *, glasses: bool) -> list[Disc]:
    frame = [Disc(x, 6.9, 1, 0.9, DARK), Disc(x, 6.9, 0.85, 0.75, skin)] if glasses else []
    return [*frame, Disc(x, 6.9, 0.35, 0.35, DARK)]


def _paint(image: Image.Image, disc: Disc) -> None:
    """Paint an ellipse row by row: Pillow's own drawing module would load its font code, 2 MB."""
    unit = image.width / UNITS
    middle, high, wide = disc.y * unit, disc.half_height * unit, disc.half_width * unit
    for row in range(max(0, math.ceil(middle + disc.top * high)), min(image.height, int(middle + high) + 1)):
        reach = wide * math.sqrt(max(0.0, 1 - ((row - middle) / high) ** 2))
        left, right = round(disc.x * unit - reach), round(disc.x * unit + reach)
        if left < right:
            image.paste(disc.colour, (left, row, right, row + 1))


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)
