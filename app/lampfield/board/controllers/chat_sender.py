"""Sending chat messages: in order, once, and as soon as the link is up."""

from collections.abc import Callable

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.kit.outcome import Kind
from lampfield.board.widgets.chat.outbox import UNKNOWN_END, Outgoing, Stage, UnsentMessages
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.client.handles import Room
from lampfield.frontend.wording import other_of
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import RefusalCode
from lampfield.model.room import Receipt
from lampfield.protocol.errors import FeedError, LampfieldError, RequestError

LEAVING = "leaving"
"""The id of the dialog that asks whether to leave the board."""

NOT_UP = (LinkState.DOWN, LinkState.CONNECTING, LinkState.UNKNOWN)


class NotFound(LampfieldError):
    """The hub restarted, and does not have a message that was sent to it before."""


class ChatSender:
    """Sends messages in order, once, and as soon as the links are up.

    Args:
        context: What all controllers share.
        pane: Holds the text being written.
        show: Updates everything that shows chats.
    """

    def __init__(self, context: BoardContext, pane: ChatPane, show: Callable[[], None]) -> None:
        self._context = context
        self._pane = pane
        self._show = show
        self.outbox = UnsentMessages()
        self.opening: set[ContactId] = set()
        """Contacts whose chat is being opened; messages to them are sent after that."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of the chat's text box."""
        return (command("send-chat", self.send), command("take-back", self.take_back))

    def send(self) -> None:
        """Send the text in the box."""
        pane = self._pane
        if pane.cid is None or not pane.box.value.strip():
            return
        if (
            self._context.pbx is not None
            and pane.room is not None
            and self._context.contact_of(pane.cid) is None
        ):
            self._context.hint("Messages here cannot be answered.")
            return
        self.outbox.add(pane.cid, pane.take_written(), self._context.now())
        self.send_due()
        self._show()

    def take_back(self) -> None:
        """Take an unsent message back into the box, if the box is empty."""
        pane = self._pane
        if pane.cid is None or pane.box.value:
            return
        outgoing = self.outbox.take_back(pane.cid)
        if outgoing is not None:
            pane.box.put(outgoing.text)
            self._show()
        elif text := self._last_failed(pane.cid):
            pane.box.put(text)

    def leave_board(self) -> None:
        """Exit the board, once confirmed while messages are unsent."""
        from lampfield.board.dialogs.confirm import Confirm

        if not self.outbox:
            self._exit()
        elif self._context.window.top.id != LEAVING:
            question = "A message is not sent yet. If you leave, it is kept as a draft."
            dialog = Confirm(question, "leave", "stay", id=LEAVING)
            self._context.ask(dialog, lambda yes: self._exit() if yes else None)

    def _exit(self) -> None:
        """Exit, and mention a call that goes on without the board."""
        calls = self._context.own_calls
        told = f"Your call with {other_of(calls[0])} continues on your phone." if calls else None
        self._context.window.leave(told)

    def send_due(self) -> None:
        """Send every message that waits and can be sent now."""
        pbx = self._context.pbx
        if pbx is None or not self.outbox or not self._can_send():
            return
        for outgoing in self.outbox.due():
            if outgoing.cid not in self.opening:
                self.outbox.asked(outgoing.post_id, pbx.epoch)
                self._context.window.work(
                    self._deliver(outgoing, pbx.epoch), "sending a message", group="chat"
                )

    def drop_sent(self) -> None:
        """Drop messages that are in a chat already: they were sent, even if the response was lost."""
        for cid in self.outbox.contacts() if self.outbox else ():
            room = self.room_with(cid)
            for message in room.log if room is not None else ():
                if message.own and message.post_id:
                    self.outbox.drop(message.post_id)

    def not_sent(self, cid: ContactId, error: LampfieldError) -> None:
        """Record at each waiting message why the chat with a contact cannot be opened."""
        for outgoing in self.outbox.of(cid):
            if outgoing.stage is Stage.WAITING:
                self._failed(outgoing, error)

    def _apply_outcome(self, post_id: str, error: LampfieldError | None) -> None:
        """Apply the outcome of a message."""
        outgoing = self.outbox.get(post_id)
        if outgoing is not None and error is None:
            self.outbox.drop(post_id)
        elif outgoing is not None and error is not None:
            self._failed(outgoing, error)
        self._show()
        if not isinstance(error, FeedError):
            self.send_due()

    def room_with(self, cid: ContactId) -> Room | None:
        """Return the chat with a contact; None if there is none yet."""
        pbx = self._context.pbx
        if pbx is None:
            return None
        rooms = pbx.rooms.values_by_key.values()
        room = next((room for room in rooms if room.cid == cid), None)
        return pbx.rooms.get(room.room_id) if room is not None else None

    async def _deliver(self, outgoing: Outgoing, epoch: str) -> None:
        error: LampfieldError | None = None
        try:
            if outgoing.epoch in ("", epoch):
                await self._post(outgoing)
            else:
                await self._look_for(outgoing)
        except LampfieldError as caught:
            error = caught
        self._context.window.later(self._apply_outcome, outgoing.post_id, error)

    async def _post(self, outgoing: Outgoing) -> None:
        room = self.room_with(outgoing.cid) or await self._open(outgoing.cid)
        await room.post(outgoing.text, outgoing.post_id)

    async def _look_for(self, outgoing: Outgoing) -> None:
        """Check whether an earlier run of the hub sent a message: the archive returns it under its id."""
        room = await self._open(outgoing.cid)
        if all(message.post_id != outgoing.post_id for message in room.log):
            raise NotFound(UNKNOWN_END)

    async def _open(self, cid: ContactId) -> Room:
        contact = self._context.contact_of(cid)
        if contact is None:
            raise LampfieldError("This contact no longer exists.")
        return await contact.chat()

    def _failed(self, outgoing: Outgoing, error: LampfieldError) -> None:
        """Record a message that was not sent: to retry, or to leave to the operator."""
        word = error.word if isinstance(error, RequestError) else ""
        if isinstance(error, FeedError) or (word == RefusalCode.LINK_DOWN and not self._can_send()):
            self.outbox.waits(outgoing.post_id)
        elif isinstance(error, NotFound) or word == RefusalCode.TIMED_OUT:
            self.outbox.ended(outgoing.post_id, Stage.UNSURE, "" if word == "" else str(error))
        else:
            self._refused(outgoing, str(error))

    def _refused(self, outgoing: Outgoing, reason: str) -> None:
        """Return a rejected message to the box, or show it as refused in the chat if the box is in use."""
        pane = self._pane
        self._context.say(Kind.FAILED, reason)
        if pane.cid == outgoing.cid and not pane.box.value:
            self.outbox.drop(outgoing.post_id)
            pane.box.put(outgoing.text)
        else:
            self.outbox.ended(outgoing.post_id, Stage.REFUSED, reason)

    def _can_send(self) -> bool:
        """Return whether the links on the way are up; a missing chat server refuses in words."""
        links = self._context.pbx.links if self._context.pbx is not None else {}
        return all(
            (link := links.get(name)) is None or link.state not in NOT_UP
            for name in (LinkName.HUB, LinkName.CHAT)
        )

    def _last_failed(self, cid: ContactId) -> str:
        room = self.room_with(cid)
        last = next((said for said in reversed(room.log) if said.own), None) if room is not None else None
        return last.msg if last is not None and last.receipt is Receipt.FAILED else ""
