"""Sets up the log: to standard error, or to a file while the board has the terminal."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from typing import cast

from lampfield.cli.printable import printable
from lampfield.cli.stdio import warn
from lampfield.config.places import FolderUnknown, log_path

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MAX_FILE_BYTES = 1_000_000
OLD_FILES = 2
OWNER_ONLY = 0o600


class Printable(logging.Formatter):
    """Formats lines without control characters: they quote text from servers and peers."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return printable(super().format(record))


class PrivateFile(RotatingFileHandler):
    """A log file, with its predecessors, that only its owner can read: it contains names and numbers."""

    def _open(self) -> TextIOWrapper:
        opened = open(self.baseFilename, self.mode, encoding=self.encoding, opener=_private)  # noqa: SIM115
        file = cast("TextIOWrapper", opened)
        os.fchmod(file.fileno(), OWNER_ONLY)
        return file


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Printable(FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    _quiet_libraries()


def log_to_file() -> None:
    """Log to the board's log file. If it cannot be written, warn and log nothing."""
    try:
        path = log_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = PrivateFile(path, maxBytes=MAX_FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
        handler.setFormatter(Printable(FORMAT))
    except (OSError, FolderUnknown) as error:
        why = f"{path} cannot be written: {error.strerror}" if isinstance(error, OSError) else error
        warn(f"there will be no log: {why}")
        logging.basicConfig(handlers=[logging.NullHandler()])
        return
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    _quiet_libraries()


def _quiet_libraries() -> None:
    """Limit other libraries to warnings: our own code logs each connection."""
    for name in ("websockets", "httpx", "httpcore", "asyncio", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It logs a wrong password and an untrusted certificate as errors; our code reports both, with the fix.
    logging.getLogger("slixmpp").setLevel(logging.CRITICAL)
