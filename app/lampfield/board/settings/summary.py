"""A list in one line."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from lampfield.board.keys.in_order import act_in_order
from lampfield.model.text import plain


class Summary(Widget, can_focus=True):
    """What a list holds, while it is not edited.

    Args:
        values: Its items.
    """

    hint = "Enter: edit the list"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,right", "unfold", show=False)]

    class Unfolded(Message):
        """Somebody wants to see the items one by one."""

    def __init__(self, values: tuple[object, ...]) -> None:
        super().__init__(classes="setting-control")
        self._values = values

    def render(self) -> str:
        """Return the items in a row."""
        return ", ".join(plain(str(value)) for value in self._values) or "none"

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_values(self, values: tuple[object, ...]) -> None:
        """Show other items."""
        self._values = values
        self.refresh(layout=True)

    def on_click(self) -> None:
        """Show the items one by one."""
        self.action_unfold()

    def action_unfold(self) -> None:
        """Ask for the items one by one."""
        self.post_message(self.Unfolded())
