"""On or off."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from lampfield.board.keys.in_order import act_in_order
from lampfield.board.settings.control import Taken


class Toggle(Widget, can_focus=True):
    """A value that is true or not.

    Args:
        value: What is in force.
    """

    hint = "Space: on or off"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter,left,right", "turn", show=False)]

    def __init__(self, value: object) -> None:
        super().__init__(classes="setting-control")
        self._is_on = bool(value)

    def render(self) -> str:
        """Return how it stands."""
        return "● on" if self._is_on else "○ off"

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_value(self, value: object) -> None:
        """Show a value that is in force."""
        self._is_on = bool(value)
        self.refresh()

    def on_click(self) -> None:
        """Change it."""
        self.action_turn()

    def action_turn(self) -> None:
        """Ask for the other one of both."""
        self.show_value(not self._is_on)
        self.post_message(Taken(self, self._is_on))
