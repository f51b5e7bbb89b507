"""The shared connection to a PBX: keeps it open, keeps its state current, and publishes changes."""

import asyncio
import itertools
import logging
import time
import uuid
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from lampfield.model.bounded import BoundedDict
from lampfield.model.link import Link, LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.state import StateStore, VolatileState
from lampfield.sources.asterisk.abandoned import AbandonedCalls
from lampfield.sources.asterisk.ami import AmiLost, Packet
from lampfield.sources.asterisk.ari import AriEvent, read_event
from lampfield.sources.asterisk.contradiction_monitor import ContradictionMonitor
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.failure import LOST, REPLACED, ami_failure, snapshot_failure
from lampfield.sources.asterisk.parking import BEGINS, ENDS
from lampfield.sources.asterisk.pbx_state import Affected, PbxState
from lampfield.sources.asterisk.phone_test import MAX_KEPT, PhoneTest
from lampfield.sources.asterisk.places import Places
from lampfield.sources.asterisk.settings import AsteriskSettings
from lampfield.sources.asterisk.snapshot import SnapshotReader
from lampfield.sources.asterisk.streams import AsteriskStreams, explaining, open_streams
from lampfield.sources.asterisk.telephones import (
    TECHNOLOGY,
    Ability,
    Telephone,
    TelephoneReader,
    TelephoneRegistry,
)
from lampfield.sources.condition import Condition
from lampfield.sources.supervisor import RESET, Failure, LinkFailed, LinkSupervisor

log = logging.getLogger(__name__)

RECONCILE_SECONDS = 60.0
"""Interval between full snapshots: the longest time that a lost event can leave wrong state."""

SECOND_SNAPSHOT_SECONDS = 5.0
"""Delay of the second snapshot of a connection: Asterisk answers before it has loaded all of its files."""

UNREADABLE_DELAY_SECONDS = 3.0
"""Delay from an unreadable event to the snapshot that replaces it; more such events may follow at once."""

FORWARD_DEVICES = ("Custom:CF", "Custom:DEVCF")
"""Devices that FreePBX switches when it writes a forward into its database: the only sign of that change."""

OnAffected = Callable[[Affected], None]


