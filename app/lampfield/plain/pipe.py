"""Lines from what is no terminal, or from one that is left as it is: a script, a pipe, an editor's shell."""

import asyncio
import threading
from contextlib import suppress
from typing import TextIO


class Pipe:
    """A stream that gives whole lines.

    Args:
        stream: Is read in a thread of its own, which ends with the process: a file can only be waited for so.
        is_person: Somebody types the lines, and gets a prompt.
    """

    def __init__(self, stream: TextIO, *, is_person: bool) -> None:
        self.is_person = is_person
        self._stream = stream
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a line may have been begun: of a person that cannot be known."""
        return self.is_person

    @property
    def typed(self) -> str:
        """Nothing: an editor, or the terminal itself, holds what is typed."""
        return ""

    @property
    def pressed_at(self) -> float | None:
        """None: no key is seen."""
        return None

    async def line(self) -> str | None:
        """Wait for the next line; None at the end of input."""
        if self._reading is None:
            self._reading = threading.Thread(
                target=self._read, args=(asyncio.get_running_loop(),), name="standard input", daemon=True
            )
            self._reading.start()
        return await self._lines.get()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        # What cannot be read, as a folder or a terminal that is gone, has ended.
        with suppress(OSError):
            for line in self._stream:
                if not self._pass_on(loop, line.rstrip("\r\n")):
                    return
        self._pass_on(loop, None)

    def _pass_on(self, loop: asyncio.AbstractEventLoop, line: str | None) -> bool:
        """Hand a line over. Returns False where nobody wants it any more."""
        try:
            loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:
            # The loop is closed: the session is over.
            return False
        return True
