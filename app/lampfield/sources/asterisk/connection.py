"""The PBX over time: one line for all accounts, kept up, and what is known of it kept true."""

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

from lampfield.model.link import Link, LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.state import StateStore, VolatileState
from lampfield.sources.asterisk.abandoned import AbandonedCalls
from lampfield.sources.asterisk.ami import AmiLost, Packet
from lampfield.sources.asterisk.ari import AriEvent, Pbx, read_event
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.doubts import Doubts
from lampfield.sources.asterisk.failure import LOST, REPLACED, ami_failure, picture_failure
from lampfield.sources.asterisk.parking import BEGINS, ENDS
from lampfield.sources.asterisk.pbx_state import PbxNews, PbxState
from lampfield.sources.asterisk.places import Places
from lampfield.sources.asterisk.snapshot import SnapshotReader
from lampfield.sources.asterisk.streams import AsteriskStreams, asterisk_line, saying
from lampfield.sources.asterisk.telephone import TECHNOLOGY, Ability, Telephone
from lampfield.sources.asterisk.telephone_reading import TelephoneReading
from lampfield.sources.asterisk.telephones import Telephones
from lampfield.sources.asterisk.trial import Trial
from lampfield.sources.condition import Condition
from lampfield.sources.supervisor import RESET, Failure, LinkFailed, LinkSupervisor

log = logging.getLogger(__name__)

RECONCILE_SECONDS = 60.0
"""Between two whole pictures while the line is up: so long a lost event may do harm."""

SECOND_LOOK_SECONDS = 5.0
"""After the first picture of a line: an Asterisk that starts answers before it has read all of its files."""

UNREAD_SECONDS = 3.0
"""From an event that cannot be read to the picture that shows what it said: others may follow at once."""

FORWARD_DEVICES = ("Custom:CF", "Custom:DEVCF")
"""Devices that FreePBX switches when it writes a forward into its database, of which nothing else tells."""

Told = Callable[[PbxNews], None]


