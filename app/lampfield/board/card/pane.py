"""The card: it follows the cursor of the grid."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lampfield.board.card.lines import CardFacts, Line, card_lines


class CardPane(VerticalScroll):
    """Everything that is known of one contact."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """Lay out the card."""
        yield Static(id="card-text")

    def show(self, facts: CardFacts | None) -> None:
        """Show a contact; None: there is none. It is painted only when it says something new."""
        lines: list[Line] = card_lines(facts) if facts is not None else [(("no contact", "$muted"),)]
        if lines != self._lines:
            box = self.query_one("#card-text", Static)
            text = Content("\n").join(Content.assemble(*line) for line in lines)
            box.update(text, layout=not (self._fits(self._lines) and self._fits(lines)))
            self._lines = lines

    def _fits(self, lines: list[Line]) -> bool:
        """Say whether the pane holds all lines unbroken: the text is as high as the pane then."""
        width, height = self.query_one("#card-text", Static).size
        return len(lines) <= min(height, self.size.height) and all(_cells(line) <= width for line in lines)


def _cells(line: Line) -> int:
    return sum(cell_len(text) for text, _ in line)
