"""The chat pane: one chat at a time, with tabs for the others."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message as Event
from textual.timer import Timer
from textual.widgets import Input, Static

from lampfield.board.widgets.chat.box import ChatInput
from lampfield.board.widgets.chat.lines import Shown, typing_text
from lampfield.board.widgets.chat.log import ChatLog
from lampfield.board.widgets.chat.outbox import Outgoing
from lampfield.board.widgets.chat.search import ChatSearch
from lampfield.board.widgets.chat.tabs import ChatTabs
from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.room import Message, Room, Typing
from lampfield.model.text import plain

PAUSE_SECONDS = 5.0
"""After this time without a key the typing state is paused (XEP-0085, 5.1)."""

HINT = "Enter sends, F2 quick texts, Esc closes"


class ChatPane(Vertical):
    """A chat: log, typing state, and a text box."""

    class TypingChanged(Event):
        """The typing state of the operator has changed."""

        def __init__(self, room_id: RoomId, typing: Typing) -> None:
            super().__init__()
            self.room_id = room_id
            self.typing = typing

    class Seen(Event):
        """The operator has seen the chat up to a message."""

        def __init__(self, room_id: RoomId, msg_id: MessageId) -> None:
            super().__init__()
            self.room_id = room_id
            self.msg_id = msg_id

    class HistoryWanted(Event):
        """The operator scrolled above the oldest message."""

        def __init__(self, room_id: RoomId) -> None:
            super().__init__()
            self.room_id = room_id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cid: ContactId | None = None
        """The other side; None while the pane is closed."""
        self.room: Room | None = None
        """None until the chat is open."""
        self._typing = Typing.IDLE
        self._pausing = Timer(self, PAUSE_SECONDS)
        """Runs since the last key."""
        self._seen_before = MessageId(0)
        """The last message that had been seen when the chat was opened: the mark of new messages stays there.
        """
        self._reported_seen = MessageId(0)

    def compose(self) -> ComposeResult:
        """Lay out the pane."""
        yield ChatTabs(id="chat-tabs")
        yield Static(id="chat-title")
        yield ChatSearch(id="chat-search")
        yield ChatLog(id="chat-scroll")
        yield Static(id="chat-typing")
        yield ChatInput(placeholder=HINT, compact=True, select_on_focus=False, id="chat-input")

    @property
    def box(self) -> ChatInput:
        """The text box."""
        return self.query_one(ChatInput)

    @property
    def log_view(self) -> ChatLog:
        """The log."""
        return self.query_one(ChatLog)

    @property
    def tabs(self) -> ChatTabs:
        """The tabs."""
        return self.query_one(ChatTabs)

    @property
    def search(self) -> ChatSearch:
        """The search in the chat."""
        return self.query_one(ChatSearch)

    def begin(self, cid: ContactId, label: str, draft: str) -> None:
        """Show a chat that the operator can write in at once; its messages come with `update`."""
        self.leave()
        self.cid = cid
        self._title(label, " …")
        self.log_view.show(Shown(), to_end=True)
        self.query_one("#chat-typing", Static).update("")
        self.box.put(draft)
        self.display = True
        self.screen.set_focus(self.box)

    def update(self, room: Room | None, messages: Sequence[Message], outgoing: Sequence[Outgoing]) -> None:
        """Show the chat's current state."""
        begins = self.room is None and room is not None
        if room is not None and begins:
            self._seen_before = self._reported_seen = room.seen
        self.room = room
        if room is not None:
            self._title(room.label)
        before = self.log_view.shown
        wrote = bool(outgoing) and outgoing != before.outgoing
        shown = Shown(messages, outgoing, self._seen_before, before.query)
        self.log_view.show(shown, to_end=begins or wrote)
        self.query_one("#chat-typing", Static).update(Content.styled(typing_text(room), "italic $muted"))
        self._report_seen(messages)
        if begins and self.box.value:
            self._set_typing(Typing.COMPOSING)

    def take_written(self) -> str:
        """Return the text in the box, and clear it."""
        text = self.box.value
        self.box.put("")
        self._pausing.stop()
        self._typing = Typing.IDLE
        return text

    def leave(self) -> None:
        """Leave the chat; its draft is kept elsewhere."""
        self.end_search()
        self._pausing.stop()
        self._set_typing(Typing.IDLE)
        self.box.put("")
        self.cid = self.room = None

    def close(self) -> None:
        """Close the pane; the chat itself stays open."""
        self.leave()
        self.display = False

    def step_search(self, by: int) -> None:
        """Go to the next match, or the previous one."""
        if not self._search_again():
            self._look_at(self.search.step(by))

    def end_search(self) -> None:
        """Show the log without marks."""
        self.search.end()
        self.log_view.show(self.log_view.shown._replace(query=""))

    @on(Input.Changed, "#chat-query")
    def search_for(self, event: Input.Changed) -> None:
        """Mark the matches, and scroll to the last one."""
        event.stop()
        if self.search.display:
            self._search_again()

    @on(Input.Changed, "#chat-input")
    def tell_typing(self, event: Input.Changed) -> None:
        """Send the typing state. Text that is no longer in the box was set by the board."""
        event.stop()
        if event.value != self.box.value:
            return
        self._set_typing(Typing.COMPOSING if event.value else Typing.IDLE)
        self._pausing.stop()
        if event.value:
            self._pausing = self.set_timer(PAUSE_SECONDS, self._pause)

    @on(ChatInput.Scrolled)
    def scroll_log(self, event: ChatInput.Scrolled) -> None:
        """Scroll the log by a page; above its beginning is the archive."""
        event.stop()
        log = self.log_view
        if event.pages < 0 and log.is_at_top:
            self.want_history()
        log.scroll_relative(y=event.pages * max(1, log.size.height - 1), animate=False)

    @on(ChatLog.TopReached)
    def want_history(self) -> None:
        """Ask for earlier messages, if there are any."""
        if self.room is not None and not self.room.history_complete:
            self.post_message(self.HistoryWanted(self.room.room_id))

    def _search_again(self) -> bool:
        """Search for the current query. Returns whether it has changed."""
        query, shown = self.search.box.value, self.log_view.shown
        if query == shown.query:
            return False
        self.log_view.show(shown._replace(query=query))
        self._look_at(self.search.found(self.log_view.hits()))
        return True

    def _look_at(self, place: int | None) -> None:
        if place is not None:
            self.log_view.look_at(place)

    def _title(self, label: str, more: str = "") -> None:
        title = Content.styled(f"chat · {plain(label)}{more}", "bold")
        self.query_one("#chat-title", Static).update(title)

    def _report_seen(self, messages: Sequence[Message]) -> None:
        """Mark the messages of an open chat as seen."""
        last = max((message.msg_id for message in messages), default=MessageId(0))
        if self.room is not None and self.room.unread and last > self._reported_seen:
            self._reported_seen = last
            self.post_message(self.Seen(self.room.room_id, last))

    def _pause(self) -> None:
        if self._typing is Typing.COMPOSING:
            self._set_typing(Typing.PAUSED)

    def _set_typing(self, typing: Typing) -> None:
        if self.room is not None and typing is not self._typing:
            self.post_message(self.TypingChanged(self.room.room_id, typing))
        self._typing = typing if self.room is not None else Typing.IDLE
