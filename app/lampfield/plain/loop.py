"""The loop of plain mode: ask, understand, do, until there is nothing more to do."""

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
from lampfield.plain.chat_lines import said_line
from lampfield.plain.command import Unclear
from lampfield.plain.commands import GRAMMAR
from lampfield.plain.contact_resolver import Several
from lampfield.plain.doing import chat, misc, people, phone, relations
from lampfield.plain.doing.handler import Handlers
from lampfield.plain.session import PROMPT, Numbers, PlainSession

HANDLERS: Handlers = {
    **people.HANDLERS,
    **phone.HANDLERS,
    **chat.HANDLERS,
    **relations.HANDLERS,
    **misc.HANDLERS,
}
"""What carries out each command."""


class Loop:
    """Runs a session.

    Args:
        session: The session.
    """

    def __init__(self, session: PlainSession) -> None:
        self._session = session
        self._seeing: set[asyncio.Task[None]] = set()

    async def run(self) -> int:
        """Go on until the end of input, or until quit. Returns how many commands were not done."""
        session = self._session
        end_news = session.pbx.subscribe(self._take)
        session.announcer.on_event = self._happened
        if session.ear.is_person:
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
        line = await session.voice.ask(f"to {plain(room.label, 24)}{PROMPT}" if room is not None else PROMPT)
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
        except Several as several:
            session.fail("unclear: more than one. Say which by its number:")
            session.list_people(several.cids, "")

    async def _command(self, line: str) -> None:
        text = line.strip()
        if text[0].isdigit() or text[0] in "+*#":
            await self._number(text)
            return
        said = GRAMMAR.understand(text)
        try:
            check_right(self._session.pbx, said.command.right)
        except NotAvailable as why:
            self._session.fail(f"refused: {why}")
            return
        await HANDLERS[said.command.id](self._session, said.rest)

    async def _number(self, text: str) -> None:
        """Take a number alone: who or what it is depends on the last list that had numbers."""
        match self._session.numbers:
            case Numbers.PEOPLE:
                await phone.dial(self._session, text)
            case Numbers.GROUPS:
                await people.group(self._session, text)
            case Numbers.DEVICES:
                raise Unclear("The numbers are devices now. Type dial WHO on, and one of them.")

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

    def _take(self, batch: Batch) -> None:
        """Write what the chat that is open brings."""
        session, room = self._session, self._session.room
        if room is None:
            return
        here = [message for message in batch.messages if _is_said_in(room, message)]
        if here:
            self._see(room)
        changed = [message for message in batch.messages_updated if _is_said_in(room, message)]
        for message in (*here, *changed):
            said = ("message", message.room_id, message.msg_id)
            session.voice.news(Announcement(said, partial(said_line, message)))

    def _happened(self, event: Event) -> None:
        """Say what was not delivered, and how all stands once the hub is back: much may have changed."""
        if event.kind is Kind.UNDELIVERED and event.message is not None:
            message = event.message
            failed = ("failed", message.room_id, message.msg_id)
            line = f"{undelivered_words(message)}; it was: {plain(message.msg, 200)}"
            self._session.voice.news(Announcement(failed, partial(str, line)))
        elif event.kind is Kind.BACK and event.link is not None and event.link.name is LinkName.HUB:
            self._session.voice.news(Announcement(("state",), self._session.standing))

    def _see(self, room: Room) -> None:
        """Count what was just said as seen: it was written out."""
        seeing = asyncio.create_task(chat.see(room), name="marking the chat as seen")
        self._seeing.add(seeing)
        seeing.add_done_callback(self._seeing.discard)


def _is_said_in(room: Room, message: Message) -> bool:
    """Return whether a contact wrote a message in a chat just now."""
    return message.room_id == room.room_id and not (message.own or message.archived)


def _greet(session: PlainSession) -> None:
    session.say(session.standing())
    session.say("help lists the commands.")
