"""The log of a chat: its scroll position is stable when lines are added above or below."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from lampfield.board.paint.lines import TermLine
from lampfield.board.paint.panel import Panel, StyledLine
from lampfield.board.widgets.chat.lines import ChatLine, Shown, chat_lines, hits, rows_of_text

KEPT_LINES = 2_000
"""The number of wrapped lines that are cached."""


class ChatText(Panel):
    """The messages and the unsent ones; wrapped lines are cached."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.said: Sequence[ChatLine] = ()
        self._wrapped: dict[tuple[StyledLine, int], list[TermLine]] = {}
        self._wrapped_look: object = None

    def lines(self, width: int) -> Sequence[StyledLine]:  # noqa: ARG002
        """Return the lines of the chat."""
        colour_key = self.colour_key()
        if colour_key != self._wrapped_look or len(self._wrapped) > KEPT_LINES:
            self._wrapped, self._wrapped_look = {}, colour_key
        return [line.spans for line in self.said]

    def rows_before(self, place: int) -> int:
        """Return how many rows the lines before an index take."""
        width = self.size.width
        return sum(len(self._rows_of(line.spans, width)) for line in self.said[:place])

    def _rows_of(self, line: StyledLine, width: int) -> list[TermLine]:
        key = (line, width)
        rows = self._wrapped.get(key)
        if rows is None:
            rows = [row for part in rows_of_text(line) for row in super(ChatText, self)._rows_of(part, width)]
            self._wrapped[key] = rows
        return rows


class ChatLog(VerticalScroll):
    """The text in its window."""

    class TopReached(Message):
        """The mouse scrolls above the first line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.shown = Shown()

    def compose(self) -> ComposeResult:
        """Lay out the log."""
        yield ChatText(id="chat-log")

    def on_mount(self) -> None:
        """Stay at the end when lines are wrapped again, until the operator scrolls up."""
        self.anchor()

    @property
    def text(self) -> ChatText:
        """The text."""
        return self.query_one(ChatText)

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is visible."""
        return self.max_scroll_y - self.scroll_y <= 1

    @property
    def is_at_top(self) -> bool:
        """Whether the first line is visible."""
        return self.scroll_y <= 0

    def show(self, shown: Shown, *, to_end: bool = False) -> None:
        """Show a log. It stays at its end if it was there, else at what was visible.

        Args:
            shown: The contents.
            to_end: Scroll to the end in any case.
        """
        if shown == self.shown and not to_end:
            return
        to_end = to_end or self.is_at_end
        above = _added_above(self.shown, shown)
        height = self.virtual_size.height
        self.shown = shown
        self.text.said = chat_lines(shown)
        self.text.look_again()
        if to_end:
            self.scroll_end(animate=False)
        elif above:
            self.call_after_refresh(self._keep_place, height)

    def on_mouse_scroll_up(self) -> None:
        """Ask for earlier messages."""
        if self.is_at_top:
            self.post_message(self.TopReached())

    def hits(self) -> list[int]:
        """Return the indices of the lines that match the query."""
        return hits(self.text.said, self.shown.query)

    def look_at(self, place: int) -> None:
        """Scroll to a line, centred if possible."""
        row = self.text.rows_before(place)
        self.scroll_to(y=max(0, row - self.size.height // 2), animate=False)

    def texts(self) -> Sequence[str]:
        """Return the message texts, oldest first."""
        return [line.text for line in self.text.said if line.text]

    def _keep_place(self, height: int) -> None:
        """Keep the visible part in place when lines are added above it."""
        self.scroll_relative(y=self.virtual_size.height - height, animate=False)


def _added_above(before: Shown, after: Shown) -> bool:
    first, now = before.messages[:1], after.messages[:1]
    return bool(first and now) and first[0].msg_id != now[0].msg_id and first[0].room_id == now[0].room_id
