"""The standard streams of commands: data to standard output, everything else to standard error."""

import os
import stat
import sys
from typing import TextIO, cast

from lampfield.cli.printable import printable


def say(text: str) -> None:
    """Write a line of data and flush it for a reader in a pipe."""
    print(printable(text), flush=True)


def warn(text: str) -> None:
    """Write a line to standard error, for the person."""
    print(f"lampfield: {printable(text)}", file=sys.stderr, flush=True)


def open_closed_streams() -> None:
    """Open closed standard streams on the null device.

    Otherwise the next file or socket would get the descriptor of one of them, and receive its output.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # open(2) takes the lowest free descriptor, which is this one.
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or _stream(0, "r")
    sys.stdout = sys.stdout or _stream(1, "w")
    sys.stderr = sys.stderr or _stream(2, "w")


def _stream(descriptor: int, mode: str) -> TextIO:
    return cast("TextIO", os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def survive_any_text() -> None:
    """Escape characters that the output's encoding lacks, and replace undecodable input."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors=errors)


def forget_reader() -> None:
    """Redirect output whose reader is gone to the null device, so that the interpreter exits quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


async def reader_gone() -> None:
    """Wait until the reader of standard output is gone; indefinitely if that cannot be detected.

    Otherwise a command would notice only at its next write, which may be hours away.
    """
    import asyncio

    gone = asyncio.Event()
    output = sys.stdout.fileno()
    mode = os.fstat(output).st_mode
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        # This end cannot be read: the only event is that the other end was closed.
        asyncio.get_running_loop().add_reader(output, gone.set)
    await gone.wait()
