"""Checks for a terminal that can show the board."""

import os
import sys
from collections.abc import Mapping, MutableMapping

from lampfield.cli.failure import Unusable

DRIVER = "TEXTUAL_DRIVER"
"""The variable that is set if another program draws the board, as `lampfield web` does."""

UNABLE = ("dumb", "unknown")
"""Kinds of terminal that cannot move the cursor (terminfo(5))."""

SIZE = ("COLUMNS", "LINES")

INSTEAD = "use --plain for lines instead of a screen, or `lampfield serve` for the hub alone"


def check_screen(environ: Mapping[str, str]) -> None:
    """Check for a terminal that can show the board.

    Raises:
        Unusable: There is none.
    """
    if environ.get(DRIVER):
        return
    if environ.get("TERM") in UNABLE:
        raise Unusable(f"a terminal of the kind {environ['TERM']} cannot show the board: {INSTEAD}")
    streams = {"input": sys.stdin, "output": sys.stdout, "error": sys.stderr}
    for name, stream in streams.items():
        if not stream.isatty():
            raise Unusable(f"standard {name} is no terminal, so that there is no board: {INSTEAD}")


def take_true_size(environ: MutableMapping[str, str]) -> None:
    """Remove the sizes in the environment if the terminal reports its own.

    Shells and containers export ``COLUMNS`` and ``LINES`` once; a library that uses them draws for a wrong
    size and ignores every resize.
    """
    if environ.get(DRIVER):
        return
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return
    if all(size):
        for name in SIZE:
            environ.pop(name, None)
