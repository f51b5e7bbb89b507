"""A text box that stands on the board itself, and not in a dialog."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.widgets import Input


class TextBox(Input):
    """A text box out of which keys lead back to the grid.

    The keys behind one that leads out are on their way to the box by then, when they come at once over a slow
    line. They are given back, so that each does what it would have done alone.
    """

    LEAVING: ClassVar[Mapping[str, str]] = {}
    """The keys that lead out of the box, or change what it is for, and the action of each."""

    async def _on_key(self, event: events.Key) -> None:
        """Leave the box at once, and give back the keys that were on their way to it then."""
        leaving = self.LEAVING.get(event.key)
        is_left = self.screen.focused is not self or self.app.screen is not self.screen
        if not is_left and leaving is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if is_left:
            self.app.post_message(events.Key(event.key, event.character))
        elif leaving is not None:
            await self.run_action(leaving)
