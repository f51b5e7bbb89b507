"""Tracks legs: the channels of calls at the PBX, their parties and their bridges. No I/O."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import msgspec

from lampfield.model.bounded import BoundedDict
from lampfield.model.contact import Direction, Party
from lampfield.sources.asterisk.ari import AriEvent, Bridge, CallerId, Channel
from lampfield.sources.asterisk.device_name import device_name

CALLED_APPS = ("AppDial", "AppQueue")
"""The application of a channel that Dial or Queue has created."""

ORIGINATED_APP = "AppDial2"
"""The application of an originated channel until it is answered."""

_DIALLED_NUMBER = re.compile(r"\+?[0-9*#]+")

OTHER_HALF = {"1": "2", "2": "1"}
"""The two ends of a Local channel, and the other end of each."""

OWN_CHANNEL = "lampfield-"
"""Prefix of the ids of channels that a board creates."""

PARKING_CLASS = "parking"

QUEUE_APP = "Queue"

NO_LINKED_IDS: Mapping[str, str] = MappingProxyType({})

MAX_ENDED = 512
"""How many ended channels are remembered, so that a late event does not restore one."""


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One channel at a device."""

    channel: Channel
    incoming: bool
    """The device is called; False: it calls."""
    born_ms: int = 0
    """Epoch milliseconds of the first event; 0 where the leg is older than the connection."""
    answered_ms: int = 0
    bridge: str = ""
    """The id of its bridge; empty: none."""
    joined_ms: int = 0
    """When it joined the bridge."""
    talked_ms: int = 0
    """When the talk with an end that has left began; 0: there was none, or it calls somebody else now."""
    holding: bool = False
    """This device has put the other end on hold."""
    parked: bool = False
    queue: str = ""
    """The queue that the call came through, across Local channels."""
    queued_ms: int = 0
    """When the caller entered that queue; 0 where unknown."""
    did: str = ""
    """The number that the caller of the call dialled first, across Local channels."""
    dialled: str = ""
    """The first number that it had in the dial plan, or the first one after a talk: the dialled number."""
    dialstatus: str = ""
    """The last status of the leg that it dialled, from ``Dial``."""

    @property
    def device(self) -> str:
        """The device of the channel."""
        return device_of(self.channel.name)

    @property
    def is_dialled(self) -> bool:
        """Whether a board created this call."""
        return self.channel.id.startswith(OWN_CHANNEL)

    @property
    def is_up(self) -> bool:
        """Whether it is answered."""
        return self.channel.state == "Up"

    @property
    def is_unheard(self) -> bool:
        """Whether the device is called but has not responded: nothing rings, and its phone stays free."""
        return self.incoming and self.channel.state == "Down"


