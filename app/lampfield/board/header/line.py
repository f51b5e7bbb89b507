"""The header: one line, painted anew when what it says differs."""

from collections.abc import Sequence

from lampfield.board.canvas.panel import Panel, StyledLine
from lampfield.board.canvas.part import action_at, spans_of
from lampfield.board.header.facts import HeaderFacts, header_parts


class HeaderLine(Panel):
    """Who the operator is, every link's lamp, what waits, and the time."""

    facts = HeaderFacts(None, {}, 0, 0, 0.0)

    def show(self, facts: HeaderFacts) -> None:
        """Show other facts."""
        self.facts = facts
        self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the line."""
        return [spans_of(header_parts(self.facts, width))]

    def action_at(self, x: int, y: int) -> str:
        """Return what goes with a part: a link's list, who asks, who is unread, the own show."""
        return action_at(header_parts(self.facts, self.size.width), x) if y == 0 else ""
