"""Chats: into one, out of it, what is unread, older messages."""

from lampfield.client.handles import Contact, Room
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.wording import name_of
from lampfield.model.room import Message
from lampfield.model.text import plain
from lampfield.plain.chat_lines import chat_lines
from lampfield.plain.doing.handler import Handlers
from lampfield.plain.session import PlainSession, failure_line
from lampfield.protocol.errors import LampfieldError

LATEST = 10
"""How many messages are said when a chat is entered, and how many more of those before at once."""

LEAVING = (".", "/end")
OLDER = "/older"
MARK = "/"
"""A line of a chat that begins so is a command; two of them stand for one that is sent."""


async def chat(session: PlainSession, rest: str) -> None:
    """Go into the chat with somebody, or send one message."""
    contact, text = session.whom.split(rest)
    room = await opened(session, contact)
    if room is None:
        return
    if text:
        await post(session, room, text)
    else:
        await enter(session, room)


async def opened(session: PlainSession, contact: Contact) -> Room | None:
    """Open the chat with a contact; where that cannot be, say why."""
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
    """Say the latest messages, and let lines go to this chat from now on."""
    session.room = session.announcer.open_room = None
    _say_log(session, room.log[-LATEST:], room)
    session.room = room
    session.announcer.open_room = room.room_id
    session.say(f"chat with {plain(room.label, 40)}. A dot ends it; {OLDER} says what was before.")
    await see(room)


def end(session: PlainSession) -> None:
    """Let lines be commands again."""
    session.room = session.announcer.open_room = None
    session.say("out of the chat.")


async def post(session: PlainSession, room: Room, text: str) -> None:
    """Send a message."""
    name = plain(room.label, 40)
    await session.perform(
        lambda: Operation(lambda: room.post(text), f"sending to {name}…", f"sent to {name}.")
    )


async def older(session: PlainSession, room: Room) -> None:
    """Say what was said before, from the archive."""
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
    """Count a chat as seen."""
    if room.unread:
        try:
            await room.see()
        except LampfieldError:
            # The link is down, which is announced; what was missed is told by the next message.
            return


async def unread(session: PlainSession, _: str) -> None:
    """List who has written what was not seen, the longest waiting first."""
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
    """Leave the chat with somebody: it opens again when either writes."""
    contact = session.whom.one(rest)
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
