"""The theme dialog: the theme under the cursor is previewed."""

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.widgets import OptionList

from lampfield.board.dialogs.choice import Choice
from lampfield.board.theming import themed_app
from lampfield.config.error import ConfigError


class ThemeChoice(Choice[str]):
    """The choice among all themes.

    Args:
        names: The themes' names.
        current: The name of the theme in use.
    """

    def __init__(self, names: Sequence[str], current: str) -> None:
        options = [(Content(f"{'●' if name == current else ' '} {name}"), name) for name in names]
        first = names.index(current) if current in names else 0
        super().__init__("Theme", options, hint="Enter keeps it   Esc restores", first=first)
        self.add_class("-beside")
        self._names = names

    @on(OptionList.OptionHighlighted)
    def try_on(self, event: OptionList.OptionHighlighted) -> None:
        """Preview the theme under the cursor."""
        try:
            themed_app(self.app).apply_theme(self._names[event.option_index])
        except ConfigError as error:
            self.notify(str(error), severity="error", markup=False)

    def action_cancel(self) -> None:
        """Restore the theme in use."""
        themed_app(self.app).apply_look()
        super().action_cancel()
