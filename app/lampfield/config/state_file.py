"""The file that keeps a hub's state, one per site file."""

import logging
from pathlib import Path
from typing import Any

import msgspec

from lampfield.config.put_aside import put_aside
from lampfield.config.whole_file import write_whole
from lampfield.model.state import StateValue, VolatileState

LOG = logging.getLogger(__name__)


class StateFile(VolatileState):
    """A store that writes its values to a file with each change.

    Nobody edits this file by hand: if it cannot be read, it is put aside and the hub starts without it.

    Args:
        path: The file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._is_failing = False
        self._values = _read(path)

    def put(self, kind: str, name: str, value: StateValue) -> None:
        """Replace a value; None removes it.

        A failed write is logged once, until one succeeds.
        """
        if self.get(kind, name) == value and not self._is_failing:
            return
        super().put(kind, name, value)
        try:
            write_whole(self.path, msgspec.json.encode(self._values).decode())
        except OSError as error:
            if not self._is_failing:
                LOG.warning(
                    "%s cannot be written, so the hub will lose its state when it stops: %s", self.path, error
                )
            self._is_failing = True
        else:
            self._is_failing = False


def _read(path: Path) -> dict[str, dict[str, StateValue]]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Any]])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        LOG.warning("%s cannot be read and is put aside: %s", path, error)
        put_aside(path)
        return {}
