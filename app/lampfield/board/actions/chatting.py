"""What the chat keys do."""

from collections.abc import Mapping

from textual import on
from textual.message import Message

from lampfield.board.actions.chat_texts import ChatTextActions
from lampfield.board.actions.sending import SendingActions
from lampfield.board.chat.drafts import KeptDrafts
from lampfield.board.chat.order import ChatOrder
from lampfield.board.chat.pane import ChatPane
from lampfield.board.chat.replies import first_unread, late_replies
from lampfield.board.chat.tabs import ChatTab, ChatTabs
from lampfield.board.grid.grid import ContactGrid
from lampfield.feed.contact import Contact
from lampfield.feed.errors import LampfieldError
from lampfield.feed.messagelog import WINDOW_MESSAGES
from lampfield.feed.room import Room
from lampfield.model.identity import ContactId, RoomId
from lampfield.model.room import Typing
from lampfield.words.names import name_of

READING = "reading the archive…"


class ChatOpened(Message, bubble=False):
    """The hub has opened a chat, or could not."""

    def __init__(self, cid: ContactId, error: LampfieldError | None) -> None:
        super().__init__()
        self.cid = cid
        self.error = error


class ChatActions(SendingActions, ChatTextActions):
    """The chats: one in the pane, the others a key away."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: dict[ContactId, str] = {}
        """What was begun to write to whom, while the operator looks elsewhere."""
        self._kept_drafts: KeptDrafts | None = None
        self._order = ChatOrder()
        self._epoch = ""
        """The run of the hub in which the chat in the pane was there."""

    def recall_drafts(self, kept_for: str) -> None:
        """Begin with what was written the last time and not sent.

        Args:
            kept_for: Account and hub.
        """
        self._kept_drafts = KeptDrafts(self.board_app.memory, kept_for)
        self.drafts.update(self._kept_drafts.recall())

    def keep_drafts(self) -> None:
        """Keep what is written and not sent: the terminal may end at any moment."""
        if self._kept_drafts is None:
            return
        drafts, pane = dict(self.drafts), self.query_one(ChatPane)
        if pane.cid is not None:
            drafts[pane.cid] = pane.box.value
        for outgoing in self.outbox.unsent():
            drafts[outgoing.cid] = f"{outgoing.text} {drafts.get(outgoing.cid, '')}".rstrip()
        self._kept_drafts.keep(drafts)

    def action_chat(self) -> None:
        """Open the chat with the contact."""
        contact = self.contact
        if contact is None:
            return
        if not contact.chat_id:
            self.hint(f"{name_of(contact)} has no chat address.")
        else:
            self._turn_to(contact)

    def action_next_unread(self) -> None:
        """Open the chat that has waited longest for the operator."""
        waiting = self.unread()
        if not waiting or self.pbx is None:
            self.hint("There are no unread messages.")
            return
        after = [cid for cid in waiting if cid != self.cursor] or list(waiting)
        if after[0] in self.pbx.contacts.values_by_key:
            self.show_contact(after[0])
            self.action_chat()
        else:
            self._go_to(after[0])

    def action_next_chat(self) -> None:
        """Go to the chat after."""
        self._step(1)

    def action_previous_chat(self) -> None:
        """Go to the chat before."""
        self._step(-1)

    def action_unread_chat(self) -> None:
        """Go to the chat that has waited longest, from within another."""
        current = self.query_one(ChatPane).cid
        other = next((cid for cid in self.unread() if cid != current), None)
        if other is None:
            self.hint("There are no other unread messages.")
        else:
            self._go_to(other)

    def action_leave_chat(self) -> None:
        """Leave the chat in the pane: it is done with, until somebody writes again."""
        pane = self.query_one(ChatPane)
        room = self._room(pane.room.room_id) if pane.room is not None else None
        if room is None or self.outbox.of(room.cid):
            self.hint("Here is still something to be sent; ↑ takes it back.")
            return
        self.close_chat()
        self.set_focus(self.query_one(ContactGrid))
        self.act(room.leave(), "leaving the chat…", f"The chat with {room.label} is left.")

    def unread(self) -> dict[ContactId, int]:
        """Return how many messages of whom are unread, the longest waiting first."""
        if self.pbx is None:
            return {}
        rooms = [room for room in self.pbx.rooms.values_by_key.values() if room.unread]
        pbx = self.pbx
        rooms.sort(key=lambda room: first_unread(room, pbx.messages_of(room.room_id)))
        return {room.cid: room.unread for room in rooms}

    def note_unread(self, unread: Mapping[ContactId, int]) -> None:
        """Take whose messages are unread now, for those who look for them."""
        raise NotImplementedError

    def late(self) -> set[ContactId]:
        """Return who has waited too long for an answer."""
        rooms = [room for room in self.pbx.rooms if room.contact is not None] if self.pbx is not None else []
        minutes = self.settings.values.chat.reply_minutes
        return late_replies(((room.cid, room.last_message) for room in rooms), self.now(), minutes)

    def close_chat(self) -> None:
        """Close the pane; the chat itself stays, and what is written in it."""
        self._keep_draft()
        self.remove_class("-chatting")
        self.query_one(ChatPane).close()

    def show_chats(self) -> None:
        """Show the chats as they are now."""
        self.drop_sent()
        unread = self.unread()
        self.query_one(ContactGrid).set_unread(unread)
        self.note_unread(unread)
        self._show_chat()
        self.show_tabs()

    def show_tabs(self) -> None:
        """Show the line of chats."""
        pane = self.query_one(ChatPane)
        if self.pbx is None or not pane.display:
            return
        rooms = {room.cid: room for room in self.pbx.rooms}
        drafts = [cid for cid in self.drafts if cid in self.pbx.contacts.values_by_key]
        cids = list(dict.fromkeys([*rooms, *drafts, *sorted(self.outbox.contacts())]))
        self._order.look(cids, list(self.unread()), pane.cid)
        late = self.late()
        tabs = [self._tab(cid, rooms.get(cid), is_late=cid in late) for cid in self._order.cids]
        pane.tabs.show(tabs, pane.cid)

    @on(ChatOpened)
    def take_opened(self, event: ChatOpened) -> None:
        """Show a chat that is there now; one that is not is closed, unless something is written in it."""
        self.opening.discard(event.cid)
        pane = self.query_one(ChatPane)
        if event.error is not None:
            self.not_sent(event.cid, event.error)
            is_empty = not pane.box.value and not self.outbox.of(event.cid)
            if pane.cid == event.cid and pane.room is None and is_empty:
                self.close_chat()
                self.set_focus(self.query_one(ContactGrid))
        self.show_chats()
        self.send_due()

    @on(ChatTabs.Chosen)
    def choose_chat(self, event: ChatTabs.Chosen) -> None:
        """Go to a chat that was clicked."""
        self._go_to(event.cid)

    @on(ChatPane.TypingChanged)
    def tell_typing(self, event: ChatPane.TypingChanged) -> None:
        """Let the other know that the operator writes."""
        if (room := self._room(event.room_id)) is not None:
            self._quietly(room, "telling that one types", typing=event.typing)

    @on(ChatPane.Seen)
    def see(self, event: ChatPane.Seen) -> None:
        """Count the chat as seen."""
        if (room := self._room(event.room_id)) is not None:
            self._quietly(room, "marking the chat as seen", seen=True)

    @on(ChatPane.HistoryWanted)
    def fetch_history(self, event: ChatPane.HistoryWanted) -> None:
        """Fetch what was said before, unless that is being done."""
        room = self._room(event.room_id)
        if room is None or any(worker.description == READING for worker in self.workers):
            return
        if len(room.log) >= WINDOW_MESSAGES:
            self.hint(f"The board keeps the last {WINDOW_MESSAGES} messages of a chat.")
        else:
            self.act(room.history(), READING, "Older messages are here.")

    def _room(self, room_id: RoomId) -> Room | None:
        return self.pbx.rooms.get(room_id) if self.pbx is not None else None

    def _step(self, by: int) -> None:
        self.show_tabs()
        other = self._order.beside(self.query_one(ChatPane).cid, by)
        if other is None:
            self.hint("There is no other chat.")
        else:
            self._go_to(other)

    def _go_to(self, cid: ContactId) -> None:
        """Show another chat, and its contact where that has a tile now."""
        contact = self.pbx.contacts.get(cid) if self.pbx is not None else None
        if contact is not None:
            self.query_one(ContactGrid).move_to(cid)
            self._turn_to(contact)
        elif (room := self.room_with(cid)) is not None:
            self._read(room)
        else:
            self.hint("This chat is over: its contact is gone.")

    def _read(self, room: Room) -> None:
        """Show a chat in which nobody can be answered, such as the notices of the server."""
        self._keep_draft()
        self.add_class("-chatting")
        self.query_one(ChatPane).begin(room.cid, room.label, self.drafts.pop(room.cid, ""))
        self.show_chats()

    def _turn_to(self, contact: Contact) -> None:
        """Let the operator write to a contact at once, and open the chat meanwhile."""
        pane = self.query_one(ChatPane)
        if pane.cid == contact.cid:
            self.set_focus(pane.box)
        else:
            self._keep_draft()
            self.add_class("-chatting")
            pane.begin(contact.cid, name_of(contact), self.drafts.pop(contact.cid, ""))
        self._ask_for_chat(contact)
        self.show_chats()

    def _keep_draft(self) -> None:
        pane = self.query_one(ChatPane)
        if pane.cid is not None and pane.box.value:
            self.drafts[pane.cid] = pane.box.value

    def _show_chat(self) -> None:
        """Show the chat in the pane. One that was left elsewhere is closed."""
        pane = self.query_one(ChatPane)
        if pane.cid is None:
            return
        room, outgoing = self.room_with(pane.cid), self.outbox.of(pane.cid)
        is_gone = room is None and pane.room is not None
        if is_gone and not outgoing and self.pbx is not None and self.pbx.epoch == self._epoch:
            self.close_chat()
            self.set_focus(self.query_one(ContactGrid))
            return
        pane.update(room.value if room else None, room.log if room else (), outgoing)
        if room is not None:
            self._epoch = room.pbx.epoch
        elif is_gone:
            self._open_again(pane.cid)

    def _open_again(self, cid: ContactId) -> None:
        """Open a chat that another run of the hub does not know."""
        contact = self.pbx.contacts.get(cid) if self.pbx is not None else None
        if contact is not None:
            self._ask_for_chat(contact)

    def _tab(self, cid: ContactId, room: Room | None, *, is_late: bool) -> ChatTab:
        contact = self.pbx.contacts.get(cid) if self.pbx is not None else None
        name = name_of(contact) if contact is not None else (room.label if room is not None else "?")
        is_typing = room is not None and room.typing is Typing.COMPOSING
        unread = room.unread if room is not None else 0
        waits = bool(self.outbox.of(cid))
        return ChatTab(cid, name, unread, is_late, is_typing, bool(self.drafts.get(cid)), waits)

    def _ask_for_chat(self, contact: Contact) -> None:
        self.opening.add(contact.cid)
        self.act(self._open_chat(contact), f"opening the chat with {name_of(contact)}…", "")

    async def _open_chat(self, contact: Contact) -> None:
        try:
            await contact.chat()
        except LampfieldError as error:
            self.post_message(ChatOpened(contact.cid, error))
            raise
        self.post_message(ChatOpened(contact.cid, None))

    def _quietly(self, room: Room, what: str, *, typing: Typing | None = None, seen: bool = False) -> None:
        """Tell the other side something that is not worth a word when it fails."""
        self.run_worker(_tell(room, typing, seen=seen), group="chat", description=what, exit_on_error=False)


async def _tell(room: Room, typing: Typing | None, *, seen: bool) -> None:
    try:
        if typing is not None:
            await room.type(typing)
        if seen:
            await room.see()
    except LampfieldError:
        # The link is down, which the header says; what was missed is told by the next message.
        return
