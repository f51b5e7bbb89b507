"""The loop of plain mode: prompt, parse, run, until the end of input."""

import asyncio
from functools import partial

from lampfield.client.handles import Room
from lampfield.client.replica import Batch
from lampfield.frontend.announcing.announcement import Announcement
from lampfield.frontend.events.event import Event, Kind
from lampfield.frontend.operations.operation import NotAvailable
from lampfield.frontend.operations.rights import check_right
from lampfield.frontend.wording import undelivered_words
from lampfield.model.link import LinkName
from lampfield.model.room import Message
from lampfield.model.text import plain
from lampfield.plain.chat_lines import message_line
from lampfield.plain.command import Unclear
from lampfield.plain.commands import GRAMMAR
from lampfield.plain.contact_resolver import Ambiguous
from lampfield.plain.handlers import chat, misc, people, phone, relations
from lampfield.plain.handlers.handler import Handlers
from lampfield.plain.session import PROMPT, NumberMeaning, PlainSession

HANDLERS: Handlers = {
    **people.HANDLERS,
    **phone.HANDLERS,
    **chat.HANDLERS,
    **relations.HANDLERS,
    **misc.HANDLERS,
}
"""The handlers of all commands."""


class Loop:
    """Runs a session.

    Args:
        session: The session.
    """

    def __init__(self, session: PlainSession) -> None:
        self._session = session
        self._marking: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        """Run until the end of input or ``quit``. Returns the number of failed commands."""
        session = self._session
        end_news = session.pbx.subscribe(self._on_batch)
        session.announcer.on_event = self._on_event
        if session.reader.is_person:
            _greet(session)
        try:
            while not session.ended:
                await self._step()
        finally:
            session.announcer.on_event = None
            end_news()
        return session.failures

    async def _step(self) -> None:
        session = self._session
        room = session.room
        line = await session.output.ask(f"to {plain(room.label, 24)}{PROMPT}" if room is not None else PROMPT)
        if line is None:
            session.ended = True
        elif line.strip():
            await self._carry_out(line)

    async def _carry_out(self, line: str) -> None:
        session = self._session
        try:
            if session.room is not None:
                await self._in_chat(session.room, line)
            else:
                await self._command(line)
        except Unclear as why:
            session.fail(f"unclear: {why}")
        except Ambiguous as ambiguous:
            session.fail("unclear: more than one. Say which by its number:")
            session.list_people(ambiguous.cids, "")

    async def _command(self, line: str) -> None:
        text = line.strip()
        if text[0].isdigit() or text[0] in "+*#":
            await self._number(text)
            return
        parsed = GRAMMAR.understand(text)
        try:
            check_right(self._session.pbx, parsed.command.right)
        except NotAvailable as why:
            self._session.fail(f"refused: {why}")
            return
        await HANDLERS[parsed.command.id](self._session, parsed.rest)

    async def _number(self, text: str) -> None:
        """Handle a line that is a number: its meaning depends on the last numbered list."""
        match self._session.numbers:
            case NumberMeaning.PEOPLE:
                await phone.dial(self._session, text)
            case NumberMeaning.GROUPS:
                await people.group(self._session, text)
            case NumberMeaning.DEVICES:
                raise Unclear("The numbers of the last list are devices. Type dial WHO on NUMBER.")

    async def _in_chat(self, room: Room, line: str) -> None:
        text = line.strip()
        if text in chat.LEAVING:
            chat.end(self._session)
        elif text == chat.OLDER:
            await chat.older(self._session, room)
        elif text.startswith(chat.MARK) and not text.startswith(2 * chat.MARK):
            await self._command(text.removeprefix(chat.MARK))
        else:
            await chat.post(self._session, room, text.removeprefix(chat.MARK))

    def _on_batch(self, batch: Batch) -> None:
        """Write the new and changed messages of the open chat."""
        session, room = self._session, self._session.room
        if room is None:
            return
        here = [message for message in batch.messages if _is_incoming_in(room, message)]
        if here:
            self._mark_seen(room)
        changed = [message for message in batch.messages_updated if _is_incoming_in(room, message)]
        for message in (*here, *changed):
            parsed = ("message", message.room_id, message.msg_id)
            session.output.news(Announcement(parsed, partial(message_line, message)))

    def _on_event(self, event: Event) -> None:
        """Announce undelivered messages and, when the hub is back, the summary: much may have changed."""
        if event.kind is Kind.UNDELIVERED and event.message is not None:
            message = event.message
            failed = ("failed", message.room_id, message.msg_id)
            line = f"{undelivered_words(message)}; it was: {plain(message.msg, 200)}"
            self._session.output.news(Announcement(failed, partial(str, line)))
        elif event.kind is Kind.BACK and event.link is not None and event.link.name is LinkName.HUB:
            self._session.output.news(Announcement(("state",), self._session.summary))

    def _mark_seen(self, room: Room) -> None:
        """Mark the chat as seen, because its messages have been written."""
        marking = asyncio.create_task(chat.see(room), name="marking the chat as seen")
        self._marking.add(marking)
        marking.add_done_callback(self._marking.discard)


def _is_incoming_in(room: Room, message: Message) -> bool:
    """Return whether a message is a new one from the contact of a chat."""
    return message.room_id == room.room_id and not (message.own or message.archived)


def _greet(session: PlainSession) -> None:
    session.say(session.summary())
    session.say("help lists the commands.")
