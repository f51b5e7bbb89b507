"""What the chat keys do."""

from textual import on
from textual.content import Content

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.actions.outcome import Kind
from lampfield.board.chat.pane import ChatPane
from lampfield.board.signs import SHOW_SIGNS
from lampfield.deeds.presence import OWN_SHOWS, own_word, set_show
from lampfield.feed.contact import Contact
from lampfield.feed.errors import LampfieldError
from lampfield.feed.room import Room
from lampfield.model.identity import ContactId, RoomId
from lampfield.model.room import Typing
from lampfield.model.show import Show
from lampfield.words.names import name_of


class ChatActions(ActingScreen):
    """Chat, unread messages, own show."""

    def action_chat(self) -> None:
        """Open the chat with the contact."""
        contact = self.contact
        if contact is None:
            return
        if not contact.chat_id:
            self.hint(f"{name_of(contact)} has no chat address.")
            return
        name = name_of(contact)
        self.add_class("-chatting")
        self.query_one(ChatPane).await_room(contact.cid, name)
        self._ask_for_chat(contact)

    def action_next_unread(self) -> None:
        """Open the chat that has waited longest for the operator."""
        waiting = self.unread()
        if not waiting or self.pbx is None:
            self.hint("There are no unread messages.")
            return
        after = [cid for cid in waiting if cid != self.cursor] or list(waiting)
        self.show_contact(after[0])
        self.action_chat()

    def action_own_show(self) -> None:
        """Choose one's own show, then its status."""
        from lampfield.board.dialogs.choice import Choice

        options = [(_show_text(show), show) for show in OWN_SHOWS]
        me = self.pbx.me if self.pbx is not None else None
        first = OWN_SHOWS.index(me.show) if me is not None else 0
        dialog: Choice[Show] = Choice("Show yourself as", options, first=first)
        self.ask(dialog, lambda chosen: self._ask_status(chosen.value))

    def unread(self) -> dict[ContactId, int]:
        """Return how many messages of whom are unread, the longest waiting first."""
        if self.pbx is None:
            return {}
        rooms = [room for room in self.pbx.rooms.values_by_key.values() if room.unread]
        rooms.sort(key=lambda room: room.seen)
        return {room.cid: room.unread for room in rooms}

    def open_room(self, room: Room) -> None:
        """Show a chat in the pane."""
        self.add_class("-chatting")
        self.query_one(ChatPane).open(room.value, room.log)

    def close_chat(self) -> None:
        """Close the pane; the chat itself stays."""
        self.remove_class("-chatting")
        self.query_one(ChatPane).close()

    @on(ChatPane.Submitted)
    def post(self, event: ChatPane.Submitted) -> None:
        """Send what was written; what cannot be sent is given back."""
        if (room := self._room(event.room_id)) is not None:
            self.run_worker(
                self._post(room, event.text),
                group="chat",
                description="sending a message",
                exit_on_error=False,
            )

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

    @on(ChatPane.RoomWanted)
    def open_again(self, event: ChatPane.RoomWanted) -> None:
        """Try once more to open the chat that something is written for."""
        contact = self.pbx.contacts.get(event.cid) if self.pbx is not None else None
        if contact is not None:
            self._ask_for_chat(contact)
        else:
            self.query_one(ChatPane).not_opened()
            self.hint("Whom you write to is no longer among the contacts.")

    @on(ChatPane.HistoryWanted)
    def fetch_history(self, event: ChatPane.HistoryWanted) -> None:
        """Fetch what was said before."""
        if (room := self._room(event.room_id)) is not None:
            self.act(room.history(), "reading the archive…", "Older messages are here.")

    def _room(self, room_id: RoomId) -> Room | None:
        return self.pbx.rooms.get(room_id) if self.pbx is not None else None

    def _ask_for_chat(self, contact: Contact) -> None:
        self.act(self._open_chat(contact), f"opening the chat with {name_of(contact)}…", "")

    async def _open_chat(self, contact: Contact) -> None:
        """Open a chat, and show it unless the operator has turned away meanwhile."""
        pane = self.query_one(ChatPane)
        try:
            room = await contact.chat()
        except LampfieldError:
            if pane.awaits(contact.cid):
                pane.not_opened()
            raise
        if pane.awaits(contact.cid):
            self.open_room(room)

    async def _post(self, room: Room, text: str) -> None:
        try:
            await room.post(text)
        except LampfieldError as error:
            self.query_one(ChatPane).refused(room.room_id, text)
            self.say(Kind.FAILED, str(error))

    def _quietly(self, room: Room, what: str, *, typing: Typing | None = None, seen: bool = False) -> None:
        """Tell the other side something that is not worth a word when it fails."""
        self.run_worker(_tell(room, typing, seen=seen), group="chat", description=what, exit_on_error=False)

    def _ask_status(self, show: Show) -> None:
        from lampfield.board.dialogs.form import Field, Form

        me = self.pbx.me if self.pbx is not None else None
        field = Field("status, may be empty", me.status if me is not None else "", example="lunch till 1")
        form = Form(f"You: {own_word(show)}", [field], hint="Enter sets it   Esc leaves it")
        self.ask(form, lambda fields: self._set_show(show, fields[0]))

    def _set_show(self, show: Show, status: str) -> None:
        if (pbx := self.pbx) is not None:
            self.perform(lambda: set_show(pbx, show, status))


async def _tell(room: Room, typing: Typing | None, *, seen: bool) -> None:
    try:
        if typing is not None:
            await room.type(typing)
        if seen:
            await room.see()
    except LampfieldError:
        # The link is down, which the header says; what was missed is told by the next message.
        return


def _show_text(show: Show) -> Content:
    sign = SHOW_SIGNS[show]
    return Content.assemble((f"{sign.glyph} ", f"${sign.variable}"), (own_word(show), ""))
