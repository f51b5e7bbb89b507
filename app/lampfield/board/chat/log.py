"""The log of a chat: it stays where it is read, whatever comes above or below."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from lampfield.board.chat.lines import ChatLine, Shown, chat_lines, hits


class ChatLog(VerticalScroll):
    """What was said, and what waits to be."""

    class TopReached(Message):
        """The mouse looks above the first line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self.shown = Shown()
        self._lines: list[ChatLine] = []

    def compose(self) -> ComposeResult:
        """Lay out the log."""
        yield Static(id="chat-log")

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.max_scroll_y - self.scroll_y <= 1

    @property
    def is_at_top(self) -> bool:
        """Whether the first line is in sight."""
        return self.scroll_y == 0

    def show(self, shown: Shown, *, to_end: bool = False) -> None:
        """Show a log. It stays at its end if it was there, else at what was in sight.

        Args:
            shown: What there is.
            to_end: Its end is wanted in any case.
        """
        if shown == self.shown and not to_end:
            return
        to_end = to_end or self.is_at_end
        above = _added_above(self.shown, shown)
        height = self.virtual_size.height
        self.shown, self._lines = shown, chat_lines(shown)
        text = Content("\n").join(Content.assemble(*line.spans) for line in self._lines)
        self.query_one(Static).update(text)
        if to_end:
            self.scroll_end(animate=False)
        elif above:
            self.call_after_refresh(self._keep_place, height)

    def on_mouse_scroll_up(self) -> None:
        """Ask for what was said before the first line."""
        if self.is_at_top:
            self.post_message(self.TopReached())

    def hits(self) -> list[int]:
        """Return the lines in which somebody said what is searched for."""
        return hits(self._lines, self.shown.query)

    def look_at(self, place: int) -> None:
        """Bring a line in sight, in the middle where that can be."""
        row = sum(self._rows(line) for line in self._lines[:place])
        self.scroll_to(y=max(0, row - self.size.height // 2), animate=False)

    def texts(self) -> Sequence[str]:
        """Return what was said, oldest first."""
        return [line.text for line in self._lines if line.text]

    def _rows(self, line: ChatLine) -> int:
        width = max(1, self.scrollable_content_region.width)
        return len(Content.assemble(*line.spans).wrap(width))

    def _keep_place(self, height: int) -> None:
        """Stay at what was in sight when lines came above it."""
        self.scroll_relative(y=self.virtual_size.height - height, animate=False)


def _added_above(before: Shown, after: Shown) -> bool:
    first, now = before.messages[:1], after.messages[:1]
    return bool(first and now) and first[0].msg_id != now[0].msg_id and first[0].room_id == now[0].room_id
