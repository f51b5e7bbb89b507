"""The Python API's client: live contacts, devices, calls and rooms, and the actions on them."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from lampfield.client.connection import unexpected_error
from lampfield.client.handles import Call, Contact, Device, Room
from lampfield.client.live import HandleSync, LiveMap
from lampfield.client.options import Options
from lampfield.client.photos import Photos
from lampfield.client.reconnecting import ReconnectingClient
from lampfield.client.repeated_actions import perform
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
"""Longer than the time limit of an action at a source (10 s), so that the hub's reason arrives first."""


class PBX:
    """The client of one login. `lampfield.connect` creates it."""

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
        self._handle_sync = HandleSync(self.contacts, self.devices, self.calls, self.rooms)
        self.feed = ReconnectingClient(options, self._replica, self._on_batch)
        self.photos = Photos(options, lambda: self.feed.token)
        self.failed: LampfieldError | None = None
        """Why the feed ended for good; None while it runs."""
        self._task: asyncio.Task[None] | None = None

    @property
    def me(self) -> Me | None:
        """The operator; None before the first login."""
        return self._replica.me

    @property
    def links(self) -> Mapping[LinkName, Link]:
        """All links by name. The client itself sets the state of the link to the hub."""
        return self._replica.links

    @property
    def epoch(self) -> str:
        """The hub's epoch, which changes when it restarts; empty before the first snapshot."""
        return self._replica.epoch

    @property
    def seq(self) -> int:
        """The sequence number of the latest change."""
        return self._replica.seq

    def subscribe(self, callback: Callable[[Batch], None]) -> Callable[[], None]:
        """Register a callback for each frame that changed something. Returns a function that removes it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def messages_of(self, room_id: RoomId) -> tuple[Message, ...]:
        """Return a room's latest messages, the oldest first."""
        return self._replica.messages.room(room_id)

    def last_message_of(self, room_id: RoomId) -> Message | None:
        """Return a room's latest message."""
        return self._replica.messages.last(room_id)

    def call_of(self, uid: CallUid) -> Call:
        """Return a call, even if it has ended or its notification has not arrived."""
        ended = self._handle_sync.ended_call(uid)
        return self.calls.get(uid) or ended or self.calls.handle_before_new(uid, call.Call(uid=uid))

    async def request(self, request: Request[R]) -> R:
        """Send a request to the hub and return the response.

        If the connection is lost before the response to a phone action arrives, the client asks for the
        outcome after reconnecting. An error's ``outcome_unknown`` says whether the hub may have carried out
        the request.

        Raises:
            RequestError: The hub refused; ``word`` is the error code, the text says what to do.
            NotConnected: There is no connection, and nothing was sent.
            FeedError: The connection was lost, or no response arrived.
        """
        if isinstance(request, Action):
            return await perform(self.feed, request, ANSWER_SECONDS)
        return await self.feed.request(request, ANSWER_SECONDS)

    async def dial(self, device_name: DeviceName, number: str) -> Call:
        """Ring a device, then a number."""
        dialled = await self.request(DeviceDial(device=device_name, number=number))
        return self.call_of(dialled.uid)

    async def set_presence(self, show: Show, status: str = "") -> None:
        """Set the operator's own presence. OFFLINE makes the operator invisible to others."""
        await self.request(PresenceSet(show=show, status=status))

    async def add_contact(self, address: str, name: str = "", tags: Iterable[str] = ()) -> Contact:
        """Send a contact request to a chat address that is not a contact yet. Returns the new contact."""
        added = await self.request(ContactAdd(address=address, name=name, tags=tuple(tags)))
        return self.contacts[added.cid]

    async def reset_link(self, name: LinkName) -> None:
        """Disconnect a source's link; the source reconnects it."""
        await self.request(LinkReset(name=name))

    def start(self) -> None:
        """Run the feed in the background."""
        self._task = asyncio.create_task(self._run(), name="lampfield reconnecting feed")

    async def closed(self) -> None:
        """Wait until the feed has ended for good."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def close(self) -> None:
        """Close the connection to the hub."""
        if self._task is not None:
            self._task.cancel()
            await self.closed()
        await self.feed.close()
        await self.photos.close()

    async def _run(self) -> None:
        try:
            await self.feed.run()
        except LampfieldError as error:
            self.failed = error
            log.warning("the feed ended: %s", error)
        except Exception as error:
            log.exception("the feed ended")
            self.failed = unexpected_error(error)
            self.feed.end(str(self.failed))

    def _on_batch(self, batch: Batch) -> None:
        """Update the handles, then call the subscribers. An exception in one does not affect the others."""
        self._handle_sync.sync(batch)
        for subscriber in tuple(self._subscribers):
            try:
                subscriber(batch)
            except Exception:
                log.exception("a subscriber failed")
