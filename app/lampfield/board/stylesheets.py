"""Where the shipped stylesheets lie."""

from importlib.resources import files
from pathlib import Path


def stylesheet(name: str) -> Path:
    """Return the path of a shipped stylesheet, such as ``board.tcss``."""
    return Path(str(files("lampfield.styles").joinpath(name)))
