"""Draw ``screenshots/`` anew: ``python -m tests.screenshots [NAME ...]``."""

import asyncio
import sys

from tests.repository import ROOT
from tests.screenshots.drawing import draw
from tests.screenshots.scenes import SCENES


def main(names: list[str]) -> int:
    """Draw the scenes of some names, or all."""
    for scene in SCENES:
        if not names or scene.name in names:
            (ROOT / "screenshots" / f"{scene.name}.svg").write_text(asyncio.run(draw(scene)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
