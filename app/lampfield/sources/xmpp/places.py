"""In which chat a message belongs: with a person, or among the notices of servers and rooms. Pure."""

from collections.abc import Callable, Container

import msgspec

from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind
from lampfield.sources.xmpp.address import domain
from lampfield.sources.xmpp.content import Content
from lampfield.sources.xmpp.message import StanzaContent

NOTICES = "Notices"
"""What the chat is called in which nobody can be answered."""


def notices_key(own: ContactKey) -> ContactKey:
    """Return the key of an account's notices: the address of its server."""
    return ContactKey(domain(own))


def placed(
    said: StanzaContent,
    own: ContactKey,
    is_in_roster: Callable[[ContactKey], bool],
    room_servers: Container[str],
) -> StanzaContent:
    """Return a message in the chat where it belongs.

    What a server announces, what a room of many passes on, and what is said in private in one comes from
    nobody who could be answered: it goes to the notices.

    Args:
        said: What was said.
        own: The account's bare address.
        is_in_roster: Says who is.
        room_servers: The addresses of servers that are known to hold rooms of many.
    """
    if not said.content.text:
        return said
    is_of_a_room = said.of_a_room or is_with_a_room(said, room_servers)
    is_of_a_server = "@" not in said.key and (said.key == notices_key(own) or not is_in_roster(said.key))
    if not (is_of_a_room or is_of_a_server):
        return said
    return msgspec.structs.replace(
        said, key=notices_key(own), content=_attributed(said, is_of_a_room=is_of_a_room), markable=False
    )


def may_be_to_an_occupant(said: StanzaContent, is_known: Callable[[ContactKey], bool]) -> bool:
    """Return whether only the other's server can tell if a message went to somebody in a room of many.

    A note that another device of ours sends there carries no sign of it.
    """
    return said.own and said.to_resource and bool(said.content.text) and not is_known(said.key)


def is_with_a_room(said: StanzaContent, room_servers: Container[str]) -> bool:
    """Return whether a message came from a room of many, or went to somebody in one."""
    return (said.to_resource or not said.own) and domain(said.key) in room_servers


def _attributed(said: StanzaContent, *, is_of_a_room: bool) -> Content:
    """Return the content with the name of who said it, as far as that is known."""
    content = said.content
    if content.kind is MessageKind.INVITATION:
        return msgspec.structs.replace(content, sender=content.sender or said.key)
    if not is_of_a_room:
        return msgspec.structs.replace(content, sender=said.key)
    if said.own:
        text = f"In private in the room {said.key}: {content.text}"
        return Content(text, MessageKind.PRIVATE)
    nick = said.sender.partition("/")[2]
    return Content(content.text, MessageKind.PRIVATE, f"{nick} in {said.key}" if nick else said.key)
