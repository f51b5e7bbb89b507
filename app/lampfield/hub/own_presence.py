"""The presence that an operator chose, kept by account: it outlives the hub and its sources' sessions."""

import msgspec

from lampfield.model.show import Show
from lampfield.model.state import StateStore

KIND = "own presence"
"""Its kind in the hub's state; its name there is the account's."""


class ChosenPresence(msgspec.Struct, frozen=True):
    """What an operator wants others to see. `Show.OFFLINE` is invisible."""

    show: Show = Show.ONLINE
    status: str = ""


class OwnPresence:
    """What one operator chose last.

    Args:
        state: Keeps it.
        account: The account's name.
    """

    def __init__(self, state: StateStore, account: str) -> None:
        self._state = state
        self._account = account

    def chosen(self) -> ChosenPresence | None:
        """Return what the operator chose; None where nothing was, or where what is kept makes no sense."""
        kept = self._state.get(KIND, self._account)
        try:
            return msgspec.convert(kept, ChosenPresence | None)
        except msgspec.ValidationError:
            return None

    def choose(self, show: Show, status: str) -> None:
        """Keep what the operator chose."""
        self._state.put(KIND, self._account, msgspec.to_builtins(ChosenPresence(show, status)))
