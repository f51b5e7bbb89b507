"""The file of what the board remembers."""

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from lampfield.config.locked import locked
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
        self._is_ahead = False
        """The last change could not be written: `values` hold more than the file."""

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
        """Remember other values for some fields of `Memory`, whatever they are in the file.

        Returns why they are not kept for the next time; an empty text where they are. That is logged as well.
        """
        return self.edit(lambda memory: msgspec.structs.replace(memory, **values))

    def edit(self, operation: Callable[[Memory], Memory]) -> str:
        """Apply a change to what the file holds now: another board of the same person may have written it.

        Args:
            operation: Returns the memory with the change, and may be called twice.

        Returns why the change is not kept for the next time; an empty text where it is. That is logged too.
        """
        if self.path is None:
            self.values = operation(self.values)
            return ""
        before = self.values
        try:
            with locked(self.path):
                before = self._in_file(self.path)
                self.values = operation(before)
                _write(self.path, self.values)
                self._is_ahead = False
        except OSError as error:
            LOG.warning("%s cannot be written: %s", self.path, error)
            self.values, self._is_ahead = operation(before), True
            return f"{self.path} cannot be written: {error.strerror}"
        return ""

    def _in_file(self, path: Path) -> Memory:
        """Return what the file holds, unless this board remembers what it could not write."""
        return self.values if self._is_ahead or not path.exists() else type(self).read(path).values


def _write(path: Path, values: Memory) -> None:
    from lampfield.config.whole_file import write_whole

    write_whole(path, msgspec.json.format(msgspec.json.encode(values)).decode())
