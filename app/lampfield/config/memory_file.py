"""The file that keeps what the board remembers."""

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from lampfield.config.locked import locked
from lampfield.config.memory import Memory
from lampfield.config.put_aside import put_aside

LOG = logging.getLogger(__name__)


class MemoryFile:
    """What the board remembers, and the file that keeps it.

    Nobody edits this file by hand: if it cannot be read, it is put aside and the board starts empty.

    Args:
        path: The file; it need not exist. None: nothing is kept.
        values: What it holds.
    """

    def __init__(self, path: Path | None = None, values: Memory | None = None) -> None:
        self.path = path
        self.values = values or Memory()
        self._is_ahead = False
        """Whether the last write failed, so that `values` is ahead of the file."""

    @classmethod
    def read(cls, path: Path) -> "MemoryFile":
        """Read a file. A damaged one is put aside."""
        try:
            return cls(path, msgspec.json.decode(path.read_bytes(), type=Memory))
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError, RecursionError) as error:
            LOG.warning("%s cannot be read and is put aside: %s", path, error)
            put_aside(path)
            return cls(path)

    def change(self, **values: object) -> str:
        """Replace some fields of `Memory`, whatever the file holds.

        Returns why the change was not saved, which is logged too; an empty text if it was saved.
        """
        return self.edit(lambda memory: msgspec.structs.replace(memory, **values))

    def edit(self, operation: Callable[[Memory], Memory]) -> str:
        """Apply a change to the current content of the file, which may be another board's.

        Args:
            operation: Return the changed memory; it may be called twice.

        Returns why the change was not saved, which is logged too; an empty text if it was saved.
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
        """Return the content of the file, or this board's own values if its last write failed."""
        return self.values if self._is_ahead or not path.exists() else type(self).read(path).values


def _write(path: Path, values: Memory) -> None:
    from lampfield.config.whole_file import write_whole

    write_whole(path, msgspec.json.format(msgspec.json.encode(values)).decode())
