"""Requests from clients. Each class is the ``params`` of one method and names the type of its answer."""

from collections.abc import Iterator
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from lampfield.model.account import Right
from lampfield.model.call import Call
from lampfield.model.contact import Contact, Party
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import Link, LinkName, Me
from lampfield.model.room import Message, Room, Typing
from lampfield.model.show import Show
from lampfield.model.wire import wire_name
from lampfield.protocol.limits import DATASETS

R = TypeVar("R", bound=msgspec.Struct)


class Answer(msgspec.Struct, frozen=True, rename=wire_name, kw_only=True):
    """An empty result: the request was carried out."""


class Request(msgspec.Struct, Generic[R], frozen=True, rename=wire_name, kw_only=True):
    """A request whose answer is an ``R``."""

    method: ClassVar[str]
    right: ClassVar[Right | None]
    """The right that the account needs; None: no right needed."""
    answer: ClassVar[type[msgspec.Struct]] = Answer


class Action(Request[R], frozen=True, kw_only=True):
    """A request that acts on a phone. Repeated with the same ``actionID``, it is not carried out again."""

    action_id: str = ""
    """The client's id for it: letters, digits and hyphens. Empty: it cannot be repeated safely."""


class Since(msgspec.Struct, frozen=True):
    """The last change that a client has seen."""

    epoch: str
    """The epoch of the hub that sent it."""
    seq: int
    """Its sequence number."""


class LoggedIn(Answer, frozen=True, kw_only=True):
    """The account that was logged in."""

    me: Me
    """The operator."""
    token: str
    """A bearer token of this session, for photos over HTTP."""


class Login(Request[LoggedIn], frozen=True, kw_only=True):
    """Log in. Without a secret, the bearer token of the upgrade request is used."""

    method = "login"
    right = None
    answer = LoggedIn
    account: str = ""
    """The account's name."""
    secret: str = ""
    """Its secret."""
    client: str = ""
    """Name and version of the client program, for the hub's log."""


class Started(Answer, frozen=True, kw_only=True):
    """A snapshot, or the confirmation that the missed changes follow."""

    epoch: str
    """The hub's epoch."""
    seq: int
    """The snapshot holds all changes up to this one."""
    resumed: bool = False
    """True: there is no snapshot; the missed changes follow as notifications."""
    me: Me
    links: tuple[Link, ...] = ()
    contacts: tuple[Contact, ...] = ()
    devices: tuple[Device, ...] = ()
    calls: tuple[Call, ...] = ()
    rooms: tuple[Room, ...] = ()
    messages: tuple[Message, ...] = ()


class Start(Request[Started], frozen=True, kw_only=True):
    """Start the feed, from a snapshot or from the last change seen."""

    method = "feed.start"
    right = None
    answer = Started
    datasets: tuple[str, ...] = DATASETS
    """The datasets to send; links and the operator's own presence are always sent."""
    since: Since | None = None
    """The last change that the client has seen; null: send a snapshot."""
    early: bool = False
    """Answer with a first part of a long snapshot; the rest follows as notifications."""


class Dialled(Answer, frozen=True, kw_only=True):
    """The call that was started; its progress is reported by notifications."""

    uid: CallUid


class ContactDial(Action[Dialled], frozen=True, kw_only=True):
    """Ring one of the operator's devices, then the contact."""

    method = "contact.dial"
    right = Right.DIAL
    answer = Dialled
    cid: ContactId
    device: DeviceName | None = None
    """None: the account's first device."""


class ContactHangup(Action[Answer], frozen=True, kw_only=True):
    """Hang up a call of a contact that is not the operator's own."""

    method = "contact.hangup"
    right = Right.HANGUP
    cid: ContactId
    party: Party | None = None
    """The other end of the call to hang up; a different call is not affected. Null: any call."""


class DeviceDial(Action[Dialled], frozen=True, kw_only=True):
    """Ring one of the operator's devices, then a number."""

    method = "device.dial"
    right = Right.DIAL
    answer = Dialled
    device: DeviceName
    number: str


class DeviceTest(Action[Dialled], frozen=True, kw_only=True):
    """Ring one of the operator's phones without a caller, to find out what it can be asked to do.

    When the call has ended, its ``cause`` gives the result, and the device's ``features`` are updated.
    """

    method = "device.test"
    right = Right.DIAL
    answer = Dialled
    device: DeviceName | None = None
    """None: the account's first device."""


