"""In which chat a message belongs: with a person, or among the notices of servers and rooms. Pure."""

from collections.abc import Callable, Container

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind
from lampfield.sources.xmpp.address import domain
from lampfield.sources.xmpp.content import Content
from lampfield.sources.xmpp.message import ParsedMessage

NOTICES = "Notices"
"""What the chat is called in which nobody can be answered."""


def notices_key(own: ContactKey) -> ContactKey:
    """Return the key of an account's notices: the address of its server."""
    return ContactKey(domain(own))


def route(
    parsed: ParsedMessage,
    own: ContactKey,
    is_in_roster: Callable[[ContactKey], bool],
    room_servers: Container[str],
) -> ParsedMessage:
    """Return a message in the chat where it belongs.

    What a server announces, what a room of many passes on, and what is said in private in one comes from
    nobody who could be answered: it goes to the notices.

    Args:
        said: What was said.
        own: The account's bare address.
        is_in_roster: Says who is.
        room_servers: The addresses of servers that are known to hold rooms of many.
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
    """Return whether only the other's server can tell if a message went to somebody in a room of many.

    A note that another device of ours sends there carries no sign of it.
    """
    return parsed.own and parsed.to_resource and bool(parsed.content.text) and not is_known(parsed.key)


def is_room_message(parsed: ParsedMessage, room_servers: Container[str]) -> bool:
    """Return whether a message came from a room of many, or went to somebody in one."""
    return (parsed.to_resource or not parsed.own) and domain(parsed.key) in room_servers


def _attributed(parsed: ParsedMessage, *, is_private_in_room: bool) -> Content:
    """Return the content with the name of who said it, as far as that is known."""
    content = parsed.content
    if content.kind is MessageKind.INVITATION:
        return msgspec.structs.replace(content, sender=content.sender or parsed.key)
    if not is_private_in_room:
        return msgspec.structs.replace(content, sender=parsed.key)
    if parsed.own:
        text = f"In private in the room {parsed.key}: {content.text}"
        return Content(text, MessageKind.PRIVATE)
    nick = parsed.sender.partition("/")[2]
    return Content(content.text, MessageKind.PRIVATE, f"{nick} in {parsed.key}" if nick else parsed.key)
