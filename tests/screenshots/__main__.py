"""Draw ``screenshots/`` anew: ``python -m tests.screenshots [NAME ...]``."""

import asyncio
import html
import re
import sys

from rich.cells import cell_len

from tests.repository import ROOT
from tests.screenshots.scenes import SCENES, Scene
from tests.screenshots.stage import stage

SPACED_TEXT = re.compile(r'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>((?:&#160;)+)([^<&][^<]*)<')
"""A text of a picture that begins with spaces."""


async def draw(scene: Scene) -> str:
    """Play a scene and return its picture as SVG."""
    async with stage(scene.columns, scene.rows) as standing:
        await scene.play(standing)
        await standing.pilot.pause()
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


def main(names: list[str]) -> int:
    """Draw the scenes of some names, or all."""
    for scene in SCENES:
        if not names or scene.name in names:
            (ROOT / "screenshots" / f"{scene.name}.svg").write_text(asyncio.run(draw(scene)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
