"""From an event to what the operator is notified of."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from lampfield.config.notify import EventKind
from lampfield.frontend.events.event import Event, Kind, State
from lampfield.frontend.staleness import Staleness
from lampfield.frontend.views import device_name
from lampfield.model.call import Call
from lampfield.model.contact import Contact, full_name
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import Link, LinkName
from lampfield.model.room import Message, Room


class ScreenContext(NamedTuple):
    """The current values, and what the operator is looking at."""

    now: float
    """Epoch seconds."""
    contacts: Mapping[ContactId, Contact]
    asking: AbstractSet[ContactId]
    """Contacts with an open request."""
    rooms: Mapping[RoomId, Room]
    calls: Mapping[CallUid, Call]
    devices: Mapping[DeviceName, Device]
    links: Mapping[LinkName, Link]
    stale: Staleness
    reads: Callable[[RoomId], bool]
    """Returns whether the operator is reading a chat."""
    shows: Callable[[RoomId], bool]
    """Returns whether a chat is open, focused or not: new messages in it count as seen at once."""

    @property
    def state(self) -> State:
        """The state that the event detector needs."""
        return State(self.contacts, self.rooms, self.calls, self.links)


LINK_KINDS = {Kind.LOST: EventKind.LOST, Kind.BACK: EventKind.BACK}


class NotifiedEvent(NamedTuple):
    """An event and the contact it is about. Its texts are foreign."""

    kind: EventKind
    name: str = ""
    number: str = ""
    text: str = ""
    cid: ContactId | None = None
    """The contact that it is about."""
    room_id: RoomId | None = None
    """The chat of a message."""
    msg_id: MessageId = MessageId(0)


def notified_event(event: Event, context: ScreenContext) -> NotifiedEvent | None:
    """Return what the operator is notified of for an event; None: nothing.

    Args:
        event: The event.
        context: What the board knows. A message in a chat that the operator is reading needs no notification.
    """
    match event:
        case Event(kind=Kind.REQUEST, contact=Contact() as contact):
            return _of_contact(EventKind.ASKS, contact, contact.chat_id)
        case Event(kind=Kind.FREE, contact=Contact() as contact):
            return _of_contact(EventKind.FREE, contact, contact.status)
        case Event(kind=Kind.MESSAGE, message=Message() as message):
            return None if context.reads(message.room_id) else _writes(message, context)
        case Event(kind=Kind.RINGS, call=Call() as call):
            return _rings(call, context)
        case Event(kind=Kind.LOST | Kind.BACK as kind, link=Link() as link):
            return NotifiedEvent(LINK_KINDS[kind], link.name, text=link.reason)
    return None


def _of_contact(kind: EventKind, contact: Contact, text: str) -> NotifiedEvent:
    return NotifiedEvent(kind, full_name(contact), contact.number, text, contact.cid)


def _writes(message: Message, context: ScreenContext) -> NotifiedEvent:
    contact = context.contacts.get(message.cid) if message.cid is not None else None
    name = full_name(contact) if contact is not None else message.sender_name
    number = contact.number if contact is not None else ""
    return NotifiedEvent(
        EventKind.MESSAGE, name, number, message.msg, message.cid, message.room_id, message.msg_id
    )


def _rings(call: Call, context: ScreenContext) -> NotifiedEvent:
    device = context.devices.get(call.device)
    label = device_name(device) if device is not None else call.device
    via = f"via {call.queue}, on {label}" if call.queue else f"on {label}"
    return NotifiedEvent(EventKind.RINGS, call.label or "unknown caller", call.number, via)
