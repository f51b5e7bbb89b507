"""The search in a chat: a line above the log, hidden until it is opened."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from lampfield.board.widgets.chat.box import SearchInput


class ChatSearch(Horizontal):
    """The query, and the number of matches."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.display = False
        self.hits: list[int] = []
        """The lines of the log that match."""
        self.place = -1
        """The index of the current match."""

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield SearchInput(placeholder="search; ↑ earlier, ↓ later, Esc ends", compact=True, id="chat-query")
        yield Static(id="chat-hits")

    @property
    def box(self) -> SearchInput:
        """The text box of the query."""
        return self.query_one(SearchInput)

    def begin(self) -> None:
        """Open the search."""
        self.display = True
        self.screen.set_focus(self.box)
        self.box.action_select_all()

    def end(self) -> None:
        """Hide the line."""
        self.display = False
        self.hits, self.place = [], -1

    def found(self, hits: list[int]) -> int | None:
        """Set the matches. Returns the line to scroll to: the last one."""
        self.hits, self.place = hits, len(hits) - 1
        return self._told()

    def step(self, by: int) -> int | None:
        """Go to the next match or the previous one, in a ring. Returns the line to scroll to."""
        if self.hits:
            self.place = (self.place + by) % len(self.hits)
        return self._told()

    def _told(self) -> int | None:
        words = f" {self.place + 1} of {len(self.hits)}" if self.hits else " not here"
        self.query_one("#chat-hits", Static).update(words if self.box.value else "")
        return self.hits[self.place] if self.hits else None
