"""Portraits of people who do not exist: drawn, small, and the same each time."""

import colorsys
import io
from random import Random

from PIL import Image, ImageDraw

SIZE_PIXELS = 128
SKINS = ("#f3d2b3", "#e0ac84", "#c68642", "#8d5524", "#5c3a21", "#ffdbac")
HAIRS = ("#1c1410", "#3b2418", "#6b4423", "#a5682a", "#d8b46a", "#9a9a9a", "#7a2e1d")


def portrait(photo_id: str, seed: int) -> bytes:
    """Return a person's portrait as a PNG.

    Args:
        photo_id: Whose it is.
        seed: The office's; the same two give the same picture.
    """
    rng = Random(f"{seed}/{photo_id}")
    # Drawn at twice the size: scaling down gives smooth edges.
    side = SIZE_PIXELS * 2
    hue = rng.random()
    image = Image.new("RGB", (side, side), _colour(hue, 0.35, 0.85))
    draw = ImageDraw.Draw(image)
    _background(draw, side, hue, rng)
    _figure(draw, side, rng)
    out = io.BytesIO()
    image.resize((SIZE_PIXELS, SIZE_PIXELS), Image.Resampling.LANCZOS).quantize(64).save(out, "PNG")
    return out.getvalue()


def _background(draw: ImageDraw.ImageDraw, side: int, hue: float, rng: Random) -> None:
    """Paint large pale discs."""
    for _ in range(4):
        x, y, radius = rng.randrange(side), rng.randrange(side), rng.randrange(side // 6, side // 2)
        tint = _colour(hue + rng.uniform(-0.08, 0.08), 0.25, rng.uniform(0.75, 0.97))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tint)


def _figure(draw: ImageDraw.ImageDraw, side: int, rng: Random) -> None:
    """Paint shoulders, neck, hair, a face and perhaps glasses."""
    unit = side / 16
    skin, hair = rng.choice(SKINS), rng.choice(HAIRS)
    width = rng.uniform(2.9, 3.5)
    shirt = _colour(rng.random(), 0.55, 0.6)
    draw.ellipse(_box(unit, 8, 16, 6.2, 4.6), fill=shirt)
    if rng.random() < 0.5:
        draw.ellipse(_box(unit, 8, 8.2, width + 1, 5.2), fill=hair)
    draw.ellipse(_box(unit, 8, 11.2, 1.5, 2.2), fill=skin)
    draw.ellipse(_box(unit, 8, 5.8, width + 0.4, 3.6), fill=hair)
    draw.ellipse(_box(unit, 8, 7.3, width, 3.9), fill=skin)
    for eye in (6.6, 9.4):
        draw.ellipse(_box(unit, eye, 6.9, 0.35, 0.35), fill="#222222")
        if width > 3.3:
            draw.ellipse(_box(unit, eye, 6.9, 1, 0.9), outline="#222222", width=max(1, side // 90))
    draw.arc(_box(unit, 8, 8.6, 1.3, 1.1), 20, 160, fill="#803030", width=max(1, side // 64))


def _box(unit: float, x: float, y: float, half_width: float, half_height: float) -> tuple[float, ...]:
    return tuple(unit * edge for edge in (x - half_width, y - half_height, x + half_width, y + half_height))


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)
