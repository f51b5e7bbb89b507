"""httpx without its command line.

``import httpx`` also loads the libraries of the command ``httpx`` where they are installed (click, Pygments,
parts of Rich). They take 2.5 MB and half the time of the import. httpx runs without them, too.
"""

import importlib
import sys

COMMAND_LINE = "httpx._main"


def _load() -> None:
    """Load httpx while its command line counts as not installed (`sys.modules` explains None)."""
    if "httpx" in sys.modules:
        return
    sys.modules[COMMAND_LINE] = None  # type: ignore[assignment]
    try:
        importlib.import_module("httpx")
    finally:
        del sys.modules[COMMAND_LINE]


_load()

import httpx  # noqa: E402

__all__ = ["httpx"]
