"""Small values that outlive one run of the hub: a port, and the store in memory behind it.

What a hub must still know after a restart and cannot ask of anybody: the last archive id that a chat account
has read, whether a telephone obeys a request to hold, the status that an operator had set.
"""

from collections.abc import Mapping
from typing import Protocol

StateValue = str | int | float | bool | None | list["StateValue"] | Mapping[str, "StateValue"]
"""What JSON can hold."""


class StateStore(Protocol):
    """Values by two names: what kind of thing it is, and whose it is."""

    def get(self, kind: str, name: str) -> StateValue:
        """Return a value, None where there is none. Never raises."""

    def put(self, kind: str, name: str, value: StateValue) -> None:
        """Keep a value in the place of the former one; None removes it. Never raises.

        A value that could not be kept on disk still counts until the hub ends, and the log says why.
        """


class VolatileState:
    """A store that ends with the process: for tests, the demo, and hubs without a folder."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, StateValue]] = {}

    def get(self, kind: str, name: str) -> StateValue:
        """Return a value, None where there is none."""
        return self._values.get(kind, {}).get(name)

    def put(self, kind: str, name: str, value: StateValue) -> None:
        """Keep a value in the place of the former one; None removes it."""
        if value is None:
            self._values.get(kind, {}).pop(name, None)
        else:
            self._values.setdefault(kind, {})[name] = value
