"""Live handles: contacts, devices, calls and rooms that a client holds, with their actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Generic, Protocol, TypeVar, overload

import msgspec

from lampfield.client.listeners import Event, Listeners
from lampfield.client.photos import PhotoImage, Photos
from lampfield.model import call as call_model
from lampfield.model import contact as contact_model
from lampfield.model import device as device_model
from lampfield.model import room as room_model
from lampfield.model.call import CallParty, CallState
from lampfield.model.device import DeviceState
from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, Me
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.room import Member, Message, RoomState, Typing
from lampfield.model.show import Show, State
from lampfield.protocol.requests import (
    CallHangup,
    CallHold,
    CallTalk,
    ContactChat,
    ContactDial,
    ContactHangup,
    ContactSetTags,
    ContactXmppAuth,
    ContactXmppDel,
    ContactXmppReq,
    DeviceDial,
    DeviceTest,
    Request,
    RoomHistory,
    RoomLeave,
    RoomPost,
    RoomSeen,
    RoomType,
)

V = TypeVar("V")
T = TypeVar("T")
K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)
H_co = TypeVar("H_co", covariant=True)
R = TypeVar("R", bound=msgspec.Struct)


class Handles(Protocol[K, V_co, H_co]):
    """Handles by key; iterating yields the handles."""

    @property
    def values_by_key(self) -> Mapping[K, V_co]:
        """The latest values, without their handles."""

    def __getitem__(self, key: K, /) -> H_co:
        """Return the handle of a key: always the same one."""

    def __iter__(self) -> Iterator[H_co]:
        """Yield all handles."""

    def get(self, key: K, /) -> H_co | None:
        """Return the handle of a key, None if there is none."""


class Live(Generic[T]):
    """An attribute of a handle that reads the property of that name from the latest value."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, handle: None, owner: type) -> Live[T]: ...
    @overload
    def __get__(self, handle: Handle[Any], owner: type) -> T: ...
    def __get__(self, handle: Handle[Any] | None, owner: type) -> Live[T] | T:
        """Return the property's latest value."""
        if handle is None:
            return self
        value: T = getattr(handle.value, self._name)
        return value


class Listening:
    """``add_listener`` or ``remove_listener``: of one thing, or on the class of all of them."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __get__(self, handle: Handle[Any] | None, owner: type[Handle[Any]]) -> Any:
        """Return the method of the instance's listeners, or of the class's."""
        return getattr(owner.class_listeners if handle is None else handle.listeners, self._method)


class Client(Protocol):
    """What handles need of the client that they belong to (`lampfield.client.pbx.PBX`)."""

    @property
    def contacts(self) -> Handles[ContactId, contact_model.Contact, Contact]:
        """The contacts by their number."""

    @property
    def devices(self) -> Handles[DeviceName, device_model.Device, Device]:
        """The operator's own devices by their name."""

    @property
    def calls(self) -> Handles[CallUid, call_model.Call, Call]:
        """The operator's own calls by their number."""

    @property
    def rooms(self) -> Handles[RoomId, room_model.Room, Room]:
        """The chat rooms by their number."""

    @property
    def links(self) -> Mapping[LinkName, Link]:
        """Every link and its state."""

    @property
    def me(self) -> Me | None:
        """The operator; None before the first login."""

    @property
    def epoch(self) -> str:
        """Names the run of the hub; empty before the first snapshot."""

    @property
    def photos(self) -> Photos:
        """The contacts' photos."""

    async def request(self, request: Request[R]) -> R:
        """Ask the hub, and return its answer."""

    def call_of(self, uid: CallUid) -> Call:
        """Return a call, though it may be over already, or not announced yet."""

    def messages_of(self, room_id: RoomId) -> tuple[Message, ...]:
        """Return a room's latest messages, oldest first."""

    def last_message_of(self, room_id: RoomId) -> Message | None:
        """Return a room's latest message."""


