"""Live handles: contacts, devices, calls and rooms with their current values and actions."""

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
        """Return the handle of a key: always the same object."""

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


class ListenerMethod:
    """``add_listener`` or ``remove_listener``, for one handle or, on the class, for all of its handles."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __get__(self, handle: Handle[Any] | None, owner: type[Handle[Any]]) -> Any:
        """Return the method of the instance's listeners, or of the class's."""
        return getattr(owner.class_listeners if handle is None else handle.listeners, self._method)


class Client(Protocol):
    """The part of `lampfield.client.pbx.PBX` that handles use."""

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
        """All links by name."""

    @property
    def me(self) -> Me | None:
        """The operator; None before the first login."""

    @property
    def epoch(self) -> str:
        """The hub's epoch, which changes when it restarts; empty before the first snapshot."""

    @property
    def photos(self) -> Photos:
        """The contacts' photos."""

    async def request(self, request: Request[R]) -> R:
        """Send a request to the hub and return the response."""

    def call_of(self, uid: CallUid) -> Call:
        """Return a call, even if it has ended or its notification has not arrived."""

    def messages_of(self, room_id: RoomId) -> tuple[Message, ...]:
        """Return a room's latest messages, oldest first."""

    def last_message_of(self, room_id: RoomId) -> Message | None:
        """Return a room's latest message."""


class Handle(Generic[V]):
    """A live object of the hub.

    Args:
        pbx: The client that it belongs to.
        value: Its latest value.
    """

    class_listeners: ClassVar[Listeners]
    """The listeners of the whole class."""

    add_listener = ListenerMethod("add")
    """``add_listener(event, callback)``: call back with the handle on ``new``, ``update`` or ``gone``."""
    remove_listener = ListenerMethod("remove")
    """``remove_listener(event, callback)``: False unless both are identical to those added."""

    def __init__(self, pbx: Client, value: V) -> None:
        self.pbx = pbx
        self.value = value
        """The latest value; the last known one after the object is gone."""
        self.listeners = Listeners()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.class_listeners = Listeners()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.value!r}>"

    def notify(self, event: Event) -> None:
        """Call the listeners of this handle, then those of its class."""
        self.listeners.notify(event, self)
        self.class_listeners.notify(event, self)


class Call(Handle[call_model.Call]):
    """A call. Its attributes are live; `value` is a frozen copy of all of them."""

    uid = Live[CallUid]()
    name = Live[str]()
    number = Live[str]()
    pbx_name = Live[str]()
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
        """Answer the call, or resume it."""
        await self.pbx.request(CallTalk(uid=self.uid))


class Device(Handle[device_model.Device]):
    """A device. Its attributes are live; `value` is a frozen copy of all of them."""

    name = Live[DeviceName]()
    label = Live[str]()
    extension = Live[str]()
    state = Live[DeviceState]()
    features = Live[str]()
    sends_tones = Live[bool]()
    """What it can do in a call: a comma-separated list of hold, talk and answer."""
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
        """Ring this device without another party, to find out which features it has in a call.

        Somebody has to answer the device. The call then ends by itself, with the result in its ``cause``.
        """
        dialled = await self.pbx.request(DeviceTest(device=self.name))
        return self.pbx.call_of(dialled.uid)


class Contact(Handle[contact_model.Contact]):
    """A contact. Its attributes are live; `value` is a frozen copy of all of them.

    Every method raises `RequestError`, with an error code (``word``) and a message, when the hub refuses, and
    a `FeedError` when no response arrives.
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
        """Ring a device, then the contact's best-guess number. Returns the new call.

        Args:
            device: The device to dial on; None: the account's first.
        """
        name = device.name if isinstance(device, Device) else device
        dialled = await self.pbx.request(ContactDial(cid=self.cid, device=name))
        return self.pbx.call_of(dialled.uid)

    async def hangup(self, party: contact_model.Party | None = None) -> None:
        """End the contact's call, even with another party. Needs the right ``hangup``.

        Args:
            party: The expected other party: the hub ends no other call.
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
        """Fetch the contact's picture. It never fails, and caches the picture until it changes.

        Args:
            size: Edge in pixels; None: 128.
            allow_null: Without a picture, return None instead of a placeholder SVG.
        """
        return await self.pbx.photos.fetch(self.value, 128 if size is None else size, allow_null=allow_null)


class Room(Handle[room_model.Room]):
    """A chat with a contact. Its attributes are live; `value` is a frozen copy of all of them."""

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
        self._read_ids: set[MessageId] = set()

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
        """The messages since the last read of this property (the IPCortex API)."""
        log = self.log
        fresh = [message for message in log if message.msg_id not in self._read_ids]
        self._read_ids = {message.msg_id for message in log}
        return fresh

    @property
    def last_message(self) -> Message | None:
        """The latest message."""
        return self.pbx.last_message_of(self.room_id)

    async def post(self, text: str, post_id: str = "") -> MessageId:
        """Send a message. Returns its id once the server has accepted it.

        Args:
            text: The text.
            post_id: A unique key of letters and digits that makes sending idempotent: after a lost response,
                send the message again with the same key. It holds while the hub runs (`PBX.epoch`).
        """
        request = RoomPost(room_id=self.room_id, text=text, post_id=post_id)
        return (await self.pbx.request(request)).msg_id

    async def leave(self) -> None:
        """Leave the room. It opens again with the next message."""
        await self.pbx.request(RoomLeave(room_id=self.room_id))

    async def type(self, typing: Typing) -> None:
        """Send the operator's typing state to the other party."""
        await self.pbx.request(RoomType(room_id=self.room_id, typing=typing))

    async def see(self, message: MessageId | None = None) -> None:
        """Mark the room as seen up to a message; None: all of it."""
        last = message if message is not None else max((it.msg_id for it in self.log), default=None)
        if last is not None:
            await self.pbx.request(RoomSeen(room_id=self.room_id, msg_id=last))

    async def history(self, limit: int = 50) -> None:
        """Fetch up to ``limit`` older messages from the archive into the log."""
        await self.pbx.request(RoomHistory(room_id=self.room_id, limit=limit))
