"""A value that is typed."""

from textual import events, on
from textual.widgets import Input

from lampfield.board.keys.in_order import act_in_order
from lampfield.board.settings.control import Refused, Taken
from lampfield.config.documentation import LineKind, text_of_value, value_of


class LineBox(Input):
    """A line that is edited in place; Enter takes it, and so does going elsewhere.

    What stands there is selected when one comes: what is typed takes its place. What cannot be taken stays as
    it was typed, to be mended.

    Args:
        line: What the setting takes.
        value: What is in force.
        placeholder: What is shown where nothing stands.
    """

    hint = "Enter: save"

    def __init__(self, line: LineKind, value: object, placeholder: str = "") -> None:
        self._line = line
        self._kept = text_of_value(value, line)
        """What is in force."""
        self._tried = self._kept
        """What was asked for last."""
        super().__init__(
            self._kept, placeholder, compact=True, select_on_focus=True, classes="setting-control"
        )

    @property
    def is_changed(self) -> bool:
        """Whether something stands here that is not in force."""
        return self.value != self._kept

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def show_value(self, value: object) -> None:
        """Show a value that is in force. What is being typed, and was not asked for yet, stays."""
        kept = text_of_value(value, self._line)
        if kept != self._kept:
            was_asked_for = self.value in {self._tried, self._kept}
            self._kept = kept
            if was_asked_for:
                self.put_back()

    def put_back(self) -> None:
        """Show what is in force again."""
        self.value = self._tried = self._kept

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Ask for what was typed."""
        event.stop()
        self._take()

    def on_blur(self) -> None:
        """Ask for what was typed, once."""
        if self.value != self._tried:
            self._take()

    def _take(self) -> None:
        if not self.is_changed:
            return
        self._tried = self.value
        try:
            self.post_message(Taken(self, value_of(self.value, self._line)))
        except ValueError as error:
            self.post_message(Refused(str(error)))
