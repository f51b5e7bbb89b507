"""Handlers for chats: open, leave, unread and older messages."""

from lampfield.client.handles import Contact, Room
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.wording import name_of
from lampfield.model.room import Message
from lampfield.model.text import plain
from lampfield.plain.chat_lines import chat_lines
from lampfield.plain.handlers.handler import Handlers
from lampfield.plain.session import PlainSession, failure_line
from lampfield.protocol.errors import LampfieldError

LATEST = 10
"""The number of messages that are written when a chat is opened."""

LEAVING = (".", "/end")
OLDER = "/older"
MARK = "/"
"""In a chat, a line that starts with this is a command; a doubled one is sent as a single one."""


async def chat(session: PlainSession, rest: str) -> None:
    """Open the chat with a contact, or send one message."""
    contact, text = session.resolver.split(rest)
    room = await opened(session, contact)
    if room is None:
        return
    if text:
        await post(session, room, text)
    else:
        await enter(session, room)


async def opened(session: PlainSession, contact: Contact) -> Room | None:
    """Open the room of a contact; None after writing why that failed."""
    name = name_of(contact)
    if not contact.chat_id:
        session.fail(f"refused: {name} has no chat address.")
        return None
    try:
        return await contact.chat()
    except LampfieldError as error:
        session.fail(failure_line(error))
        return None


async def enter(session: PlainSession, room: Room) -> None:
    """Write the latest messages, and send the next lines to this chat."""
    session.room = session.announcer.open_room = None
    _say_log(session, room.log[-LATEST:], room)
    session.room = room
    session.announcer.open_room = room.room_id
    session.say(f"chat with {plain(room.label, 40)}. A dot ends it; {OLDER} says what was before.")
    await see(room)


def end(session: PlainSession) -> None:
    """Close the chat: the next lines are commands again."""
    session.room = session.announcer.open_room = None
    session.say("out of the chat.")


async def post(session: PlainSession, room: Room, text: str) -> None:
    """Send a message."""
    name = plain(room.label, 40)
    await session.perform(
        lambda: Operation(lambda: room.post(text), f"sending to {name}…", f"sent to {name}.")
    )


async def older(session: PlainSession, room: Room) -> None:
    """Write older messages from the archive."""
    before = room.log
    operation = Operation(room.history, "reading the archive…", "older messages:")
    if room.history_complete:
        session.say("there is nothing older.")
    elif await session.perform(lambda: operation):
        known = {message.msg_id for message in before}
        fresh = tuple(message for message in room.log if message.msg_id not in known)
        _say_log(session, fresh, room)
        if not fresh:
            session.say("there is nothing older.")


async def see(room: Room) -> None:
    """Mark a chat as seen."""
    if room.unread:
        try:
            await room.see()
        except LampfieldError:
            # The link is down, which is announced. The next message marks the chat as seen.
            return


async def unread(session: PlainSession, _: str) -> None:
    """List the contacts with unread messages, the longest waiting first."""
    rooms = [room for room in session.pbx.rooms if room.unread]
    rooms.sort(key=lambda room: room.seen)
    cids = [room.cid for room in rooms if room.contact is not None]
    for room in rooms:
        if room.contact is None:
            session.say(f"{plain(room.label, 40)}:")
            _say_log(session, room.log[-room.unread :], room)
            await see(room)
    session.list_people(cids, "no unread messages.")


async def leave(session: PlainSession, rest: str) -> None:
    """Leave the chat with a contact: it opens again with the next message."""
    contact = session.resolver.one(rest)
    room = next((room for room in session.pbx.rooms if room.cid == contact.cid), None)
    name = name_of(contact)

    def plan() -> Operation:
        if room is None:
            raise NotAvailable(f"There is no chat with {name}.")
        return Operation(room.leave, f"leaving the chat with {name}…", f"the chat with {name} is left.")

    await session.perform(plan)


def _say_log(session: PlainSession, messages: tuple[Message, ...], room: Room) -> None:
    for line in chat_lines(messages, room.seen):
        session.say(line)


HANDLERS: Handlers = {"chat": chat, "unread": unread, "leave": leave}
