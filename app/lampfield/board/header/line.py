"""The header: one line, painted anew when what it says differs."""

from collections.abc import Sequence

from lampfield.board.canvas.panel import Panel, StyledLine
from lampfield.board.header.facts import HeaderFacts, header_spans


class HeaderLine(Panel):
    """Who the operator is, every link's lamp, what waits, and the time."""

    facts = HeaderFacts(None, {}, 0, 0, 0.0)

    def show(self, facts: HeaderFacts) -> None:
        """Show other facts."""
        self.facts = facts
        self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the line."""
        return [header_spans(self.facts, width)]
