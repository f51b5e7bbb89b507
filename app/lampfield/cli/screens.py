"""Whether there is a terminal that can show the board."""

import os
import sys
from collections.abc import Mapping, MutableMapping

from lampfield.cli.failure import Unusable

DRIVER = "TEXTUAL_DRIVER"
"""Set where another program draws the board, as `lampfield web` does."""

UNABLE = ("dumb", "unknown")
"""Kinds of terminal that can only write one line after another (terminfo(5))."""

SIZE = ("COLUMNS", "LINES")

INSTEAD = "use --plain for lines in place of a screen, or `lampfield serve` for the hub alone"


def check_screen(environ: Mapping[str, str]) -> None:
    """See to it that the board has a terminal that can show it.

    Raises:
        Unusable: It has none.
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
    """Forget sizes in the environment where the terminal tells its own.

    Shells and containers export ``COLUMNS`` and ``LINES`` as they were once; a library that believes them
    draws for a size that is not there, and hears of no other.
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
