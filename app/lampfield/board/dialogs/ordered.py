"""Controls of dialogs that apply each key before they handle the next one."""

from textual import events
from textual.widgets import Input, OptionList

from lampfield.board.keys.in_order import act_in_order


class OrderedInput(Input):
    """A line of text."""

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)


class OrderedList(OptionList):
    """A list of answers; Enter is left to the dialog."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "enter":
            await act_in_order(self, event)
