"""What commands write: data to standard output, everything else to standard error."""

import os
import stat
import sys
from typing import TextIO, cast

from lampfield.cli.printable import printable


def say(text: str) -> None:
    """Write a line of data, and let it go at once: somebody may read it in a pipe."""
    print(printable(text), flush=True)


def warn(text: str) -> None:
    """Write a line for the person."""
    print(f"lampfield: {printable(text)}", file=sys.stderr, flush=True)


def open_closed_streams() -> None:
    """Let standard streams that are closed lead nowhere.

    Otherwise the next file or socket would get the number of one of them, and what is said would go there.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free number is taken, which is this one.
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or _stream(0, "r")
    sys.stdout = sys.stdout or _stream(1, "w")
    sys.stderr = sys.stderr or _stream(2, "w")


def _stream(descriptor: int, mode: str) -> TextIO:
    return cast("TextIO", os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def survive_any_text() -> None:
    """Let a character that the terminal's encoding lacks come out as an escape, and bad input as a sign."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors=errors)


def forget_reader() -> None:
    """Send what is left for a reader that is gone to nowhere, so that the interpreter ends quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


async def reader_gone() -> None:
    """Wait until the reader of standard output is gone; for ever where that cannot be seen.

    A writer learns of it by writing, which may be hours away. A pipe tells before.
    """
    import asyncio

    gone = asyncio.Event()
    output = sys.stdout.fileno()
    mode = os.fstat(output).st_mode
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        # Nobody can read from this end: the only event is that the other end was closed.
        asyncio.get_running_loop().add_reader(output, gone.set)
    await gone.wait()
