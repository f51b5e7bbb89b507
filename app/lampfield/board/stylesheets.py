"""The paths of the shipped stylesheets."""

from importlib import import_module
from pathlib import Path


def stylesheet(name: str) -> Path:
    """Return the path of a shipped stylesheet, such as ``board.tcss``."""
    return Path(import_module("lampfield.styles").__path__[0], name)