class Legs:
    """The legs by channel id, and the members of each bridge."""

    def __init__(self) -> None:
        self.by_id: dict[str, Leg] = {}
        self._devices: dict[str, dict[str, Leg]] = {}
        self._halves: dict[str, str] = {}
        """The ids of Local channels, by name."""
        self._bridges: dict[str, dict[str, None]] = {}
        self._ended: BoundedDict[str, int | None] = BoundedDict(MAX_ENDED)

    def at(self, device: str) -> list[Leg]:
        """Return the legs at a device, the oldest first."""
        return list(self._devices.get(device, {}).values())

    def cause_of_end(self, channel: str) -> int | None:
        """Return the Q.850 cause of a channel's end; None where it is unknown or no longer remembered."""
        return self._ended.get(channel)

    def bridge_peers(self, leg: Leg) -> list[Leg]:
        """Return the other legs in the same bridge."""
        return [self.by_id[it] for it in self._bridges.get(leg.bridge, ()) if it != leg.channel.id]

    def other_half(self, leg: Leg) -> Leg | None:
        """Return the other half of a Local channel, None where there is none."""
        return self.by_id.get(self._halves.get(other_half_name(leg.channel.name), ""))

    def far_ends(self, leg: Leg) -> list[Leg]:
        """Return the legs that a leg talks to, following Local channels to the phones behind them."""
        ends: list[Leg] = []
        seen = {leg.channel.id}
        near = self.bridge_peers(leg)
        while near:
            other = near.pop()
            if other.channel.id in seen:
                continue
            seen.add(other.channel.id)
            if not is_local(other.channel.name):
                ends.append(other)
            elif (half := self.other_half(other)) is not None:
                seen.add(half.channel.id)
                near += self.bridge_peers(half)
        return ends

    def apply_snapshot(
        self,
        channels: Iterable[Channel],
        bridges: Iterable[Bridge],
        linked: Mapping[str, str] = NO_LINKED_IDS,
    ) -> list[Leg]:
        """Apply a snapshot. Return the legs that have ended.

        Args:
            channels: All channels.
            bridges: All bridges.
            linked: The id that all channels of one call share (AMI's ``Linkedid``), by channel id.
        """
        there = {channel.id: channel for channel in channels}
        gone = [leg for key, leg in self.by_id.items() if key not in there]
        for leg in gone:
            self._remove(leg.channel.id)
        for channel in there.values():
            self._update(channel, 0)
        self._apply_bridges(bridges)
        self._guess_queues(linked)
        return gone

    def apply_event(self, event: AriEvent) -> set[str]:
        """Apply an event. Return the devices whose calls may have changed."""
        at_ms = epoch_ms(event.timestamp)
        seen = {it.id: self._update(it, at_ms) for it in _channels(event) if it.id not in self._ended}
        touched = {leg.device for leg in seen.values()}
        if event.channel is not None and event.channel.id in seen:
            touched |= self._apply_channel_event(event, event.channel.id, at_ms)
        if event.type == "Dial" and event.caller is not None and event.caller.id in seen:
            self._apply_dial(event, event.caller)
        return touched

    def _apply_channel_event(self, event: AriEvent, key: str, at_ms: int) -> set[str]:
        match event.type:
            case "ChannelEnteredBridge" if event.bridge is not None:
                return self._enter_bridge(key, event.bridge, at_ms)
            case "ChannelLeftBridge":
                return self._leave_bridge(key)
            case "ChannelHold":
                self._set(key, holding=True)
            case "ChannelUnhold":
                self._set(key, holding=False)
            case "ChannelDestroyed":
                return self._remove(key, event.cause)
        return self._affected_devices(self.by_id[key])

    def _update(self, channel: Channel, at_ms: int) -> Leg:
        before = self.by_id.get(channel.id)
        if before is None:
            answered = at_ms if channel.state == "Up" else 0
            leg = Leg(
                channel=channel,
                incoming=is_called(channel, None),
                born_ms=at_ms,
                answered_ms=answered,
                dialled=_dialled_number(channel),
            )
        else:
            answered = before.answered_ms or (at_ms if channel.state == "Up" and not before.is_up else 0)
            leg = msgspec.structs.replace(
                before,
                channel=channel,
                incoming=is_called(channel, before.incoming),
                answered_ms=answered,
                dialled=before.dialled or _dialled_number(channel),
            )
        return self._put(_with_origin(leg, before, at_ms))

    def _apply_dial(self, event: AriEvent, caller: Channel) -> None:
        """Store the progress of a dialled leg, and pass the caller's queue to the called leg."""
        talked = self.by_id[caller.id].talked_ms if event.dialstatus else 0
        leg = self._set(caller.id, dialstatus=event.dialstatus, talked_ms=talked)
        if event.peer is not None and event.peer.id in self.by_id:
            self._inherit(event.peer.id, leg)

    def _inherit(self, key: str, caller: Leg) -> None:
        """Copy the call's properties to a leg from the leg that dials it, or from that one's other half."""
        half = self.other_half(caller)
        source = half or caller
        of_call: dict[str, object] = {"did": source.did} if source.did else {}
        if _is_queued(caller):
            of_call |= {"queue": _queue_of(caller), "queued_ms": caller.queued_ms}
        elif half is not None and half.queue:
            of_call |= {"queue": half.queue, "queued_ms": half.queued_ms}
        self._set(key, **of_call)

    def _enter_bridge(self, key: str, bridge: Bridge, at_ms: int) -> set[str]:
        touched = self._leave_bridge(key)
        self._bridges.setdefault(bridge.id, {})[key] = None
        parked = bridge.bridge_class == PARKING_CLASS
        leg = self._set(key, bridge=bridge.id, joined_ms=at_ms, parked=parked)
        return touched | self._affected_devices(leg)

    def _leave_bridge(self, key: str) -> set[str]:
        leg = self.by_id[key]
        together = [leg, *self.bridge_peers(leg)]
        self._note_talk(together)
        self._clear_dialled(together)
        around = self._affected_devices(leg)
        members = self._bridges.get(leg.bridge)
        if members is not None:
            members.pop(key, None)
            if not members:
                del self._bridges[leg.bridge]
        self._set(key, bridge="", joined_ms=0, parked=False)
        return around

    def _affected_devices(self, leg: Leg) -> set[str]:
        """Return the devices whose other end may change with a leg: in its bridge, and behind it."""
        near = self.bridge_peers(leg)
        half = self.other_half(leg)
        beyond = self.far_ends(half) if half is not None else []
        return {other.device for other in (*near, *self.far_ends(leg), *beyond)}

    def _note_talk(self, together: list[Leg]) -> None:
        """Store when legs of which one leaves began to talk: each has then had an answered call."""
        joined = [leg.joined_ms for leg in together]
        if len(together) > 1 and all(joined) and not any(leg.parked for leg in together):
            for leg in together:
                self._set(leg.channel.id, talked_ms=max(joined))

    def _clear_dialled(self, together: list[Leg]) -> None:
        """Clear the dialled number of legs of which one leaves: they have reached it."""
        if len(together) > 1:
            for leg in together:
                self._set(leg.channel.id, dialled="")

    def _remove(self, key: str, cause: int | None = None) -> set[str]:
        touched = self._leave_bridge(key)
        leg = self.by_id.pop(key)
        self._unindex(leg)
        self._halves.pop(leg.channel.name, None)
        self._ended[key] = cause
        return touched

    def _unindex(self, leg: Leg) -> None:
        of_device = self._devices[leg.device]
        del of_device[leg.channel.id]
        if not of_device:
            del self._devices[leg.device]

    def _apply_bridges(self, bridges: Iterable[Bridge]) -> None:
        kinds = {bridge.id: bridge for bridge in bridges}
        within = {key: bridge for bridge in kinds.values() for key in bridge.channels}
        for key in list(self.by_id):
            bridge = within.get(key)
            if bridge is None:
                self._leave_bridge(key)
            elif self.by_id[key].bridge != bridge.id:
                self._enter_bridge(key, bridge, 0)

    def _guess_queues(self, linked: Mapping[str, str]) -> None:
        """Find the queues of calls that are older than the connection."""
        waiting = [leg for leg in self.by_id.values() if leg.channel.dialplan.app_name == QUEUE_APP]
        for leg in list(self.by_id.values()) if waiting else ():
            if leg.incoming and not leg.queue:
                callers = (it for it in waiting if self._is_called_for(leg, it, linked))
                self._set(leg.channel.id, queue=next(map(_queue_of, callers), ""))

    def _is_called_for(self, leg: Leg, caller: Leg, linked: Mapping[str, str]) -> bool:
        """Return whether a called leg belongs to the call of a caller in a queue."""
        call = linked.get(leg.channel.id)
        if call is not None:
            return call == linked.get(caller.channel.id)
        is_member = leg.channel.dialplan.app_name == "AppQueue"
        has_number = caller.channel.caller.number == leg.channel.connected.number
        return is_member and (has_number or caller in self.bridge_peers(leg))

    def _set(self, key: str, **properties: object) -> Leg:
        return self._put(msgspec.structs.replace(self.by_id[key], **properties))

    def _put(self, leg: Leg) -> Leg:
        key = leg.channel.id
        before = self.by_id.get(key)
        if before is not None and before.device != leg.device:
            # A masquerade gives a channel the name of another.
            self._unindex(before)
        if is_local(leg.channel.name):
            self._halves[leg.channel.name] = key
        self.by_id[key] = leg
        self._devices.setdefault(leg.device, {})[key] = leg
        return leg


