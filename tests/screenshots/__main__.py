"""Draw ``screenshots/`` anew: ``python -m tests.screenshots [NAME ...]``."""

import asyncio
import os
import sys

from tests.repository import ROOT
from tests.screenshots.drawing import draw
from tests.screenshots.scenes import SCENES


def main(names: list[str]) -> int:
    """Draw the scenes of some names, or all, as on a terminal of all colours."""
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    os.environ.pop("NO_COLOR", None)
    for scene in SCENES:
        if not names or scene.name in names:
            (ROOT / "screenshots" / f"{scene.name}.svg").write_text(asyncio.run(draw(scene)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
