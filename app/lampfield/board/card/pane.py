"""The card: it follows the cursor of the grid."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from lampfield.board.canvas.panel import Panel, StyledLine
from lampfield.board.card.lines import CardFacts, card_lines


class CardText(Panel):
    """What is known, in words; as high as the pane at least, so that nothing moves when a line comes."""

    facts: CardFacts | None = None

    @property
    def least_height(self) -> int:
        """The height of the pane."""
        return self.container_size.height

    def lines(self, width: int) -> Sequence[StyledLine]:  # noqa: ARG002
        """Return the card's lines."""
        return card_lines(self.facts) if self.facts is not None else [(("no contact", "$muted"),)]


class CardPane(VerticalScroll):
    """Everything that is known of one contact."""

    def compose(self) -> ComposeResult:
        """Lay out the card."""
        yield CardText(id="card-text")

    def show(self, facts: CardFacts | None) -> None:
        """Show a contact; None: there is none. It is painted only when it says something new."""
        text = self.query_one(CardText)
        text.facts = facts
        text.look_again()
