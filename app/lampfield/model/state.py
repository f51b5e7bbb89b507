"""Persistent hub state: the port for small values that survive a restart, and an in-memory implementation.

It holds what a hub needs after a restart and cannot query: the last archive id that a chat account has read,
whether a telephone obeys a request to hold, the status that an operator set.
"""

from collections.abc import Mapping
from typing import Protocol

StateValue = str | int | float | bool | None | list["StateValue"] | Mapping[str, "StateValue"]
"""Any JSON value."""


class StateStore(Protocol):
    """A key-value store whose keys are pairs: the kind of a value, and the name of its owner."""

    def get(self, kind: str, name: str) -> StateValue:
        """Return a value; None if there is none. Never raises."""

    def put(self, kind: str, name: str, value: StateValue) -> None:
        """Set or replace a value; None removes it. Never raises.

        A value that cannot be written to disk is kept in memory until the hub ends, and the reason is logged.
        """


class VolatileState:
    """A store in memory only: for tests, the demo, and hubs without a state folder."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, StateValue]] = {}

    def get(self, kind: str, name: str) -> StateValue:
        """Return a value; None if there is none."""
        return self._values.get(kind, {}).get(name)

    def put(self, kind: str, name: str, value: StateValue) -> None:
        """Set or replace a value; None removes it."""
        if value is None:
            self._values.get(kind, {}).pop(name, None)
        else:
            self._values.setdefault(kind, {})[name] = value
