"""The operator's notes on contacts, kept on this machine only."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import msgspec

from lampfield.config.locked import locked
from lampfield.config.put_aside import put_aside

LOG = logging.getLogger(__name__)

NOTE_CHARS = 500
"""The maximum length of a note."""


class NotesFile:
    """Notes by keys that outlive the hub, such as an address. The file is read on first use.

    Args:
        path: The file; it need not exist. None: notes end with the board.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._notes: dict[str, str] | None = None

    def of(self, keys: Sequence[str]) -> str:
        """Return the note on a contact; empty if there is none.

        Args:
            keys: The contact's keys, the most reliable first.
        """
        notes = self._read()
        return next((notes[key] for key in keys if key in notes), "")

    def write(self, keys: Sequence[str], text: str) -> None:
        """Save a note under the most reliable key; an empty text deletes it.

        Raises:
            OSError: The file cannot be written; nothing has changed.
        """
        with locked(self.path) if self.path is not None else nullcontext():
            if self.path is not None:
                # Another board of the same user may have written since.
                self._notes = None
            notes = {key: note for key, note in self._read().items() if key not in keys}
            if text and keys:
                notes[keys[0]] = text[:NOTE_CHARS]
            self._save(notes)
            self._notes = notes

    def _read(self) -> dict[str, str]:
        if self._notes is None:
            self._notes = _notes_in(self.path) if self.path is not None else {}
        return self._notes

    def _save(self, notes: dict[str, str]) -> None:
        if self.path is not None:
            from lampfield.config.whole_file import write_whole

            write_whole(self.path, msgspec.json.format(msgspec.json.encode(notes)).decode())


def _notes_in(path: Path) -> dict[str, str]:
    """Return what a file holds. A damaged one is put aside, so that it can still be repaired."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        LOG.warning("%s cannot be read and is put aside: %s", path, error)
        put_aside(path)
        return {}
