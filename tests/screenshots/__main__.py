"""Draw ``screenshots/`` anew: ``python -m tests.screenshots [NAME ...]``."""

import asyncio
import os
import sys

from tests.repository import ROOT
from tests.screenshots.drawing import draw, draw_moving, draw_state, names
from tests.screenshots.scenes import SCENES

PICTURES = ROOT / "screenshots"
GALLERY = PICTURES / "gallery"
MOVING = "find-dial-chat"


def main(wanted: list[str]) -> int:
    """Draw the pictures of some names, or all, as on a terminal of all colours."""
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    os.environ.pop("NO_COLOR", None)
    for scene in SCENES:
        if not wanted or scene.name in wanted:
            (PICTURES / f"{scene.name}.svg").write_text(asyncio.run(draw(scene)))
    if not wanted or MOVING in wanted:
        (PICTURES / f"{MOVING}.svg").write_text(asyncio.run(draw_moving()))
    if not wanted or "gallery" in wanted:
        _draw_gallery()
    return 0


def _draw_gallery() -> None:
    GALLERY.mkdir(exist_ok=True)
    for old in GALLERY.glob("*.svg"):
        old.unlink()
    for state, size in names():
        for name, svg in asyncio.run(draw_state(state, size)).items():
            (GALLERY / f"{name}.svg").write_text(svg)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
