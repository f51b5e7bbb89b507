"""Non-blocking output of announcements to a file, a device or a FIFO."""

import errno
import logging
import os
from contextlib import suppress
from pathlib import Path

LOG = logging.getLogger(__name__)

OWNER_ONLY = 0o600
"""The permissions of a new file: it contains messages."""

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Stream:
    """Writes lines without blocking. Lines that would block are dropped: they would be outdated when read.

    A Linux FIFO accepts a line of up to 4096 bytes as a whole or not at all (pipe(7), PIPE_BUF); no line here
    is longer. A FIFO may have no reader, and may lose one and get another. A file is created if missing, and
    appended to.

    Args:
        path: The file, device or FIFO.

    Raises:
        OSError: It cannot be opened for writing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left_out = 0
        self._failing = False
        self._descriptor = self._opened()

    def write(self, line: str) -> None:
        """Write a line if it does not block, after a note of how many lines were dropped before."""
        missed = f"left out, {self._left_out} lines that nobody took in time\n" if self._left_out else ""
        self._left_out = 0 if self._try_write(f"{missed}{line}\n") else self._left_out + 1

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _try_write(self, text: str) -> bool:
        """Write a text. Returns False if that would block."""
        try:
            self._write(text.encode(errors="replace"))
        except BlockingIOError:
            return False
        except OSError as error:
            self._report(error)
        else:
            self._failing = False
        return True

    def _write(self, data: bytes) -> None:
        """Write bytes. If the reader of a FIFO has gone, try once more with its next reader."""
        try:
            self._write_once(data)
        except BrokenPipeError:
            self.close()
            self._write_once(data)

    def _write_once(self, data: bytes) -> None:
        if self._descriptor is None:
            self._descriptor = self._opened()
        if self._descriptor is not None:
            os.write(self._descriptor, data)

    def _opened(self) -> int | None:
        """Open the file; None for a FIFO without a reader.

        Raises:
            OSError: It cannot be opened for another reason.
        """
        try:
            return os.open(self._path, _FLAGS, OWNER_ONLY)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            return None

    def _report(self, error: OSError) -> None:
        """Log a failure once, until the next success."""
        if not self._failing:
            self._failing = True
            LOG.warning("cannot write announcements to %s: %s", self._path, error)
        with suppress(OSError):
            self.close()
