"""``python -m lampfield.cli.web.board_process``: the process of one board in a browser.

It reads its login from standard input. After that, standard input and output belong to textual-serve.
"""

import asyncio
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lampfield.cli import tuning
from lampfield.cli.failure import FAILED
from lampfield.cli.stdio import reader_gone

MAX_LINE_BYTES = 65_536
STANDARD_INPUT, STANDARD_OUTPUT = 0, 1

LAST_SECONDS = 5.0
"""How long a board may take to exit once nobody reads its output."""


def main() -> int:
    """Run the board. Return the exit status."""
    tuning.pause()
    import msgspec

    from lampfield.cli.boards import on_hub
    from lampfield.cli.logs import log_to_file
    from lampfield.cli.web.credentials import Credentials, login_of

    end_with_server(os.dup(STANDARD_OUTPUT))
    login = login_of(msgspec.json.decode(line_of(STANDARD_INPUT), type=Credentials))
    log_to_file()
    return asyncio.run(_run_while_read(on_hub(login, keep_in=Path("web", quote(login.account, safe="")))))


async def _run_while_read(board: Coroutine[Any, Any, int]) -> int:
    """Run a board until it ends or nobody reads its output: the server may have been killed."""
    # Before the board starts, because it replaces standard output.
    unread = asyncio.create_task(reader_gone())
    running = asyncio.ensure_future(board)
    await asyncio.wait((running, unread), return_when=asyncio.FIRST_COMPLETED)
    unread.cancel()
    if running.done():
        return running.result()
    running.cancel()
    with suppress(OSError, asyncio.CancelledError):
        await running
    return FAILED


def end_with_server(output: int, last_seconds: float = LAST_SECONDS) -> None:
    """Kill this process some time after the reader of its output is gone, even if the event loop is busy.

    A server that exits stops its boards; a server that is killed cannot.

    Args:
        output: A descriptor of the pipe to the server, duplicated for this purpose.
        last_seconds: How long this process may take to exit.
    """

    def watch() -> None:
        poll = select.poll()
        # No events are requested: poll(2) always reports that the other end is closed.
        poll.register(output, 0)
        poll.poll()
        time.sleep(last_seconds)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="server gone", daemon=True).start()


def line_of(descriptor: int) -> bytes:
    """Read a line, and nothing after it."""
    line = b""
    while not line.endswith(b"\n") and len(line) < MAX_LINE_BYTES and (more := os.read(descriptor, 1)):
        line += more
    return line


if __name__ == "__main__":
    sys.exit(main())