class ChatOpened(Answer, frozen=True, kw_only=True):
    """The room of a chat."""

    room_id: RoomId


class ContactChat(Request[ChatOpened], frozen=True, kw_only=True):
    """Open the chat with a contact."""

    method = "contact.chat"
    right = Right.CHAT
    answer = ChatOpened
    cid: ContactId


class ContactXmppReq(Request[Answer], frozen=True, kw_only=True):
    """Send a contact request."""

    method = "contact.xmppReq"
    right = Right.CHAT
    cid: ContactId


class ContactXmppAuth(Request[Answer], frozen=True, kw_only=True):
    """Accept a contact request."""

    method = "contact.xmppAuth"
    right = Right.CHAT
    cid: ContactId


class ContactXmppDel(Request[Answer], frozen=True, kw_only=True):
    """Remove the chat relationship, or refuse the request."""

    method = "contact.xmppDel"
    right = Right.CHAT
    cid: ContactId


class ContactSetTags(Request[Answer], frozen=True, kw_only=True):
    """Replace a contact's tags."""

    method = "contact.setTags"
    right = Right.CHAT
    cid: ContactId
    tags: tuple[str, ...]


class ContactAdded(Answer, frozen=True, kw_only=True):
    """The contact that was added."""

    cid: ContactId


class ContactAdd(Request[ContactAdded], frozen=True, kw_only=True):
    """Send a contact request to a chat address that is not a contact yet."""

    method = "contact.add"
    right = Right.CHAT
    answer = ContactAdded
    address: str
    name: str = ""
    tags: tuple[str, ...] = ()


class Posted(Answer, frozen=True, kw_only=True):
    """The message that was sent."""

    msg_id: MessageId


class RoomPost(Request[Posted], frozen=True, kw_only=True):
    """Send a message to a room."""

    method = "room.post"
    right = Right.CHAT
    answer = Posted
    room_id: RoomId
    text: str
    post_id: str = ""
    """The client's id for it; repeated with the same id, the message is not posted twice."""


class RoomLeave(Request[Answer], frozen=True, kw_only=True):
    """Leave a room."""

    method = "room.leave"
    right = Right.CHAT
    room_id: RoomId


class RoomType(Request[Answer], frozen=True, kw_only=True):
    """Report that the operator is typing, paused or stopped."""

    method = "room.type"
    right = Right.CHAT
    room_id: RoomId
    typing: Typing


class RoomSeen(Request[Answer], frozen=True, kw_only=True):
    """Report that the operator has seen a room up to a message."""

    method = "room.seen"
    right = Right.CHAT
    room_id: RoomId
    msg_id: MessageId


class RoomHistory(Request[Answer], frozen=True, kw_only=True):
    """Fetch older messages; they are sent as notifications before the answer."""

    method = "room.history"
    right = Right.CHAT
    room_id: RoomId
    limit: int = 50


class PresenceSet(Request[Answer], frozen=True, kw_only=True):
    """Set the operator's own presence."""

    method = "presence.set"
    right = Right.CHAT
    show: Show
    status: str = ""


class CallHangup(Action[Answer], frozen=True, kw_only=True):
    """Hang up one of the operator's calls."""

    method = "call.hangup"
    right = Right.DIAL
    uid: CallUid


class CallHold(Action[Answer], frozen=True, kw_only=True):
    """Put one of the operator's calls on hold."""

    method = "call.hold"
    right = Right.DIAL
    uid: CallUid


class CallTalk(Action[Answer], frozen=True, kw_only=True):
    """Answer one of the operator's calls, or resume it from hold."""

    method = "call.talk"
    right = Right.DIAL
    uid: CallUid


class LinkReset(Request[Answer], frozen=True, kw_only=True):
    """Disconnect the hub from a server and connect again."""

    method = "link.reset"
    right = Right.RESET
    name: LinkName


def _concrete(kind: type[Request[Any]]) -> Iterator[type[Request[Any]]]:
    """Yield the subclasses that define a method, the class itself included."""
    if "method" in vars(kind):
        yield kind
    for below in kind.__subclasses__():
        yield from _concrete(below)


REQUESTS: dict[str, type[Request[Any]]] = {type_.method: type_ for type_ in _concrete(Request)}
"""Every type of request by its method."""
