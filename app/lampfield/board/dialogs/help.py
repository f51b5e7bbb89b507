"""The help: every key and every sign."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from lampfield.board.grid.painting import GROUNDS
from lampfield.board.keys.key import Key, Theme
from lampfield.board.signs import LAMP_SIGNS, RELATIONSHIP_SIGNS, SHOW_SIGNS


class Help(ModalScreen[None]):
    """All keys of a key map, and what the signs mean.

    Args:
        keys: The key map in force.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "close", "back"),
    ]

    def __init__(self, keys: Iterable[Key]) -> None:
        super().__init__(classes="dialog")
        self._keys = tuple(keys)

    def compose(self) -> ComposeResult:
        """Lay out the help."""
        with VerticalScroll(classes="dialog-box", id="help"):
            yield Static(Content("\n").join(Content.assemble(*line) for line in self._lines()))

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss(None)

    def _lines(self) -> Iterable[tuple[tuple[str, str], ...]]:
        for theme in (theme for theme in Theme if any(key.theme is theme for key in self._keys)):
            yield ((theme.value, "bold $primary"),)
            for key in self._keys:
                if key.theme is theme:
                    yield ((f"  {key.shown:>5}  ", "bold $accent"), (key.tooltip, ""))
            yield ()
        yield (("  ↑↓←→  ", "bold $accent"), ("Move the cursor; Page Up and Down, Home and End too", ""))
        yield ()
        yield (
            ("lamps", "bold $primary"),
            ("  word, glyph, edge and colour each tell the phone's state", "$muted"),
        )
        for lamp, sign in LAMP_SIGNS.items():
            yield ((f"  {GROUNDS[lamp].edge} {sign.glyph} {sign.word}", f"${sign.variable}"),)
        yield (("shows", "bold $primary"), ("  the bar at the left of a tile and the word", "$muted"))
        yield tuple((f"  {sign.glyph} {sign.word}", f"${sign.variable}") for sign in SHOW_SIGNS.values())
        yield (("relationships", "bold $primary"),)
        yield tuple((f"  {sign.glyph} {sign.word}", "") for sign in RELATIONSHIP_SIGNS.values())
        yield (("~", "bold"), ("  stale: the link is down, this was so when it was last heard of", ""))
