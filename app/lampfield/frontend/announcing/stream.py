"""Where announcements go: a file, a device or a FIFO, which never holds up the one who writes."""

import errno
import logging
import os
from contextlib import suppress
from pathlib import Path

LOG = logging.getLogger(__name__)

OWNER_ONLY = 0o600
"""Messages stand in it."""

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Stream:
    """Lines to a place. What cannot be taken at once is left out: it would be old when it is read.

    A line of up to 4096 bytes is taken whole or not at all by a FIFO of Linux (pipe(7), PIPE_BUF); none of
    ours is longer. A FIFO may have no reader, get one, lose it and get another. A file is made where there is
    none, and goes on at its end.

    Args:
        path: The place.

    Raises:
        OSError: Nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left_out = 0
        self._failing = False
        self._descriptor = self._opened()

    def write(self, line: str) -> None:
        """Write a line, if somebody takes it; with how many were left out before, if any were."""
        missed = f"left out, {self._left_out} lines that nobody took in time\n" if self._left_out else ""
        self._left_out = 0 if self._took(f"{missed}{line}\n") else self._left_out + 1

    def close(self) -> None:
        """Let go of the place."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _took(self, text: str) -> bool:
        """Write a text. Returns False where it would have to wait."""
        try:
            self._put(text.encode(errors="replace"))
        except BlockingIOError:
            return False
        except OSError as error:
            self._report(error)
        else:
            self._failing = False
        return True

    def _put(self, data: bytes) -> None:
        """Write bytes; where the reader has gone, to the next one, should it be there already."""
        try:
            self._put_once(data)
        except BrokenPipeError:
            self.close()
            self._put_once(data)

    def _put_once(self, data: bytes) -> None:
        if self._descriptor is None:
            self._descriptor = self._opened()
        if self._descriptor is not None:
            os.write(self._descriptor, data)

    def _opened(self) -> int | None:
        """Open the place; None where it is a FIFO that nobody reads.

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
        """Say once that the place has failed."""
        if not self._failing:
            self._failing = True
            LOG.warning("%s takes no announcements: %s", self._path, error)
        with suppress(OSError):
            self.close()
