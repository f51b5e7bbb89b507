"""The card: it follows the cursor of the grid."""

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
            self._lines = lines
            text = Content("\n").join(Content.assemble(*line) for line in lines)
            self.query_one("#card-text", Static).update(text)