def leading_leg(legs: Sequence[Leg]) -> Leg | None:
    """Return the leg that represents a device: talking, else ringing or dialling, else held."""
    return min(legs, key=_priority, default=None)


def party_of(leg: Leg, legs: Legs) -> Party | None:
    """Return the other end of a leg; None where there is none, as for a parked caller or at a machine."""
    other = other_end(leg, legs)
    if not (_is_known(other) or leg.incoming):
        return None
    return Party(
        name=other.name,
        number=other.number,
        direction=Direction.IN if leg.incoming else Direction.OUT,
        since=since_ms(leg, legs),
        queue=leg.queue,
        call=leg.channel.id,
    )


def other_end(leg: Leg, legs: Legs) -> CallerId:
    """Return name and number of the other end of a leg; empty where unknown.

    The bridge is right even after a parked call was retrieved, where Asterisk's connected line is empty or
    old. A Local channel in the bridge is followed to its other half: the connected line is the Local
    channel's, and names a phone that did not answer. A machine at the other end, such as voicemail or a menu,
    is named by the dialled number.
    """
    if leg.parked:
        return CallerId()
    far_ends = legs.far_ends(leg)
    if len(far_ends) == 1 and _is_known(far_ends[0].channel.caller):
        return far_ends[0].channel.caller
    if _is_known(leg.channel.connected):
        return leg.channel.connected
    return CallerId(number="" if leg.incoming else leg.dialled)


