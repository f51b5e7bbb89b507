"""What the operator is notified of, with the names and texts that the notification needs."""

from typing import NamedTuple

from lampfield.board.telling.scene import Scene
from lampfield.config.tell import Occasion
from lampfield.frontend.events.event import Event, Kind
from lampfield.frontend.views import device_name
from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.link import Link
from lampfield.model.room import Message
from lampfield.words.names import full_name

LINK_OCCASIONS = {Kind.LOST: Occasion.LOST, Kind.BACK: Occasion.BACK}


class Happening(NamedTuple):
    """What happened, and to whom. The texts are as somebody else wrote them."""

    occasion: Occasion
    name: str = ""
    number: str = ""
    text: str = ""
    cid: ContactId | None = None
    """The contact it is about."""
    room_id: RoomId | None = None
    """The chat of a message."""
    msg_id: MessageId = MessageId(0)


def happening_of(event: Event, scene: Scene) -> Happening | None:
    """Return what the operator is notified of because of an event; None: of nothing.

    Args:
        event: What happened.
        scene: What the board knows. A message in a chat that the operator is reading needs no notification.
    """
    match event:
        case Event(kind=Kind.REQUEST, contact=Contact() as contact):
            return _of_contact(Occasion.ASKS, contact, contact.chat_id)
        case Event(kind=Kind.FREE, contact=Contact() as contact):
            return _of_contact(Occasion.FREE, contact, contact.status)
        case Event(kind=Kind.MESSAGE, message=Message() as message):
            return None if scene.reads(message.room_id) else _writes(message, scene)
        case Event(kind=Kind.RINGS, call=Call() as call):
            return _rings(call, scene)
        case Event(kind=Kind.LOST | Kind.BACK as kind, link=Link() as link):
            return Happening(LINK_OCCASIONS[kind], link.name, text=link.reason)
    return None


def _of_contact(occasion: Occasion, contact: Contact, text: str) -> Happening:
    return Happening(occasion, full_name(contact), contact.number, text, contact.cid)


def _writes(message: Message, scene: Scene) -> Happening:
    contact = scene.contacts.get(message.cid) if message.cid is not None else None
    name = full_name(contact) if contact is not None else message.sender_name
    number = contact.number if contact is not None else ""
    return Happening(
        Occasion.MESSAGE, name, number, message.msg, message.cid, message.room_id, message.msg_id
    )


def _rings(call: Call, scene: Scene) -> Happening:
    device = scene.devices.get(call.device)
    label = device_name(device) if device is not None else call.device
    via = f"via {call.queue}, on {label}" if call.queue else f"on {label}"
    return Happening(Occasion.RINGS, call.label or "unknown caller", call.number, via)