class AsteriskConnection:
    """A PBX.

    Args:
        pbx: Where it is.
        devices: The operators' own devices.
        reconcile_seconds: Between two whole pictures.
        state: Keeps what must outlive the hub.
        places: What the site file names besides people.
    """

    def __init__(
        self,
        pbx: Pbx,
        devices: Iterable[str],
        reconcile_seconds: float = RECONCILE_SECONDS,
        state: StateStore | None = None,
        places: Places | None = None,
    ) -> None:
        self.pbx = pbx
        self.exchange = PbxState()
        self.devices = tuple(devices)
        self.places = places or Places()
        self.more_devices: Callable[[], Mapping[str, str]] = dict
        """Returns devices that no hint names, by the extension whose phone they are."""
        self._reconcile_seconds = reconcile_seconds
        self._listeners: dict[Told, Callable[[Link], None]] = {}
        self._line: AsteriskStreams | None = None
        self._held: list[AriEvent | Packet] | None = None
        """What is heard while a picture is taken; None: what is heard counts at once."""
        self.given_up = AbandonedCalls()
        self.state_changed = Condition()
        self.telephones = Telephones(state or VolatileState())
        self.trials: dict[str, Trial] = {}
        """The test calls of the operators' telephones, by channel, the latest ones."""
        self._reading = TelephoneReading(self.telephones, self._tell_device)
        self._doubts = Doubts(self.exchange, lambda number: self._tell_people([number]))
        self._again = asyncio.Event()
        self._later: asyncio.TimerHandle | None = None
        """Takes the picture that an event which could not be read asks for."""
        self._cut = asyncio.Event()
        self._supervisor = LinkSupervisor(LinkName.PHONE, "asterisk", self._once, self._tell_link)
        self._started = False
        self._running: set[asyncio.Task[None]] = set()

    @property
    def link(self) -> Link:
        """The link as it is."""
        return self._supervisor.link

    @property
    def link_is_up(self) -> bool:
        """Whether what is known is fresh."""
        return self._supervisor.is_up

    def join(self, told: Told, link: Callable[[Link], None]) -> None:
        """Tell somebody all that happens from now on; the first one makes the line."""
        self._listeners[told] = link
        if not self._started:
            self._started = True
            self._supervisor.start()
        else:
            link(self.link)

    def leave(self, told: Told) -> None:
        """Tell somebody no more."""
        self._listeners.pop(told, None)

    async def close(self) -> None:
        """End the line."""
        self._listeners.clear()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._supervisor.close()

    def run(self, doing: Coroutine[Any, Any, None], name: str) -> None:
        """Do something behind, until it is done or the PBX is closed."""
        task = asyncio.create_task(doing, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s failed", task.get_name(), exc_info=error)

    def cut(self) -> None:
        """Cut the line on purpose; it comes back. While the next try is waited for, it begins at once."""
        if self._line is not None and self._supervisor.is_up:
            self._cut.set()
        else:
            self._supervisor.retry_now()

    def learn(self, device: str, telephone: Telephone, ability: Ability) -> None:
        """Keep what a telephone does when it is asked, and offer no more than that."""
        self.telephones.learn(device, telephone, ability)
        self._tell_device(device)

    def watch(self, devices: Iterable[str]) -> None:
        """Ask for the states of other devices of the operators from now on."""
        self.devices = tuple(devices)
        self.look_again()

    def look_again(self) -> None:
        """Take a whole picture soon."""
        self._again.set()

    def _look_later(self) -> None:
        """Take a whole picture in a while: something happened that is not known, and more may follow."""
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(UNREAD_SECONDS, self._look_now)

    def _look_now(self) -> None:
        self._later = None
        self.look_again()

    def require(self) -> AsteriskStreams:
        """Return the line.

        Raises:
            Refusal: The link is down.
        """
        if self._line is None or not self._supervisor.is_up:
            raise Refusal(RefusalCode.LINK_DOWN, f"The phone link is down. {self.link.reason}".strip())
        return self._line

    async def _once(self, up: Callable[[], None]) -> Failure:
        """Connect and stay until it ends. Returns why it ended."""
        self._cut.clear()
        try:
            # A name of its own for each line: when Asterisk notices the end of an old one, it takes back
            # the application by its name, whoever has it by then.
            async with asterisk_line(self.pbx, f"lampfield-{uuid.uuid4().hex[:12]}", self._hear_ami) as line:
                return await self._stay(line, up)
        except LinkFailed as error:
            return error.failure
        finally:
            self._line, self._held = None, None
            self._doubts.forget()
            if self._later is not None:
                self._later.cancel()
                self._later = None

    async def _stay(self, line: AsteriskStreams, up: Callable[[], None]) -> Failure:
        """Live on a line until the first of its parts ends."""
        self._held = []
        parts = (
            self._follow(line.events),
            self._keep_true(line, up),
            self._end_given_up(line),
            self._read_telephones(line),
            self._until_cut(),
            _failing(line),
        )
        tasks = [asyncio.create_task(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return next(iter(done)).result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, events: ClientConnection) -> Failure:
        """Hear ARI's events until the line ends, or somebody else gets them."""
        with suppress(ConnectionClosed):
            async for data in events:
                try:
                    event = read_event(data)
                except ValueError:
                    log.warning("an event of ARI cannot be read: %.200r", data)
                    self._look_later()
                    continue
                if event.type == "ApplicationReplaced":
                    return REPLACED
                self._hear(event)
        return LOST

    async def _keep_true(self, line: AsteriskStreams, up: Callable[[], None]) -> Failure:
        """Take the whole picture, now and from time to time."""
        camera = SnapshotReader(
            line.ami, line.ari, self.pbx.context, self.devices, self.more_devices, self.places
        )
        soon = min(SECOND_LOOK_SECONDS, self._reconcile_seconds)
        waits = itertools.chain([soon], itertools.repeat(self._reconcile_seconds))
        for wait in waits:
            self._again.clear()
            camera.devices = self.devices
            await self._look(camera)
            self._line = line
            up()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._again.wait()
        return LOST

    async def _look(self, camera: SnapshotReader) -> None:
        """Take a picture, and then what was heard meanwhile: some of it is later than the picture."""
        self._held = self._held if self._held is not None else []
        with saying(picture_failure, self.pbx):
            picture = await camera.take()
        self.telephones.register(picture.telephones)
        held, self._held = self._held, None
        news = self.exchange.begin(picture)
        self.telephones.forget_legs(self.exchange.legs.by_id)
        self._tell(news)
        for heard in held:
            self._hear(heard)

    async def _end_given_up(self, line: AsteriskStreams) -> Failure:
        await self.given_up.end(line.ari)
        return LOST

    async def _read_telephones(self, line: AsteriskStreams) -> Failure:
        with saying(ami_failure, self.pbx):
            await self._reading.run(line, self.exchange.legs)
        return LOST

    async def _until_cut(self) -> Failure:
        await self._cut.wait()
        return RESET

    def _hear_ami(self, packet: Packet) -> None:
        match packet.get("Event"):
            case "Reload":
                self.look_again()
            case "ContactStatus":
                self._hear_contact(packet)
            case "ExtensionStatus":
                self._hear(packet)
            case kind if kind in BEGINS or kind in ENDS:
                self._hear(packet)
            case "DeviceStateChange" | "PresenceStateChange":
                if device_name(packet.get("Device", "")).startswith(FORWARD_DEVICES):
                    self.look_again()
                self._hear(packet)

    def _hear_contact(self, packet: Packet) -> None:
        """Look again where another telephone is registered at one of the operators' devices."""
        if device_name(TECHNOLOGY + packet.get("EndpointName", "")) in self.devices:
            self.look_again()

    def _hear(self, heard: AriEvent | Packet) -> None:
        if self._held is not None:
            self._held.append(heard)
        elif isinstance(heard, AriEvent):
            self._tell(self.exchange.hear(heard))
        elif heard.get("Event") == "ExtensionStatus":
            number = self.exchange.hear_status(heard)
            self._tell_people(self._doubts.look([number] if number else ()))
        elif "ParkingSpace" in heard:
            self._tell(self.exchange.hear_parked(heard, time.time()))
        else:
            self._tell(self.exchange.hear_state(heard, time.time()))

    def _tell_people(self, numbers: Iterable[str]) -> None:
        people = frozenset(numbers)
        if people:
            self._tell(PbxNews(people=people))

    def _tell_device(self, device: str) -> None:
        self._tell(PbxNews(devices=frozenset({device})))

    def _tell(self, news: PbxNews) -> None:
        self.given_up.look(self.exchange.legs.by_id)
        self._reading.look(news.devices.intersection(self.devices), self.exchange.legs)
        self._doubts.look(news.people)
        self.state_changed.notify()
        for told in list(self._listeners):
            told(news)

    def _tell_link(self, link: Link) -> None:
        for tell in list(self._listeners.values()):
            tell(link)


async def _failing(line: AsteriskStreams) -> Failure:
    """Wait for the end of the manager interface."""
    try:
        await asyncio.shield(line.reading)
    except AmiLost as error:
        return ami_failure(line.pbx, error)
    return LOST
