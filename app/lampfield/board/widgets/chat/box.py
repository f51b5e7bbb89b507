"""The text boxes of the chat: the message and the search."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from lampfield.board.keys.action import Scope
from lampfield.board.keys.actions import QUICK_TEXTS
from lampfield.board.kit.text_box import TextBox


class ChatInput(TextBox):
    """The message being written."""

    LEAVING = {
        "escape": "back",
        **{f"alt+{number}": f"quick-text-{number}" for number in range(1, QUICK_TEXTS + 1)},
    }
    SCOPE = Scope.CHAT
    PLACE = "in the chat"
    OWN_KEYS = (
        ("alt+1 … 9", "Write a quick text, if the terminal reports such keys"),
        ("PgUp PgDn", "Scroll; above the top is the archive"),
        ("Esc", "Close the chat; your text stays"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll_log(-1)", show=False),
        Binding("pagedown", "scroll_log(1)", show=False),
    ]

    class Scrolled(Message):
        """The log is to scroll by a page."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def action_scroll_log(self, pages: int) -> None:
        """Scroll the log."""
        self.post_message(self.Scrolled(pages))

    def _on_paste(self, event: events.Paste) -> None:
        """Insert all pasted lines as one."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(" ".join(event.text.split()))

    def put(self, text: str) -> None:
        """Set the text without a typing notice."""
        with self.prevent(TextBox.Changed):
            self.value = text
        self.cursor_position = len(text)


class SearchInput(TextBox):
    """The query of the search in a chat."""

    PLACE = "in the search of a chat"
    OWN_KEYS = (("⏎ ↑", "Go to the previous match"), ("↓", "Go to the next match"), ("Esc", "End the search"))
    LEAVING: ClassVar[dict[str, str]] = {
        "escape": "end-search",
        "ctrl+f": "end-search",
        "enter": "search-earlier",
        "up": "search-earlier",
        "down": "search-later",
    }
