"""Requests: what a client asks. Each class is the ``params`` of one method and names its answer."""

from collections.abc import Iterator
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from lampfield.feed.protocol import DATASETS
from lampfield.model.account import Right
from lampfield.model.call import Call
from lampfield.model.contact import Contact, Party
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import Link, LinkName, Me
from lampfield.model.room import Message, Room, Typing
from lampfield.model.show import Show
from lampfield.model.wire import wire_name

R = TypeVar("R", bound=msgspec.Struct)


class Answer(msgspec.Struct, frozen=True, rename=wire_name, kw_only=True):
    """The result of a request that has nothing more to say than done."""


class Request(msgspec.Struct, Generic[R], frozen=True, rename=wire_name, kw_only=True):
    """A request whose answer is an ``R``."""

    method: ClassVar[str]
    right: ClassVar[Right | None]
    """What the account must be allowed to do; None: what anybody may who can log in."""
    answer: ClassVar[type[msgspec.Struct]] = Answer


class Action(Request[R], frozen=True, kw_only=True):
    """A request that moves a phone. What is asked for again under its name is not done again."""

    action_id: str = ""
    """The client's name of it, letters, digits and hyphens; empty: it is not asked for again."""


class Since(msgspec.Struct, frozen=True):
    """The last change that a client saw."""

    epoch: str
    seq: int


class LoggedIn(Answer, frozen=True, kw_only=True):
    """The account that was logged in."""

    me: Me
    token: str
    """A bearer token of this session, for photos over HTTP."""


class Login(Request[LoggedIn], frozen=True, kw_only=True):
    """Say who you are. Without a secret, the bearer token of the upgrade request counts."""

    method = "login"
    right = None
    answer = LoggedIn
    account: str = ""
    secret: str = ""
    client: str = ""
    """Name and version of the program, for the hub's log."""


class Started(Answer, frozen=True, kw_only=True):
    """A snapshot, or the promise of just what was missed."""

    epoch: str
    seq: int
    """The snapshot holds all changes up to this one."""
    resumed: bool = False
    """True: nothing is here; what was missed follows as notifications."""
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
    since: Since | None = None
    early: bool = False
    """Answer with the beginning of a long first picture: its rest comes as news."""


class Dialled(Answer, frozen=True, kw_only=True):
    """The call that was begun; its progress comes as notifications."""

    uid: CallUid


class ContactDial(Action[Dialled], frozen=True, kw_only=True):
    """Ring a device, then the contact's best-guess number."""

    method = "contact.dial"
    right = Right.DIAL
    answer = Dialled
    cid: ContactId
    device: DeviceName | None = None
    """None: the account's first device."""


class ContactHangup(Action[Answer], frozen=True, kw_only=True):
    """End the call of a contact, whoever's it is. It needs a right of its own."""

    method = "contact.hangup"
    right = Right.HANGUP
    cid: ContactId
    party: Party | None = None
    """Who is to be cut off: no other call is ended. None: whichever there is."""


class DeviceDial(Action[Dialled], frozen=True, kw_only=True):
    """Ring a device, then a number."""

    method = "device.dial"
    right = Right.DIAL
    answer = Dialled
    device: DeviceName
    number: str


class DeviceTest(Action[Dialled], frozen=True, kw_only=True):
    """Ring a telephone of the operator's with nobody at the other end, and find out what it does from here.

    The call's ``cause`` says it when it has ended, and the device's ``features`` follow.
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
    """Ask for a chat relationship."""

    method = "contact.xmppReq"
    right = Right.CHAT
    cid: ContactId


class ContactXmppAuth(Request[Answer], frozen=True, kw_only=True):
    """Accept a request for a chat relationship."""

    method = "contact.xmppAuth"
    right = Right.CHAT
    cid: ContactId


class ContactXmppDel(Request[Answer], frozen=True, kw_only=True):
    """Remove a chat relationship, or refuse a request."""

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
    """Ask somebody who is no contact yet, by chat address."""

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
    """The client's name of it: one that is asked for again under its name is not sent again."""


class RoomLeave(Request[Answer], frozen=True, kw_only=True):
    """Leave a room."""

    method = "room.leave"
    right = Right.CHAT
    room_id: RoomId


class RoomType(Request[Answer], frozen=True, kw_only=True):
    """Say that the operator types, pauses or stopped."""

    method = "room.type"
    right = Right.CHAT
    room_id: RoomId
    typing: Typing


class RoomSeen(Request[Answer], frozen=True, kw_only=True):
    """The operator has seen a room up to a message."""

    method = "room.seen"
    right = Right.CHAT
    room_id: RoomId
    msg_id: MessageId


class RoomHistory(Request[Answer], frozen=True, kw_only=True):
    """Fetch older messages; they come as notifications, then the answer."""

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
    """End an own call."""

    method = "call.hangup"
    right = Right.DIAL
    uid: CallUid


class CallHold(Action[Answer], frozen=True, kw_only=True):
    """Put an own call on hold."""

    method = "call.hold"
    right = Right.DIAL
    uid: CallUid


class CallTalk(Action[Answer], frozen=True, kw_only=True):
    """Answer an own call, or take it back from hold."""

    method = "call.talk"
    right = Right.DIAL
    uid: CallUid


class LinkReset(Request[Answer], frozen=True, kw_only=True):
    """Cut a source's link and let it come back."""

    method = "link.reset"
    right = Right.RESET
    name: LinkName


def _concrete(kind: type[Request[Any]]) -> Iterator[type[Request[Any]]]:
    """Yield the types of request below one that have a method."""
    if "method" in vars(kind):
        yield kind
    for below in kind.__subclasses__():
        yield from _concrete(below)


REQUESTS: dict[str, type[Request[Any]]] = {type_.method: type_ for type_ in _concrete(Request)}
"""Every type of request by its method."""
