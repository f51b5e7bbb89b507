"""Route messages to the chat with a person, or to the notices of servers and multi-user rooms. Pure."""

from collections.abc import Callable, Container

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind
from lampfield.sources.xmpp.address import domain
from lampfield.sources.xmpp.content import Content
from lampfield.sources.xmpp.message import ParsedMessage

NOTICES = "Notices"
"""The name of the read-only chat for notices."""


def notices_key(own: ContactKey) -> ContactKey:
    """Return the key of an account's notices chat: the address of its server."""
    return ContactKey(domain(own))


def route(
    parsed: ParsedMessage,
    own: ContactKey,
    is_in_roster: Callable[[ContactKey], bool],
    room_servers: Container[str],
) -> ParsedMessage:
    """Return a message with the key of the chat that it belongs to.

    Server announcements, messages forwarded by a multi-user room, and private messages within one have no
    sender who could be answered: they go to the notices.

    Args:
        parsed: The message.
        own: The account's bare address.
        is_in_roster: Returns whether an address is in the roster.
        room_servers: Known addresses of servers that host multi-user rooms.
    """
    if not parsed.content.text:
        return parsed
    is_private_in_room = parsed.is_from_room or is_room_message(parsed, room_servers)
    is_of_a_server = "@" not in parsed.key and (
        parsed.key == notices_key(own) or not is_in_roster(parsed.key)
    )
    if not (is_private_in_room or is_of_a_server):
        return parsed
    return msgspec.structs.replace(
        parsed,
        key=notices_key(own),
        content=_attributed(parsed, is_private_in_room=is_private_in_room),
        markable=False,
    )


def may_address_occupant(parsed: ParsedMessage, is_known: Callable[[ContactKey], bool]) -> bool:
    """Return whether a message may have gone to an occupant of a multi-user room; its server knows.

    A copy of a private message that another own device sent to a room shows no sign of it.
    """
    return parsed.own and parsed.to_resource and bool(parsed.content.text) and not is_known(parsed.key)


def is_room_message(parsed: ParsedMessage, room_servers: Container[str]) -> bool:
    """Return whether a message came from a multi-user room, or went to one of its occupants."""
    return (parsed.to_resource or not parsed.own) and domain(parsed.key) in room_servers


def _attributed(parsed: ParsedMessage, *, is_private_in_room: bool) -> Content:
    """Return the content with its sender, as far as known."""
    content = parsed.content
    if content.kind is MessageKind.INVITATION:
        return msgspec.structs.replace(content, sender=content.sender or parsed.key)
    if not is_private_in_room:
        return msgspec.structs.replace(content, sender=parsed.key)
    if parsed.own:
        text = f"Private message in the room {parsed.key}: {content.text}"
        return Content(text, MessageKind.PRIVATE)
    nick = parsed.sender.partition("/")[2]
    return Content(content.text, MessageKind.PRIVATE, f"{nick} in {parsed.key}" if nick else parsed.key)
