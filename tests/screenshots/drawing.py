"""From a scene to its picture."""

import html
import re

from rich.cells import cell_len

from tests.screenshots.scenes import Scene
from tests.screenshots.stage import stage

SPACED_TEXT = re.compile(r'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>((?:&#160;)+)([^<&][^<]*)<')
"""A text of a picture that begins with spaces."""


async def draw(scene: Scene) -> str:
    """Play a scene and return its picture as SVG."""
    async with stage(scene.setting, scene.columns, scene.rows, scene.look, public=scene.public) as standing:
        await scene.play(standing)
        await standing.settles()
        return trimmed(standing.app.export_screenshot(title="lampfield"))


def trimmed(svg: str) -> str:
    """Return a picture whose texts begin at their first letter: some viewers drop spaces before it."""
    return re.sub(
        r'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>((?:&#160;)+)([^<&][^<]*)<', _moved, svg
    )


def _moved(text: re.Match[str]) -> str:
    left, top, length, rest, spaces, words = text.groups()
    count = len(spaces) // len("&#160;")
    cell = float(length) / (count + cell_len(html.unescape(words)))
    left, length = float(left) + count * cell, float(length) - count * cell
    return f'x="{left:g}" y="{top}" textLength="{length:g}"{rest}>{words}<'
