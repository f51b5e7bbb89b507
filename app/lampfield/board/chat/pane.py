"""The chat pane: one chat at a time."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message as Event
from textual.timer import Timer
from textual.widgets import Input, Static

from lampfield.board.chat.lines import chat_lines, typing_text
from lampfield.board.text_box import TextBox
from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.room import Message, Room, Typing
from lampfield.model.text import plain

PAUSE_SECONDS = 5.0
"""After so long without a key the operator does not write any more, but thinks (XEP-0085, 5.1)."""


class ChatInput(TextBox):
    """The line to write."""

    LEAVING = {"escape": "screen.back"}
    PLACE = "in the chat"
    OWN_KEYS = (("⏎", "Send"), ("PgUp PgDn", "Read above and below"), ("Esc", "Close the chat"))

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll_log(-1)", show=False),
        Binding("pagedown", "scroll_log(1)", show=False),
    ]

    class Scrolled(Event):
        """The log is to be moved by a page."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def action_scroll_log(self, pages: int) -> None:
        """Move the log."""
        self.post_message(self.Scrolled(pages))


class ChatPane(Vertical):
    """A chat: its log, what the other does, and a line to write."""

    class Submitted(Event):
        """The operator has written something."""

        def __init__(self, room_id: RoomId, text: str) -> None:
            super().__init__()
            self.room_id = room_id
            self.text = text

    class TypingChanged(Event):
        """The operator began to write, or stopped."""

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

    class GivenUp(Event):
        """The chat could not be opened, and nothing was written."""

    class RoomWanted(Event):
        """The operator writes on to a contact whose chat could not be opened."""

        def __init__(self, cid: ContactId) -> None:
            super().__init__()
            self.cid = cid

    class HistoryWanted(Event):
        """The operator looks above the oldest message that is here."""

        def __init__(self, room_id: RoomId) -> None:
            super().__init__()
            self.room_id = room_id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.room: Room | None = None
        self._messages: Sequence[Message] = ()
        self._awaits: ContactId | None = None
        """Whose chat is being opened: what is written meanwhile is for this contact alone."""
        self._failed = False
        """It could not be opened; Enter asks for it once more."""
        self._submits = False
        """What is written is to be sent as soon as the chat is there."""
        self._typing = Typing.IDLE
        self._pausing = Timer(self, PAUSE_SECONDS)
        """Runs since the last key."""
        self._seen_before = MessageId(0)
        """Up to where the operator had seen the chat when it was opened: there the mark of the new stays."""
        self._told_seen = MessageId(0)

    def compose(self) -> ComposeResult:
        """Lay out the pane."""
        yield Static(id="chat-title")
        with VerticalScroll(id="chat-scroll", can_focus=False):
            yield Static(id="chat-log")
        yield Static(id="chat-typing")
        yield ChatInput(placeholder="write, Enter sends, Esc closes", compact=True, id="chat-input")

    def awaits(self, cid: ContactId) -> bool:
        """Say whether this contact's chat is still wanted, and not given up or followed by another."""
        return self._awaits == cid

    def await_room(self, cid: ContactId, label: str) -> None:
        """Let the operator write to a contact whose chat is being opened."""
        self._leave()
        self.room, self._messages = None, ()
        self._awaits, self._failed, self._submits = cid, False, False
        self.display = True
        self.screen.set_focus(self.query_one(ChatInput))
        self.query_one("#chat-title", Static).update(Content.styled(f"chat · {plain(label)} …", "bold"))
        for part in ("#chat-log", "#chat-typing"):
            self.query_one(part, Static).update("")

    def not_opened(self) -> None:
        """Close the pane whose chat could not be opened, unless something is written in it."""
        self._failed, self._submits = True, False
        if not self.query_one(ChatInput).value:
            self.post_message(self.GivenUp())

    def open(self, room: Room, messages: Sequence[Message]) -> None:
        """Show a chat, with what is unread in sight, and let the operator write."""
        if not self.awaits(room.cid):
            self._leave()
        self._awaits, self._failed = None, False
        self.room, self._messages = room, messages
        self._seen_before = self._told_seen = room.seen
        self.display = True
        self._paint(at_end=True)
        self._tell_seen()
        self._go_on_writing()

    def update(self, room: Room, messages: Sequence[Message]) -> None:
        """Show the same chat as it is now. The log stays where it was read, else at its end."""
        at_end = self._scroll.max_scroll_y - self._scroll.scroll_y <= 1
        said_more = len(messages) and len(self._messages) and messages[-1] != self._messages[-1]
        self.room, self._messages = room, messages
        self._paint(at_end=at_end or bool(said_more and messages[-1].own))
        self._tell_seen()

    def close(self) -> None:
        """Close the pane; the chat itself stays."""
        self._leave()
        self._awaits, self._failed, self._submits = None, False, False
        self.room = None
        self.display = False

    def refused(self, room_id: RoomId, text: str) -> None:
        """Give back a text that could not be sent, unless another is being written."""
        box = self.query_one(ChatInput)
        if self.room is not None and self.room.room_id == room_id and not box.value:
            box.value = text
            box.cursor_position = len(text)

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Hand a text on."""
        event.stop()
        self._submits = self._awaits is not None
        if self._awaits is not None and self._failed:
            self._failed = False
            self.post_message(self.RoomWanted(self._awaits))
        self._submit(event.input)

    @on(Input.Changed)
    def tell_typing(self, event: Input.Changed) -> None:
        """Let the other know that the operator writes."""
        event.stop()
        self._set_typing(Typing.COMPOSING if event.value else Typing.IDLE)
        self._pausing.stop()
        if event.value:
            self._pausing = self.set_timer(PAUSE_SECONDS, self._pause)

    @on(ChatInput.Scrolled)
    def scroll_log(self, event: ChatInput.Scrolled) -> None:
        """Move the log by a page; above its beginning lies the archive."""
        event.stop()
        if event.pages < 0 and self._scroll.scroll_y == 0 and self.room and not self.room.history_complete:
            self.post_message(self.HistoryWanted(self.room.room_id))
        lines = event.pages * max(1, self._scroll.size.height - 1)
        self._scroll.scroll_relative(y=lines, animate=False)

    def _submit(self, box: Input) -> None:
        if self.room is not None and box.value.strip():
            self.post_message(self.Submitted(self.room.room_id, box.value))
            self._typing = Typing.IDLE
            box.clear()

    def _go_on_writing(self) -> None:
        """Take over what was written before the chat was there."""
        box = self.query_one(ChatInput)
        self.screen.set_focus(box)
        if self._submits:
            self._submits = False
            self._submit(box)
        elif box.value:
            self._set_typing(Typing.COMPOSING)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#chat-scroll", VerticalScroll)

    def _paint(self, *, at_end: bool) -> None:
        if self.room is None:
            return
        self.query_one("#chat-title", Static).update(
            Content.styled(f"chat · {plain(self.room.label)}", "bold")
        )
        lines = chat_lines(self._messages, self._seen_before)
        log = Content("\n").join(Content.assemble(*line) for line in lines)
        self.query_one("#chat-log", Static).update(log)
        self.query_one("#chat-typing", Static).update(Content.styled(typing_text(self.room), "italic $muted"))
        if at_end:
            self._scroll.scroll_end(animate=False)

    def _tell_seen(self) -> None:
        """What stands before an open chat's operator is seen."""
        last = max((message.msg_id for message in self._messages), default=MessageId(0))
        if self.room is not None and self.room.unread and last > self._told_seen:
            self._told_seen = last
            self.post_message(self.Seen(self.room.room_id, last))

    def _pause(self) -> None:
        if self._typing is Typing.COMPOSING:
            self._set_typing(Typing.PAUSED)

    def _set_typing(self, typing: Typing) -> None:
        if self.room is not None and typing is not self._typing:
            self._typing = typing
            self.post_message(self.TypingChanged(self.room.room_id, typing))

    def _leave(self) -> None:
        """Say that nothing is written any more, and clear the line."""
        if self.is_mounted:
            self._set_typing(Typing.IDLE)
            box = self.query_one(ChatInput)
            with box.prevent(Input.Changed):
                box.clear()