class AsteriskConnection:
    """The connection to a PBX, shared by all accounts.

    Args:
        settings: Address and login.
        devices: The operators' own devices.
        reconcile_seconds: Interval between full snapshots.
        store: Stores what must survive a restart of the hub.
        places: Extensions from the site file besides people.
    """

    def __init__(
        self,
        settings: AsteriskSettings,
        devices: Iterable[str],
        reconcile_seconds: float = RECONCILE_SECONDS,
        store: StateStore | None = None,
        places: Places | None = None,
    ) -> None:
        self.settings = settings
        self.pbx = PbxState()
        self.devices = tuple(devices)
        self.places = places or Places()
        self.extra_devices: Callable[[], Mapping[str, str]] = dict
        """Returns devices that no hint names, by the extension of their owner."""
        self._reconcile_seconds = reconcile_seconds
        self._listeners: dict[OnAffected, Callable[[Link], None]] = {}
        self._streams: AsteriskStreams | None = None
        self._held_events: list[AriEvent | Packet] | None = None
        """Events that arrive while a snapshot is read; None: events apply at once."""
        self.abandoned = AbandonedCalls()
        self.state_changed = Condition()
        self.telephones = TelephoneRegistry(store or VolatileState())
        self.phone_tests: BoundedDict[str, PhoneTest] = BoundedDict(MAX_KEPT)
        """The latest test calls of the operators' phones, by channel."""
        self._telephone_reader = TelephoneReader(self.telephones, self._publish_device)
        self._monitor = ContradictionMonitor(self.pbx, lambda number: self._publish_numbers([number]))
        self._refresh_due = asyncio.Event()
        self._refresh_timer: asyncio.TimerHandle | None = None
        """Requests the snapshot that replaces an unreadable event."""
        self._reset_due = asyncio.Event()
        self._supervisor = LinkSupervisor(LinkName.PHONE, "asterisk", self._run_once, self._publish_link)
        self._started = False
        self._background: set[asyncio.Task[None]] = set()

    @property
    def link(self) -> Link:
        """The current state of the link."""
        return self._supervisor.link

    @property
    def link_is_up(self) -> bool:
        """Whether the known state is fresh."""
        return self._supervisor.is_up

    def subscribe(self, on_affected: OnAffected, on_link: Callable[[Link], None]) -> None:
        """Register callbacks for changes and for the link. The first subscriber opens the connection."""
        self._listeners[on_affected] = on_link
        if not self._started:
            self._started = True
            self._supervisor.start()
        else:
            on_link(self.link)

    def unsubscribe(self, on_affected: OnAffected) -> None:
        """Remove the callbacks of a subscriber."""
        self._listeners.pop(on_affected, None)

    async def close(self) -> None:
        """Close the connection."""
        self._listeners.clear()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._supervisor.close()

    def run_in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run a coroutine until it ends or the connection is closed."""
        task = asyncio.create_task(work, name=name)
        self._background.add(task)
        task.add_done_callback(self._task_ended)

    def _task_ended(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s failed", task.get_name(), exc_info=error)

    def reset(self) -> None:
        """Disconnect and reconnect. While disconnected, skip the delay before the next attempt."""
        if self._streams is not None and self._supervisor.is_up:
            self._reset_due.set()
        else:
            self._supervisor.retry_now()

    def learn(self, device: str, telephone: Telephone, ability: Ability) -> None:
        """Store what a phone does on request, and publish its device with those features."""
        self.telephones.learn(device, telephone, ability)
        self._publish_device(device)

    def set_devices(self, devices: Iterable[str]) -> None:
        """Replace the operators' own devices."""
        self.devices = tuple(devices)
        self.refresh()

    def refresh(self) -> None:
        """Request a snapshot."""
        self._refresh_due.set()

    def _refresh_later(self) -> None:
        """Request a snapshot after a delay, to coalesce further unreadable events."""
        if self._refresh_timer is None:
            self._refresh_timer = asyncio.get_running_loop().call_later(
                UNREADABLE_DELAY_SECONDS, self._refresh_now
            )

    def _refresh_now(self) -> None:
        self._refresh_timer = None
        self.refresh()

    def require(self) -> AsteriskStreams:
        """Return the open streams.

        Raises:
            Refusal: The link is down.
        """
        if self._streams is None or not self._supervisor.is_up:
            raise Refusal(RefusalCode.LINK_DOWN, f"The phone link is down. {self.link.reason}".strip())
        return self._streams

    async def _run_once(self, up: Callable[[], None]) -> Failure:
        """Connect and run until the connection ends. Return why it ended."""
        self._reset_due.clear()
        try:
            # A new name for each connection: when Asterisk notices the end of an old one, it removes
            # the application by its name, even if a newer connection uses it.
            async with open_streams(
                self.settings, f"lampfield-{uuid.uuid4().hex[:12]}", self._handle_packet
            ) as streams:
                return await self._run_streams(streams, up)
        except LinkFailed as error:
            return error.failure
        finally:
            self._streams, self._held_events = None, None
            self._monitor.cancel()
            if self._refresh_timer is not None:
                self._refresh_timer.cancel()
                self._refresh_timer = None

    async def _run_streams(self, streams: AsteriskStreams, up: Callable[[], None]) -> Failure:
        """Run the tasks of a connection until the first one ends. Return why it ended."""
        self._held_events = []
        parts = (
            self._read_events(streams.events),
            self._reconcile(streams, up),
            self._hang_up_abandoned(streams),
            self._read_telephones(streams),
            self._until_reset(),
            _until_ami_ends(streams),
        )
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return next(iter(done)).result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read_events(self, events: ClientConnection) -> Failure:
        """Handle ARI's events until the connection ends or another program takes them over."""
        with suppress(ConnectionClosed):
            async for data in events:
                try:
                    event = read_event(data)
                except ValueError:
                    log.warning("cannot parse an ARI event: %.200r", data)
                    self._refresh_later()
                    continue
                if event.type == "ApplicationReplaced":
                    return REPLACED
                self._handle(event)
        return LOST

    async def _reconcile(self, streams: AsteriskStreams, up: Callable[[], None]) -> Failure:
        """Apply a full snapshot at once, on request and at intervals."""
        reader = SnapshotReader(
            streams.ami, streams.ari, self.settings.context, self.devices, self.extra_devices, self.places
        )
        soon = min(SECOND_SNAPSHOT_SECONDS, self._reconcile_seconds)
        waits = itertools.chain([soon], itertools.repeat(self._reconcile_seconds))
        for wait in waits:
            self._refresh_due.clear()
            reader.devices = self.devices
            await self._take_snapshot(reader)
            self._streams = streams
            up()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._refresh_due.wait()
        return LOST

    async def _take_snapshot(self, reader: SnapshotReader) -> None:
        """Apply a snapshot, then the events that arrived meanwhile: some are newer than the snapshot."""
        self._held_events = self._held_events if self._held_events is not None else []
        with explaining(snapshot_failure, self.settings):
            snapshot = await reader.take()
        self.telephones.register(snapshot.telephones)
        held, self._held_events = self._held_events, None
        affected = self.pbx.apply_snapshot(snapshot)
        self.telephones.forget_legs(self.pbx.legs.by_id)
        self._publish(affected)
        for event in held:
            self._handle(event)

    async def _hang_up_abandoned(self, streams: AsteriskStreams) -> Failure:
        await self.abandoned.hang_up_late(streams.ari)
        return LOST

    async def _read_telephones(self, streams: AsteriskStreams) -> Failure:
        with explaining(ami_failure, self.settings):
            await self._telephone_reader.run(streams, self.pbx.legs)
        return LOST

    async def _until_reset(self) -> Failure:
        await self._reset_due.wait()
        return RESET

    def _handle_packet(self, packet: Packet) -> None:
        match packet.get("Event"):
            case "Reload":
                self.refresh()
            case "ContactStatus":
                self._handle_registration(packet)
            case "ExtensionStatus":
                self._handle(packet)
            case kind if kind in BEGINS or kind in ENDS:
                self._handle(packet)
            case "DeviceStateChange" | "PresenceStateChange":
                if device_name(packet.get("Device", "")).startswith(FORWARD_DEVICES):
                    self.refresh()
                self._handle(packet)

    def _handle_registration(self, packet: Packet) -> None:
        """Request a snapshot when a phone registers at one of the operators' devices."""
        if device_name(TECHNOLOGY + packet.get("EndpointName", "")) in self.devices:
            self.refresh()

    def _handle(self, event: AriEvent | Packet) -> None:
        if self._held_events is not None:
            self._held_events.append(event)
        elif isinstance(event, AriEvent):
            self._publish(self.pbx.apply_event(event))
        elif event.get("Event") == "ExtensionStatus":
            number = self.pbx.apply_status(event)
            self._publish_numbers(self._monitor.check([number] if number else ()))
        elif "ParkingSpace" in event:
            self._publish(self.pbx.apply_parked(event, time.time()))
        else:
            self._publish(self.pbx.apply_state(event, time.time()))

    def _publish_numbers(self, numbers: Iterable[str]) -> None:
        people = frozenset(numbers)
        if people:
            self._publish(Affected(people=people))

    def _publish_device(self, device: str) -> None:
        self._publish(Affected(devices=frozenset({device})))

    def _publish(self, affected: Affected) -> None:
        self.abandoned.check(self.pbx.legs.by_id)
        self._telephone_reader.check(affected.devices.intersection(self.devices), self.pbx.legs)
        self._monitor.check(affected.people)
        self.state_changed.notify()
        for on_affected in list(self._listeners):
            on_affected(affected)

    def _publish_link(self, link: Link) -> None:
        for on_link in list(self._listeners.values()):
            on_link(link)


async def _until_ami_ends(streams: AsteriskStreams) -> Failure:
    """Wait until the manager interface ends. Return why it ended."""
    try:
        await asyncio.shield(streams.reading)
    except AmiLost as error:
        return ami_failure(streams.settings, error)
    return LOST
