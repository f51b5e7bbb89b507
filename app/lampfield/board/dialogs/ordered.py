"""Controls of dialogs that give each key its effect before they look at the next one."""

from textual import events
from textual.widgets import Input, OptionList

from lampfield.board.keys.in_order import act_in_order


class OrderedInput(Input):
    """One line to type in."""

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)


class OrderedList(OptionList):
    """Answers to choose from; Enter is left to the dialog."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "enter":
            await act_in_order(self, event)
