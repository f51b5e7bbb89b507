"""The chats: one in the pane, the others one key away."""

from collections.abc import Callable, Mapping
from functools import partial

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.controllers.chat_sender import ChatSender
from lampfield.board.widgets.chat.drafts import KeptDrafts
from lampfield.board.widgets.chat.order import ChatOrder
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.chat.replies import first_unread, late_replies
from lampfield.board.widgets.chat.tabs import ChatTab
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.client.handles import Contact, Room
from lampfield.client.messagelog import WINDOW_MESSAGES
from lampfield.frontend.wording import name_of
from lampfield.model.identity import ContactId, RoomId
from lampfield.model.room import Typing
from lampfield.protocol.errors import LampfieldError

READING = "reading the archive…"


class ChatController:
    """Opens, shows and closes chats, and keeps unsent text.

    Args:
        context: What all controllers share.
        pane: Shows one chat.
        grid: Shows which contacts have unread messages.
        show_contact: Puts the cursor on a contact, whatever is shown.
        note_unread: Gets the number of unread messages by contact.
    """

    def __init__(
        self,
        context: BoardContext,
        pane: ChatPane,
        grid: ContactGrid,
        show_contact: Callable[[ContactId], None],
        note_unread: Callable[[Mapping[ContactId, int]], None],
    ) -> None:
        self._context = context
        self._pane = pane
        self._grid = grid
        self._show_contact = show_contact
        self._note_unread = note_unread
        self.sender = ChatSender(context, pane, self.show)
        self.drafts: dict[ContactId, str] = {}
        """Unsent text by contact, while another chat is shown."""
        self._kept_drafts: KeptDrafts | None = None
        self._order = ChatOrder()
        self._epoch = ""
        """The epoch of the hub that knew the chat in the pane."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of the chats."""
        has_address = self._context.if_contact(lambda contact: bool(contact.chat_id))
        return (
            command("chat", self.open, has_address),
            command("next-unread", self.open_next_unread),
            command("next-chat", partial(self._step, 1)),
            command("previous-chat", partial(self._step, -1)),
            command("unread-chat", self.go_to_unread),
            command("leave-chat", self.leave),
            *self.sender.commands(),
        )

    def recall_drafts(self, kept_for: str) -> None:
        """Restore the unsent text of the last run.

        Args:
            kept_for: Account and hub.
        """
        self._kept_drafts = KeptDrafts(self._context.memory, kept_for)
        self.drafts.update(self._kept_drafts.recall())

    def keep_drafts(self) -> None:
        """Save all unsent text: the terminal may close at any moment."""
        if self._kept_drafts is None:
            return
        drafts, pane = dict(self.drafts), self._pane
        if pane.cid is not None:
            drafts[pane.cid] = pane.box.value
        for outgoing in self.sender.outbox.unsent():
            drafts[outgoing.cid] = f"{outgoing.text} {drafts.get(outgoing.cid, '')}".rstrip()
        self._kept_drafts.keep(drafts)

    def open(self) -> None:
        """Open the chat with the contact."""
        contact = self._context.contact
        if contact is None:
            return
        if not contact.chat_id:
            self._context.hint(f"{name_of(contact)} has no chat address.")
        else:
            self._show_chat_with(contact)

    def open_next_unread(self) -> None:
        """Open the chat whose unread messages have waited longest."""
        waiting = self.unread()
        if not waiting or self._context.pbx is None:
            self._context.hint("There are no unread messages.")
            return
        after = [cid for cid in waiting if cid != self._context.cursor] or list(waiting)
        if after[0] in self._context.pbx.contacts.values_by_key:
            self._show_contact(after[0])
            self.open()
        else:
            self.go_to(after[0])

    def go_to_unread(self) -> None:
        """Go from one chat to the one whose unread messages have waited longest."""
        current = self._pane.cid
        other = next((cid for cid in self.unread() if cid != current), None)
        if other is None:
            self._context.hint("There are no other unread messages.")
        else:
            self.go_to(other)

    def leave(self) -> None:
        """Leave the chat in the pane: it is closed until a new message arrives."""
        pane = self._pane
        room = self._room(pane.room.room_id) if pane.room is not None else None
        if room is None or self.sender.outbox.of(room.cid):
            self._context.hint("A message here is still unsent; press ↑ to recall it.")
            return
        self.close()
        self._context.window.focus(self._grid)
        self._context.run(room.leave(), "leaving the chat…", f"The chat with {room.label} is left.")

    def unread(self) -> dict[ContactId, int]:
        """Return the number of unread messages by contact, the longest waiting first."""
        if self._context.pbx is None:
            return {}
        rooms = [room for room in self._context.pbx.rooms.values_by_key.values() if room.unread]
        pbx = self._context.pbx
        rooms.sort(key=lambda room: first_unread(room, pbx.messages_of(room.room_id)))
        return {room.cid: room.unread for room in rooms}

    def late(self) -> set[ContactId]:
        """Return the contacts that have waited too long for an answer."""
        rooms = (
            [room for room in self._context.pbx.rooms if room.contact is not None]
            if self._context.pbx is not None
            else []
        )
        minutes = self._context.settings.values.chat.reply_minutes
        return late_replies(((room.cid, room.last_message) for room in rooms), self._context.now(), minutes)

    def close(self) -> None:
        """Close the pane; the chat stays open, and its unsent text is kept."""
        self._keep_draft()
        self._context.window.mark("-chatting", on=False)
        self._pane.close()

    def show(self) -> None:
        """Update everything that shows chats."""
        self.sender.drop_sent()
        unread = self.unread()
        self._grid.set_unread(unread)
        self._note_unread(unread)
        self._show_chat()
        self.show_tabs()

    def show_tabs(self) -> None:
        """Update the tabs of the chats."""
        pane = self._pane
        if self._context.pbx is None or not pane.display:
            return
        rooms = {room.cid: room for room in self._context.pbx.rooms}
        drafts = [cid for cid in self.drafts if cid in self._context.pbx.contacts.values_by_key]
        cids = list(dict.fromkeys([*rooms, *drafts, *sorted(self.sender.outbox.contacts())]))
        self._order.update(cids, list(self.unread()), pane.cid)
        late = self.late()
        tabs = [self._tab(cid, rooms.get(cid), is_late=cid in late) for cid in self._order.cids]
        pane.tabs.show(tabs, pane.cid)

    def _chat_opened(self, cid: ContactId, error: LampfieldError | None) -> None:
        """Show a chat that has been opened; on failure close the pane, unless it holds text."""
        self.sender.opening.discard(cid)
        pane = self._pane
        if error is not None:
            self.sender.not_sent(cid, error)
            is_empty = not pane.box.value and not self.sender.outbox.of(cid)
            if pane.cid == cid and pane.room is None and is_empty:
                self.close()
                self._context.window.focus(self._grid)
        self.show()
        self.sender.send_due()

    def tell_typing(self, room_id: RoomId, typing: Typing) -> None:
        """Send the typing state to the other side."""
        if (room := self._room(room_id)) is not None:
            self._notify_peer(room, "telling that one types", typing=typing)

    def see(self, room_id: RoomId) -> None:
        """Mark a chat as seen."""
        if (room := self._room(room_id)) is not None:
            self._notify_peer(room, "marking the chat as seen", seen=True)

    def fetch_history(self, room_id: RoomId) -> None:
        """Fetch earlier messages, unless a fetch is already running."""
        room = self._room(room_id)
        if room is None or self._context.window.is_working(READING):
            return
        if len(room.log) >= WINDOW_MESSAGES:
            self._context.hint(f"The board keeps the last {WINDOW_MESSAGES} messages of a chat.")
        else:
            self._context.run(room.history(), READING, "Older messages loaded.")

    def _room(self, room_id: RoomId) -> Room | None:
        return self._context.pbx.rooms.get(room_id) if self._context.pbx is not None else None

    def _step(self, by: int) -> None:
        self.show_tabs()
        other = self._order.beside(self._pane.cid, by)
        if other is None:
            self._context.hint("There is no other chat.")
        else:
            self.go_to(other)

    def go_to(self, cid: ContactId) -> None:
        """Show another chat, and its contact if that has a tile now."""
        contact = self._context.contact_of(cid)
        if contact is not None:
            self._grid.move_to(cid)
            self._show_chat_with(contact)
        elif (room := self.sender.room_with(cid)) is not None:
            self._read(room)
        else:
            self._context.hint("This chat has ended: its contact is gone.")

    def _read(self, room: Room) -> None:
        """Show a chat that cannot be answered, such as notices of the server."""
        self._keep_draft()
        self._context.window.mark("-chatting")
        self._pane.begin(room.cid, room.label, self.drafts.pop(room.cid, ""))
        self.show()

    def _show_chat_with(self, contact: Contact) -> None:
        """Show the chat with a contact: the operator can type at once while it is being opened."""
        pane = self._pane
        if pane.cid == contact.cid:
            self._context.window.focus(pane.box)
        else:
            self._keep_draft()
            self._context.window.mark("-chatting")
            pane.begin(contact.cid, name_of(contact), self.drafts.pop(contact.cid, ""))
        self._ask_for_chat(contact)
        self.show()

    def _keep_draft(self) -> None:
        pane = self._pane
        if pane.cid is not None and pane.box.value:
            self.drafts[pane.cid] = pane.box.value

    def _show_chat(self) -> None:
        """Show the chat in the pane; close it if it was left elsewhere."""
        pane = self._pane
        if pane.cid is None:
            return
        room, outgoing = self.sender.room_with(pane.cid), self.sender.outbox.of(pane.cid)
        is_gone = room is None and pane.room is not None
        if (
            is_gone
            and not outgoing
            and self._context.pbx is not None
            and self._context.pbx.epoch == self._epoch
        ):
            self.close()
            self._context.window.focus(self._grid)
            return
        pane.update(room.value if room else None, room.log if room else (), outgoing)
        if room is not None:
            self._epoch = room.pbx.epoch
        elif is_gone:
            self._open_again(pane.cid)

    def _open_again(self, cid: ContactId) -> None:
        """Reopen a chat that a restarted hub does not know."""
        contact = self._context.contact_of(cid)
        if contact is not None:
            self._ask_for_chat(contact)

    def _tab(self, cid: ContactId, room: Room | None, *, is_late: bool) -> ChatTab:
        contact = self._context.contact_of(cid)
        name = name_of(contact) if contact is not None else (room.label if room is not None else "?")
        is_typing = room is not None and room.typing is Typing.COMPOSING
        unread = room.unread if room is not None else 0
        waits = bool(self.sender.outbox.of(cid))
        return ChatTab(cid, name, unread, is_late, is_typing, bool(self.drafts.get(cid)), waits)

    def _ask_for_chat(self, contact: Contact) -> None:
        self.sender.opening.add(contact.cid)
        self._context.run(self._open_chat(contact), f"opening the chat with {name_of(contact)}…", "")

    async def _open_chat(self, contact: Contact) -> None:
        try:
            await contact.chat()
        except LampfieldError as error:
            self._context.window.later(self._chat_opened, contact.cid, error)
            raise
        self._context.window.later(self._chat_opened, contact.cid, None)

    def _notify_peer(
        self, room: Room, what: str, *, typing: Typing | None = None, seen: bool = False
    ) -> None:
        """Send a notice whose failure is not worth a message."""
        self._context.window.work(_tell(room, typing, seen=seen), what, group="chat")


async def _tell(room: Room, typing: Typing | None, *, seen: bool) -> None:
    try:
        if typing is not None:
            await room.type(typing)
        if seen:
            await room.see()
    except LampfieldError:
        # The link is down, which the header shows; the next message carries the state.
        return
