"""A text box that stands on the board itself, and not in a dialog."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.widgets import Input

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.keys.action import Scope


class TextBox(Input):
    """A text box out of which keys lead back to the grid, and in which keys that type nothing still act.

    The keys behind one that leads out are on their way to the box by then, when they come at once over a slow
    line. They are given back, so that each does what it would have done alone.
    """

    LEAVING: ClassVar[Mapping[str, str]] = {}
    """The keys that lead out of the box whatever the key map, and the action of each."""
    SCOPE: ClassVar[Scope | None] = None
    """Whose keys in the key map are the box's own."""

    async def _on_key(self, event: events.Key) -> None:
        """Do at once what a key means, and give back the keys that were on their way to the box then."""
        leaves = self.screen.focused is not self
        action = None if leaves else self._meant(event)
        if not leaves and action is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if action is None:
            self.app.post_message(events.Key(event.key, event.character))
        else:
            await self.run_action(action)

    def _meant(self, event: events.Key) -> str | None:
        """Return what a key does here; None: what it does in every text box."""
        if (leaving := self.LEAVING.get(event.key)) is not None:
            return leaving
        if event.is_printable or not isinstance(self.screen, ActingScreen):
            return None
        own = (self.SCOPE,) if self.SCOPE is not None else ()
        board = () if event.key in self._bindings.key_to_bindings else (Scope.BOARD,)
        action = self.screen.keys.meant(event.key, *own, *board)
        return f"screen.{action.does}" if action is not None else None