class Handle(Generic[V]):
    """One thing of the hub.

    Args:
        pbx: What it belongs to.
        value: Its latest value.
    """

    class_listeners: ClassVar[Listeners]
    """Those who listen on the class."""

    add_listener = Listening("add")
    """``add_listener(event, callback)``: call back with the handle at ``new``, ``update`` or ``gone``."""
    remove_listener = Listening("remove")
    """``remove_listener(event, callback)``: False unless both are identical to those added."""

    def __init__(self, pbx: Client, value: V) -> None:
        self.pbx = pbx
        self.value = value
        """The latest value; the last one once the thing is gone."""
        self.listeners = Listeners()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.class_listeners = Listeners()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.value!r}>"

    def tell(self, event: Event) -> None:
        """Call the listeners of this thing, then those of its class."""
        self.listeners.tell(event, self)
        self.class_listeners.tell(event, self)


class Call(Handle[call_model.Call]):
    """A call. Its attributes are always the latest; `value` has all of them."""

    uid = Live[CallUid]()
    name = Live[str]()
    number = Live[str]()
    label = Live[str]()
    queue = Live[str]()
    inq = Live[int]()
    outq = Live[int]()
    did = Live[str]()
    device = Live[DeviceName]()
    party = Live[CallParty]()
    state = Live[CallState]()
    stamp = Live[int]()
    start = Live[int]()
    features = Live[str]()
    cause = Live[str]()

    async def hangup(self) -> None:
        """End the call."""
        await self.pbx.request(CallHangup(uid=self.uid))

    async def hold(self) -> None:
        """Put the call on hold."""
        await self.pbx.request(CallHold(uid=self.uid))

    async def talk(self) -> None:
        """Answer the call, or take it back from hold."""
        await self.pbx.request(CallTalk(uid=self.uid))


class Device(Handle[device_model.Device]):
    """A device. Its attributes are always the latest; `value` has all of them."""

    name = Live[DeviceName]()
    label = Live[str]()
    extension = Live[str]()
    state = Live[DeviceState]()
    features = Live[str]()
    """What can be asked of it in a call: a comma list of hold, talk and answer."""
    blf = Live[int | None]()
    lamp = Live[Lamp]()

    @property
    def calls(self) -> list[Call]:
        """The calls on this device."""
        return [call for call in self.pbx.calls if call.device == self.name]

    async def dial(self, target: Contact | str) -> Call:
        """Ring this device, then a contact's best-guess number, or a number."""
        if not isinstance(target, str):
            return await target.dial(self)
        dialled = await self.pbx.request(DeviceDial(device=self.name, number=target))
        return self.pbx.call_of(dialled.uid)

    async def test(self) -> Call:
        """Ring this device with nobody at the other end, and find out what can be asked of it.

        The device is to be answered by hand. The call then ends by itself, and its ``cause`` says the result.
        """
        dialled = await self.pbx.request(DeviceTest(device=self.name))
        return self.pbx.call_of(dialled.uid)


