"""The tabs of the chats, with marks for unread messages, late answers and unsent text."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from lampfield.board.kit.signs import UNREAD
from lampfield.model.identity import ContactId
from lampfield.model.text import plain

NAME_CHARS = 14


class ChatTab(NamedTuple):
    """A chat, as its tab shows it."""

    cid: ContactId
    name: str
    unread: int = 0
    is_late: bool = False
    """Whether its last message has waited too long for an answer."""
    is_typing: bool = False
    """Whether the other side is typing."""
    has_draft: bool = False
    has_waiting: bool = False
    """Whether a message waits to be sent, or was rejected."""

    @property
    def label(self) -> str:
        """The text of the tab."""
        signs = [f"{UNREAD}{min(self.unread, 99)}"] if self.unread else []
        signs += [sign for sign, so in self._signs if so]
        return f" {''.join(signs)}{' ' if signs else ''}{plain(self.name, NAME_CHARS)} "

    @property
    def style(self) -> str:
        """The style of the tab while another chat is open."""
        if self.is_late or self.has_waiting:
            return "bold $warning"
        return "bold $accent" if self.unread else "$muted"

    @property
    def _signs(self) -> tuple[tuple[str, bool], ...]:
        return (("!", self.is_late), ("◌", self.has_waiting), ("✎", self.has_draft), ("…", self.is_typing))


class ChatTabs(Widget):
    """One line of tabs; the open chat's is always visible."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, cid: ContactId) -> None:
            super().__init__()
            self.cid = cid

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs: Sequence[ChatTab] = ()
        self._current: ContactId | None = None
        self._spans: list[tuple[int, int, ContactId]] = []

    def show(self, tabs: Sequence[ChatTab], current: ContactId | None) -> None:
        """Show tabs. A single chat needs none."""
        self.display = any(tab.cid != current for tab in tabs)
        if (tabs, current) != (self._tabs, self._current):
            self._tabs, self._current = tabs, current
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        first = self._first()
        parts: list[tuple[str, str]] = [("‹", "$muted")] if first else []
        left, self._spans = len(parts), []
        for tab in self._tabs[first:]:
            width = cell_len(tab.label)
            if left + width + 1 > self.size.width:
                parts.append(("›", "$muted"))
                break
            self._spans.append((left, left + width, tab.cid))
            parts.append((tab.label, "bold reverse $primary" if tab.cid == self._current else tab.style))
            left += width
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        for left, right, cid in self._spans:
            if left <= event.x < right:
                self.post_message(self.Chosen(cid))

    def _first(self) -> int:
        """Return the index of the first visible tab, so that the current one fits."""
        index = next((place for place, tab in enumerate(self._tabs) if tab.cid == self._current), 0)
        room, first = self.size.width - 3, index
        while first > 0 and sum(cell_len(tab.label) for tab in self._tabs[first - 1 : index + 1]) <= room:
            first -= 1
        return first
