"""One of some words."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from lampfield.board.keys.in_order import act_in_order
from lampfield.board.settings.control import Taken
from lampfield.model.text import plain


class WordBox(Widget, can_focus=True):
    """A value that is one of some words, which are stepped through.

    Args:
        words: Each as TOML has it, with what it means.
        value: What is in force; it may be none of them.
    """

    hint = "← →: change"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,enter", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
    ]

    def __init__(self, words: Mapping[str | int, str], value: object) -> None:
        super().__init__(classes="setting-control")
        self._words = words
        self.value = value

    def render(self) -> Content:
        """Return the word between arrows, and what it means."""
        meaning = next((said for word, said in self._words.items() if word == self.value), "")
        shown = plain(str(self.value)) if self.value is not None else "add one"
        return Content.assemble((f"‹ {shown} ›", ""), (f"  {meaning}", "$muted"))

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_value(self, value: object) -> None:
        """Show a value that is in force."""
        self.value = value
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Step: back on the first arrow, else on."""
        self.action_step(-1 if event.x < 2 else 1)

    def action_step(self, by: int) -> None:
        """Ask for another word.

        Args:
            by: 1: the next, -1: the one before.
        """
        words = list(self._words)
        if not words:
            return
        at = words.index(self.value) + by if self.value in words else min(by, 0)
        self.show_value(words[at % len(words)])
        self.post_message(Taken(self, self.value))