class Contact(Handle[contact_model.Contact]):
    """A contact. Its attributes are always the latest; `value` is a frozen copy of all of them.

    Every method raises `RequestError` when the hub refuses, with a word to branch on and a sentence, and
    a `FeedError` when no answer comes.
    """

    cid = Live[ContactId]()
    name = Live[str]()
    uname = Live[str]()
    company = Live[str]()
    company_name = Live[str]()
    email = Live[str]()
    can_call = Live[bool]()
    can_chat = Live[bool]()
    can_tag = Live[bool]()
    chat_id = Live[str]()
    tags = Live[tuple[str, ...] | None]()
    states = Live[dict[str, State]]()
    show = Live[Show]()
    status = Live[str]()
    blf = Live[int | None]()
    blf_reason = Live[str]()
    blf_since = Live[float]()
    lamp = Live[Lamp]()
    show_since = Live[float]()
    number = Live[str]()
    party = Live[contact_model.Party | None]()
    labels = Live[tuple[str, ...]]()
    relationship = Live[Relationship]()
    subscription = Live[Subscription]()
    request_text = Live[str]()
    photo_id = Live[str]()

    async def dial(self, device: Device | DeviceName | None = None) -> Call:
        """Ring a device, then the contact's best-guess number. Returns the call that was begun.

        Args:
            device: The line to dial on; None for the account's first.
        """
        name = device.name if isinstance(device, Device) else device
        dialled = await self.pbx.request(ContactDial(cid=self.cid, device=name))
        return self.pbx.call_of(dialled.uid)

    async def hangup(self, party: contact_model.Party | None = None) -> None:
        """End the contact's call, whoever's it is. It needs the right ``hangup``.

        Args:
            party: Who is to be cut off, as it was shown: no other call is ended.
        """
        await self.pbx.request(ContactHangup(cid=self.cid, party=party))

    async def chat(self) -> Room:
        """Open the chat with the contact. Returns its room."""
        opened = await self.pbx.request(ContactChat(cid=self.cid))
        return self.pbx.rooms[opened.room_id]

    async def xmpp_req(self) -> None:
        """Ask for a chat relationship."""
        await self.pbx.request(ContactXmppReq(cid=self.cid))

    async def xmpp_auth(self) -> None:
        """Accept the contact's request for a chat relationship."""
        await self.pbx.request(ContactXmppAuth(cid=self.cid))

    async def xmpp_del(self) -> None:
        """Remove the chat relationship, or refuse the contact's request."""
        await self.pbx.request(ContactXmppDel(cid=self.cid))

    async def set_tags(self, tags: Iterable[str]) -> None:
        """Replace the contact's tags."""
        await self.pbx.request(ContactSetTags(cid=self.cid, tags=tuple(tags)))

    async def photo(self, size: int | None = 128, *, allow_null: bool = False) -> PhotoImage | None:
        """Fetch the contact's picture. It always resolves, and is cached until the picture changes.

        Args:
            size: Edge in pixels; None for 128.
            allow_null: Return None where there is no picture, in place of a placeholder SVG.
        """
        return await self.pbx.photos.fetch(self.value, 128 if size is None else size, allow_null=allow_null)


class Room(Handle[room_model.Room]):
    """A chat with a contact. Its attributes are always the latest; `value` has all of them."""

    room_id = Live[RoomId]()
    cid = Live[ContactId]()
    label = Live[str]()
    members = Live[dict[str, Member]]()
    seen = Live[MessageId]()
    unread = Live[int]()
    typing = Live[Typing]()
    state = Live[RoomState]()
    history_complete = Live[bool]()

    def __init__(self, pbx: Client, value: room_model.Room) -> None:
        super().__init__(pbx, value)
        self._read: set[MessageId] = set()

    @property
    def contact(self) -> Contact | None:
        """The other party."""
        return self.pbx.contacts.get(self.cid)

    @property
    def log(self) -> tuple[Message, ...]:
        """The latest messages, the oldest first."""
        return self.pbx.messages_of(self.room_id)

    @property
    def messages(self) -> list[Message]:
        """The messages that were not read from here before: reading empties it (seed's surroundings)."""
        log = self.log
        fresh = [message for message in log if message.msg_id not in self._read]
        self._read = {message.msg_id for message in log}
        return fresh

    @property
    def last_message(self) -> Message | None:
        """The latest message."""
        return self.pbx.last_message_of(self.room_id)

    async def post(self, text: str, post_id: str = "") -> MessageId:
        """Send a message. Returns its number once the server has taken it.

        Args:
            text: What is said.
            post_id: A name for it, letters and digits, never used before. A message whose answer was lost can
                be sent again under its name to the same run of the hub (`PBX.epoch`): it goes out once.
        """
        request = RoomPost(room_id=self.room_id, text=text, post_id=post_id)
        return (await self.pbx.request(request)).msg_id

    async def leave(self) -> None:
        """Leave the room. It opens again when somebody writes."""
        await self.pbx.request(RoomLeave(room_id=self.room_id))

    async def type(self, typing: Typing) -> None:
        """Tell the other party that the operator types, pauses, or stopped."""
        await self.pbx.request(RoomType(room_id=self.room_id, typing=typing))

    async def see(self, message: MessageId | None = None) -> None:
        """Mark the room as seen up to a message; None: all of it."""
        log = self.log
        last = message if message is not None else max((said.msg_id for said in log), default=None)
        if last is not None:
            await self.pbx.request(RoomSeen(room_id=self.room_id, msg_id=last))

    async def history(self, limit: int = 50) -> None:
        """Fetch up to ``limit`` older messages from the archive into the log."""
        await self.pbx.request(RoomHistory(room_id=self.room_id, limit=limit))
