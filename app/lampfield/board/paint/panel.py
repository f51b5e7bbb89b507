"""A panel: a few lines of text that change often, with colours of the theme."""

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from lampfield.board.paint.frame import TerminalFrame
from lampfield.board.paint.lines import TermLine, changed_parts, fitted
from lampfield.board.paint.painted import Painted
from lampfield.board.paint.style import TermStyle

StyledLine = Sequence[tuple[str, str]]
"""Texts, each with a style in Textual's notation, such as ``bold $accent``."""


class Panel(Painted):
    """Lines that are computed again after each possible change; only differing pieces are painted.

    A line that is too long continues in the next row if the panel's height is automatic.
    """

    class Clicked(Message):
        """A part of a line with an action was clicked."""

        def __init__(self, action_id: str) -> None:
            super().__init__()
            self.action_id = action_id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._painted: tuple[int, list[TermLine]] | None = None
        """The width and rows on the screen; None if Textual is about to paint."""
        self._fresh: list[TermLine] = []
        """The rows to paint."""
        self._named: dict[str | Style, TermStyle] = {}

    @property
    def least_height(self) -> int:
        """The height in rows that it takes at least."""
        return 1

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the lines for a width in cells."""
        raise NotImplementedError

    def action_at(self, x: int, y: int) -> str:  # noqa: ARG002
        """Return the action of a click on a cell; empty: none."""
        return ""

    def on_click(self, event: events.Click) -> None:
        """Run the action of the part that was clicked."""
        if action_id := self.action_at(event.x, event.y):
            self.post_message(self.Clicked(action_id))

    def look_again(self) -> None:
        """Compute the lines again, and paint what differs."""
        if not self.size:
            # It is not on the screen; once it is, Textual paints all of it.
            self.forget()
            return
        self._fresh = self._rows_for(self.size.width)
        if self._fresh == self._rows:
            return
        if self.styles.is_auto_height and self._needs_other_height():
            self.forget()
            self.refresh(layout=True)
        else:
            self.repaint_soon()

    def paint_changes(self, frame: TerminalFrame | None) -> bool:
        """Write the pieces that differ."""
        before = self._rows
        if before is None:
            # Textual is about to paint all of it in its current state.
            return True
        # Read once: a widget computes its size each time, by way of its screen.
        width, height = self.size
        self._painted = (width, self._fresh)
        visible = self._visible_region(frame)
        blank = fitted((), width, self._term_style(""))
        for y in range(min(height, max(len(before), len(self._fresh)))):
            parts = changed_parts(_row(before, y, blank), _row(self._fresh, y, blank))
            self._write_row(frame, visible, y, parts)
        return True

    def row_at(self, y: int) -> TermLine:
        """Return a row."""
        rows = self._rows
        if rows is None:
            rows = self._fresh = self._rows_for(self.size.width)
            self._painted = (self.size.width, rows)
        return _row(rows, y, fitted((), self.size.width, self._term_style("")))

    def strip_at(self, y: int) -> Strip:
        """Return a row as a strip for Textual, with offsets that let the mouse select its text."""
        strip = super().strip_at(y)
        # Between its removal and the next layout it may be painted once more without a screen.
        if self.is_attached and (selection := self.text_selection) is not None:
            strip = self._marked(strip, selection, y)
        return strip.apply_offsets(0, y)

    def colour_key(self) -> object:
        """Return all that its colours depend on."""
        return (super().colour_key(), self.app.theme_variables)

    def forget(self) -> None:
        """Forget what is painted."""
        self._painted, self._named = None, {}

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many rows the lines take."""
        return len(self._rows_for(width)) or 1

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that a mouse selected."""
        rows = ("".join(text for text, _ in row).rstrip() for row in self._fresh)
        return selection.extract("\n".join(rows)), "\n"

    @property
    def _rows(self) -> list[TermLine] | None:
        """The rows on the screen; None if they are unknown or have another width."""
        width, rows = self._painted or (-1, [])
        return rows if width == self.size.width else None

    def _needs_other_height(self) -> bool:
        before = self._rows
        other = before is None or len(before) != len(self._fresh)
        return other and max(len(self._fresh), self.least_height) != self.size.height

    def _rows_for(self, width: int) -> list[TermLine]:
        return [row for line in self.lines(width) for row in self._rows_of(line, width)]

    def _rows_of(self, line: StyledLine, width: int) -> list[TermLine]:
        """Return a line as rows of a width: several if it is too long and the height is automatic."""
        blank = self._term_style("")
        row = tuple((text, self._term_style(style)) for text, style in line if text)
        fits = fitted(row, width, blank)
        if fits[: len(row)] == row or not self.styles.is_auto_height:
            return [fits]
        parts = Content.assemble(*line).wrap(max(width, 1))
        return [fitted(self._inked(part), width, blank) for part in parts]

    def _inked(self, content: Content) -> TermLine:
        spans = content.render(end="", parse_style=self.app.stylesheet.parse_style)
        return tuple((text, self._term_style(style)) for text, style in spans)

    def _term_style(self, style: str | Style) -> TermStyle:
        term_style = self._named.get(style)
        if term_style is None:
            parsed = self.app.stylesheet.parse_style(style)
            term_style = self._named[style] = self.term_style((self.visual_style + parsed).rich_style)
        return term_style

    def _marked(self, strip: Strip, selection: Selection, y: int) -> Strip:
        """Return a row with its selected part highlighted."""
        span = selection.get_span(y)
        if span is None:
            return strip
        begin, end = span
        end = strip.cell_length if end == -1 else end
        style = self.screen.get_component_rich_style("screen--selection")
        head, chosen, tail = strip.crop(0, begin), strip.crop(begin, end), strip.crop(end)
        # Over the text's own style, which has a background.
        marked = Strip(list(Segment.apply_style(chosen, post_style=style)), chosen.cell_length)
        return Strip.join([head, marked, tail])


def _row(rows: list[TermLine], y: int, blank: TermLine) -> TermLine:
    return rows[y] if y < len(rows) else blank
