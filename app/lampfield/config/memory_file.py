"""The file of what the board remembers."""

import logging
from pathlib import Path

import msgspec

from lampfield.config.memory import Memory
from lampfield.config.put_aside import put_aside

LOG = logging.getLogger(__name__)


class MemoryFile:
    """What is remembered, and the file that keeps it.

    Nobody writes this file by hand, so one that cannot be used is put aside, and the board begins anew.

    Args:
        path: The file; it need not be there. None: nothing is kept.
        values: What it holds.
    """

    def __init__(self, path: Path | None = None, values: Memory | None = None) -> None:
        self.path = path
        self.values = values or Memory()

    @classmethod
    def read(cls, path: Path) -> "MemoryFile":
        """Return what a file holds."""
        try:
            return cls(path, msgspec.json.decode(path.read_bytes(), type=Memory))
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError, RecursionError) as error:
            LOG.warning("%s cannot be used and is put aside: %s", path, error)
            put_aside(path)
            return cls(path)

    def change(self, **values: object) -> str:
        """Remember other values for some fields of `Memory`.

        Returns why they are not kept for the next time; an empty text where they are. That is logged as well.
        """
        self.values = msgspec.structs.replace(self.values, **values)
        if self.path is None:
            return ""
        from lampfield.config.whole_file import write_whole

        try:
            write_whole(self.path, msgspec.json.format(msgspec.json.encode(self.values)).decode())
        except OSError as error:
            LOG.warning("%s cannot be written: %s", self.path, error)
            return f"{self.path} cannot be written: {error.strerror}"
        return ""
