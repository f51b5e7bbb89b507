"""The PBX as a program sees it: live contacts, devices, calls and rooms, and what one can do."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from lampfield.client.connection import unforeseen
from lampfield.client.handles import Call, Contact, Device, Room
from lampfield.client.live import HandleSync, LiveMap
from lampfield.client.options import Options
from lampfield.client.photos import Photos
from lampfield.client.reconnecting import ReconnectingClient
from lampfield.client.repeated_actions import act
from lampfield.client.replica import Batch, Replica
from lampfield.model import call, contact, device, room
from lampfield.model.identity import CallUid, ContactId, DeviceName, RoomId
from lampfield.model.link import Link, LinkName, Me
from lampfield.model.room import Message
from lampfield.model.show import Show
from lampfield.protocol.errors import LampfieldError
from lampfield.protocol.requests import Action, ContactAdd, DeviceDial, LinkReset, PresenceSet, Request

log = logging.getLogger(__name__)

R = TypeVar("R", bound=msgspec.Struct)

ANSWER_SECONDS = 15.0
"""Longer than any action may take at a source (10 s), so that the hub's own reason arrives first."""


class PBX:
    """The client's side of one login. Made by `lampfield.connect`."""

    def __init__(self, options: Options) -> None:
        self._replica = Replica()
        self._subscribers: list[Callable[[Batch], None]] = []
        self.contacts: LiveMap[ContactId, contact.Contact, Contact] = LiveMap(
            self._replica.contacts, lambda value: Contact(self, value), Contact
        )
        self.devices: LiveMap[DeviceName, device.Device, Device] = LiveMap(
            self._replica.devices, lambda value: Device(self, value), Device
        )
        self.calls: LiveMap[CallUid, call.Call, Call] = LiveMap(
            self._replica.calls, lambda value: Call(self, value), Call
        )
        self.rooms: LiveMap[RoomId, room.Room, Room] = LiveMap(
            self._replica.rooms, lambda value: Room(self, value), Room
        )
        self._following = HandleSync(self.contacts, self.devices, self.calls, self.rooms)
        self.keeper = ReconnectingClient(options, self._replica, self._tell)
        self.photos = Photos(options, lambda: self.keeper.token)
        self.failed: LampfieldError | None = None
        """Why the feed ended for good; None while it is kept up."""
        self._keeping: asyncio.Task[None] | None = None

    @property
    def me(self) -> Me | None:
        """The operator; None before the first login."""
        return self._replica.me

    @property
    def links(self) -> Mapping[LinkName, Link]:
        """Every link and its state: the one to the hub is this side's own finding."""
        return self._replica.links

    @property
    def epoch(self) -> str:
        """Names the run of the hub; empty before the first snapshot."""
        return self._replica.epoch

    @property
    def seq(self) -> int:
        """The number of the last change that is known here."""
        return self._replica.seq

    def subscribe(self, callback: Callable[[Batch], None]) -> Callable[[], None]:
        """Call back after each frame that changed something. Returns what ends that."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def messages_of(self, room_id: RoomId) -> tuple[Message, ...]:
        """Return a room's latest messages, the oldest first."""
        return self._replica.messages.room(room_id)

    def last_message_of(self, room_id: RoomId) -> Message | None:
        """Return a room's latest message."""
        return self._replica.messages.last(room_id)

    def call_of(self, uid: CallUid) -> Call:
        """Return a call, though it may be over already, or not told yet."""
        ended = self._following.ended_call(uid)
        return self.calls.get(uid) or ended or self.calls.expected(uid, call.Call(uid=uid))

    async def request(self, request: Request[R]) -> R:
        """Ask the hub.

        When the connection is lost before the answer to an action of the phone came, the hub is asked for its
        outcome once it is back. Of an error, ``outcome_unknown`` says whether the request may have been done.

        Raises:
            RequestError: It refused; ``word`` says how, the text what to do.
            NotConnected: There is no connection, so that nothing was sent.
            FeedError: The connection was lost, or no answer came.
        """
        if isinstance(request, Action):
            return await act(self.keeper, request, ANSWER_SECONDS)
        return await self.keeper.request(request, ANSWER_SECONDS)

    async def dial(self, device_name: DeviceName, number: str) -> Call:
        """Ring a device, then a number."""
        dialled = await self.request(DeviceDial(device=device_name, number=number))
        return self.call_of(dialled.uid)

    async def set_presence(self, show: Show, status: str = "") -> None:
        """Set the operator's own presence. OFFLINE is invisible: others see nobody."""
        await self.request(PresenceSet(show=show, status=status))

    async def add_contact(self, address: str, name: str = "", tags: Iterable[str] = ()) -> Contact:
        """Ask somebody who is no contact yet, by chat address. Returns the new contact."""
        added = await self.request(ContactAdd(address=address, name=name, tags=tuple(tags)))
        return self.contacts[added.cid]

    async def reset_link(self, name: LinkName) -> None:
        """Cut a source's link and let it come back."""
        await self.request(LinkReset(name=name))

    def keep_up(self) -> None:
        """Follow the feed from now on in the background."""
        self._keeping = asyncio.create_task(self._keep(), name="lampfield keeper")

    async def closed(self) -> None:
        """Wait until the feed has ended for good."""
        if self._keeping is not None:
            await asyncio.gather(self._keeping, return_exceptions=True)

    async def close(self) -> None:
        """Leave the hub in order."""
        if self._keeping is not None:
            self._keeping.cancel()
            await self.closed()
        await self.keeper.close()
        await self.photos.close()

    async def _keep(self) -> None:
        try:
            await self.keeper.keep()
        except LampfieldError as error:
            self.failed = error
            log.warning("the feed ended: %s", error)
        except Exception as error:
            log.exception("the feed ended")
            self.failed = unforeseen(error)
            self.keeper.end(str(self.failed))

    def _tell(self, batch: Batch) -> None:
        """Bring the handles up to date, then tell everybody. One who fails does not stop the others."""
        self._following.follow(batch)
        for subscriber in tuple(self._subscribers):
            try:
                subscriber(batch)
            except Exception:
                log.exception("a subscriber failed")
