"""The header: one line, painted anew when what it says differs."""

from textual.content import Content
from textual.widget import Widget

from lampfield.board.header.facts import HeaderFacts, Span, header_spans


class HeaderLine(Widget):
    """Who the operator is, every link's lamp, what waits, and the time."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._facts = HeaderFacts(None, {}, 0, 0, 0.0)
        self._painted: list[Span] = []

    def show(self, facts: HeaderFacts) -> None:
        """Show other facts."""
        self._facts = facts
        if header_spans(facts, self.size.width) != self._painted:
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        self._painted = header_spans(self._facts, self.size.width)
        return Content.assemble(*self._painted)