def since_ms(leg: Leg, legs: Legs) -> int:
    """Return when the talk began, or when the ringing began: epoch milliseconds, 0 where unknown."""
    if not leg.is_up:
        return leg.born_ms
    bridge_peers = legs.bridge_peers(leg)
    if not bridge_peers and leg.talked_ms:
        return leg.talked_ms
    joined = [leg.joined_ms, *(other.joined_ms for other in bridge_peers)]
    return max(joined) if leg.bridge and all(joined) else leg.answered_ms


def device_of(channel_name: str) -> str:
    """Return the device of a channel: its name without the trailing serial number."""
    return device_name(channel_name.rpartition("-")[0] or channel_name)


def is_called(channel: Channel, before: bool | None) -> bool:
    """Return whether the device is called.

    Args:
        channel: The channel as it is now.
        before: The earlier result; None for a new channel.
    """
    if channel.id.startswith(OWN_CHANNEL):
        return False
    if channel.dialplan.app_name in CALLED_APPS:
        return True
    if before is None:
        return channel.state in ("Down", "Ringing")
    if before and channel.state == "Up" and channel.dialplan.app_name not in ("", ORIGINATED_APP):
        # An originated channel rings its own device like an incoming call; once answered, it is outgoing.
        return False
    return before


def is_dialled(exten: str) -> bool:
    """Return whether an extension is a dialled number, not a step of the dial plan such as ``s`` or ``h``."""
    return _DIALLED_NUMBER.fullmatch(exten) is not None


def is_local(channel_name: str) -> bool:
    """Return whether a channel is a Local channel, which connects two parts of the dial plan."""
    return channel_name.startswith("Local/")


def other_half_name(channel_name: str) -> str:
    """Return the name of the other half of a Local channel; empty for any other channel."""
    start, _, half = channel_name.rpartition(";")
    return f"{start};{OTHER_HALF[half]}" if is_local(channel_name) and half in OTHER_HALF else ""


def epoch_ms(timestamp: str) -> int:
    """Return epoch milliseconds of a timestamp of ARI; 0 where it is invalid."""
    try:
        return int(datetime.fromisoformat(timestamp).timestamp() * 1000)
    except ValueError:
        return 0


def _queue_of(leg: Leg) -> str:
    """Return the queue that a leg waits in: the first argument of its application."""
    return leg.channel.dialplan.app_data.partition(",")[0]


def _is_queued(leg: Leg) -> bool:
    return leg.channel.dialplan.app_name == QUEUE_APP


def _with_origin(leg: Leg, before: Leg | None, at_ms: int) -> Leg:
    """Return a calling leg with its queue time and the number that it dialled first."""
    if leg.incoming or is_local(leg.channel.name):
        return leg
    waited = before is not None and _is_queued(before)
    queued_ms = at_ms if _is_queued(leg) and not waited else leg.queued_ms
    # In a call older than the connection, the first known number may be a later step of the dial plan.
    did = leg.did or (leg.dialled if leg.born_ms else "")
    return msgspec.structs.replace(leg, queued_ms=queued_ms, did=did)


def _dialled_number(channel: Channel) -> str:
    exten = channel.dialplan.exten
    return exten if is_dialled(exten) else ""


def _channels(event: AriEvent) -> Iterator[Channel]:
    """Yield the channels of an event, except those without a name: some events reuse the field."""
    for channel in (event.caller, event.peer, event.channel):
        if channel is not None and channel.id and channel.name:
            yield channel


def _priority(leg: Leg) -> int:
    if leg.parked:
        return 3
    if leg.is_up:
        return 2 if leg.holding else 0
    return 1


def _is_known(caller: CallerId) -> bool:
    return bool(caller.name or caller.number)
