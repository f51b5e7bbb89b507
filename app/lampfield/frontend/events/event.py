"""Events: changes that matter to a person."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from lampfield.model.call import Call
from lampfield.model.contact import Contact
from lampfield.model.identity import CallUid, ContactId, RoomId
from lampfield.model.link import Link, LinkName
from lampfield.model.room import Message, Room

if TYPE_CHECKING:
    from lampfield.client.pbx import PBX


class Kind(Enum):
    """What happened."""

    CAME = auto()
    """A contact is new."""
    CHANGED = auto()
    """Properties of a contact changed; only `Differences` reports it."""
    WENT = auto()
    """A contact is gone; the event has its last known state."""
    PHONE = auto()
    """The phone state of a followed contact changed."""
    PRESENCE = auto()
    """The presence of a followed contact changed."""
    FREE = auto()
    """A contact that the operator waits for became free."""
    REQUEST = auto()
    """A contact sent a contact request."""
    ANSWER = auto()
    """A contact accepted or refused a request of the operator."""
    RINGS = auto()
    """An own call began to ring the operator."""
    CALL = auto()
    """The state of an own call changed."""
    CALL_DETAIL = auto()
    """Something else about an own call changed, such as its number."""
    ENDED = auto()
    """An own call has ended."""
    CONTACT_CALL_ENDED = auto()
    """A contact's call ended or continued with another party; the contact is as it was during the call."""
    MESSAGE = auto()
    """A contact sent a message."""
    EDITED = auto()
    """A contact corrected or retracted a message."""
    UNDELIVERED = auto()
    """A message of the operator was not delivered."""
    LINK = auto()
    """The state of a link changed, however briefly; only `Differences` reports it."""
    LOST = auto()
    """A link has been down for longer than `GRACE_SECONDS`."""
    BACK = auto()
    """A link whose loss was reported is up again."""


class Event(NamedTuple):
    """An event. Only the fields that its kind needs are set."""

    kind: Kind
    contact: Contact | None = None
    call: Call | None = None
    message: Message | None = None
    link: Link | None = None
    properties: Mapping[str, Any] = {}
    """The new values of the changed properties, by Python names."""


class State(NamedTuple):
    """The current values, with a batch already applied."""

    contacts: Mapping[ContactId, Contact]
    rooms: Mapping[RoomId, Room]
    calls: Mapping[CallUid, Call]
    links: Mapping[LinkName, Link]

    @classmethod
    def of(cls, pbx: "PBX") -> "State":
        """Return a live view of a client's state: the mappings stay the same objects."""
        return cls(pbx.contacts.values_by_key, pbx.rooms.values_by_key, pbx.calls.values_by_key, pbx.links)
