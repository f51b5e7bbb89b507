"""A lock on a user's own file, so that two boards of one user do not write it at the same time."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK_SECONDS = 1.0
"""The longest wait for the lock. A board that is stopped while it holds the lock must not stop the others."""

POLL_SECONDS = 0.01


@contextmanager
def locked(path: Path, seconds: float = LOCK_SECONDS) -> Iterator[bool]:
    """Hold the lock of a file while it is read, changed and written. Yields whether the lock is held.

    It locks the file's folder: no lock file is left behind, and the lock survives the file's replacement.
    Where folders cannot be locked (Windows, some network file systems), it locks nothing.

    Args:
        path: The file; it need not exist.
        seconds: The longest wait for another process. After that it continues without the lock.

    Raises:
        OSError: The folder cannot be created.
    """
    folder = path.resolve().parent
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = _opened(folder)
    try:
        yield descriptor is not None and _lock(descriptor, time.monotonic() + seconds)
    finally:
        if descriptor is not None:
            # Closing it releases the lock.
            os.close(descriptor)


def _opened(folder: Path) -> int | None:
    with suppress(OSError):
        return os.open(folder, os.O_RDONLY)
    return None


def _lock(descriptor: int, until: float) -> bool:
    try:
        import fcntl
    except ImportError:
        return False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(POLL_SECONDS)
        except OSError:
            return False
        else:
            return True
