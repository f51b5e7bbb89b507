"""The operators' phones: which are registered, and what each does on a request to answer or to hold.

A request to a phone that does not support it can cost the caller: one that answers a NOTIFY with 481, as it
may for an unknown subscription (RFC 6665, section 4.2.1.2), makes Asterisk send BYE. So a phone gets a
request only if it names the event in ``Allow-Events``, or if a test call without a caller has shown that it
obeys.

A called phone names ``Allow-Events`` in its response, a calling one in its INVITE; nothing can be read while
it rings. Reading is safe for the caller. Only the operators' own phones are read: a trunk may name events for
phones far away.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from lampfield.model.state import StateStore
from lampfield.sources.asterisk.ami import AmiRefused, Packet
from lampfield.sources.asterisk.legs import Leg, Legs
from lampfield.sources.asterisk.streams import AsteriskStreams

TECHNOLOGY = "PJSIP/"
"""The only channel technology of Asterisk that can send a NOTIFY within a call."""

HOLD = "hold"
TALK = "talk"
"""The two event packages; ``talk`` answers a ringing call, and resumes a held one."""

EVENTS = (HOLD, TALK)

KIND = "telephone"
"""The kind under which abilities are stored; the name is the device."""

MAX_KEPT = 8
"""How many phones of one device are remembered; beyond that the oldest is dropped."""

HEADERS = ("PJSIP_RESPONSE_HEADER(read,Allow-Events)", "PJSIP_HEADER(read,Allow-Events)")
"""The header of the response of a called phone, and of the INVITE of a calling one. The other reads empty."""


class Proof(StrEnum):
    """How an ability is known."""

    HEADER = "header"
    """From ``Allow-Events``."""
    TEST = "test"
    """From a test call."""
    CALL = "call"
    """From a request in a call that the phone did not obey."""


class Telephone(NamedTuple):
    """One registered contact of a device."""

    uri: str
    """Its contact URI, such as ``sip:201@10.0.0.5:5060``."""
    user_agent: str = ""
    """Its User-Agent at registration; often empty."""


class Ability(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one phone does on request."""

    proof: Proof
    events: tuple[str, ...] = ()
    """The events of `EVENTS` that it obeys."""
    ends_calls: bool = False
    """It, or Asterisk on its behalf, ended a call on a request."""
    user_agent: str = ""
    """The User-Agent of the phone; another phone may get the same address later."""

    def without(self, event: str) -> "Ability":
        """Return the ability of a phone that did not obey an event in a call."""
        left = tuple(it for it in self.events if it != event)
        return msgspec.structs.replace(self, proof=Proof.CALL, events=left)


class TelephoneRegistry:
    """Registered phones and their abilities, across all connections to a PBX and restarts of the hub.

    An ability belongs to a device, a contact URI and a User-Agent: another phone at the same extension, or
    the same one with other firmware, is unknown again.

    Args:
        state: Stores the abilities.
    """

    def __init__(self, state: StateStore) -> None:
        self._state = state
        self._registered: Mapping[str, tuple[Telephone, ...]] = {}
        self._by_leg: dict[str, Telephone] = {}

    def register(self, telephones: Mapping[str, tuple[Telephone, ...]]) -> None:
        """Replace the registered phones of all devices."""
        self._registered = telephones

    def at(self, device: str) -> tuple[Telephone, ...]:
        """Return the registered phones of a device."""
        return self._registered.get(device, ())

    def assign(self, channel: str, telephone: Telephone) -> None:
        """Store the phone of a leg."""
        self._by_leg[channel] = telephone

    def forget_legs(self, alive: Iterable[str]) -> None:
        """Forget the phones of legs that have ended."""
        there = set(alive)
        self._by_leg = {channel: it for channel, it in self._by_leg.items() if channel in there}

    def ability_of(self, device: str, telephone: Telephone) -> Ability | None:
        """Return the ability of a phone; None where it is unknown."""
        ability = read_abilities(self._state.get(KIND, device)).get(telephone.uri)
        return ability if ability is not None and ability.user_agent == telephone.user_agent else None

    def learn(self, device: str, telephone: Telephone, ability: Ability) -> bool:
        """Store the ability of a phone. Return whether it has changed."""
        kept = read_abilities(self._state.get(KIND, device))
        learnt = msgspec.structs.replace(ability, user_agent=telephone.user_agent)
        if kept.pop(telephone.uri, None) == learnt:
            return False
        kept[telephone.uri] = learnt
        newest = list(kept.items())[-MAX_KEPT:]
        self._state.put(KIND, device, {uri: msgspec.to_builtins(it) for uri, it in newest})
        return True

    def learn_header(self, device: str, telephone: Telephone, header: str) -> bool:
        """Store what ``Allow-Events`` says, unless better proof is known. Return whether it has changed."""
        known = self.ability_of(device, telephone)
        if known is not None and known.proof is not Proof.HEADER:
            return False
        return self.learn(device, telephone, Ability(Proof.HEADER, named_events(header)))

    def events(self, device: str, channel: str = "") -> tuple[str, ...]:
        """Return the events of `EVENTS` that a device obeys.

        Args:
            device: The device. If several phones are registered, only the events that all of them obey count.
            channel: A leg at the device; if its phone is known, only that one counts.
        """
        telephones = (self._by_leg[channel],) if channel in self._by_leg else self.at(device)
        known = [self.ability_of(device, it) for it in telephones]
        if not known:
            return ()
        return tuple(event for event in EVENTS if all(it is not None and event in it.events for it in known))


class TelephoneReader:
    """Reads the phone of each answered call at the operators' devices, once per call.

    Args:
        telephones: Stores the result.
        on_learnt: Called with a device whose features may have changed.
    """

    def __init__(self, telephones: TelephoneRegistry, on_learnt: Callable[[str], None]) -> None:
        self._telephones = telephones
        self._on_learnt = on_learnt
        self._checked: dict[str, None] = {}
        self._unread: asyncio.Queue[str] = asyncio.Queue()

    def check(self, devices: Iterable[str], legs: Legs) -> None:
        """Find calls at the operators' devices that have been answered."""
        self._checked = {channel: None for channel in self._checked if channel in legs.by_id}
        for device in devices:
            for leg in legs.at(device) if device.startswith(TECHNOLOGY) else ():
                if leg.is_up and leg.channel.id not in self._checked:
                    self._checked[leg.channel.id] = None
                    self._unread.put_nowait(leg.channel.id)

    async def run(self, streams: AsteriskStreams, legs: Legs) -> None:
        """Read until the connection ends.

        Raises:
            AmiLost: The connection ended.
        """
        while True:
            leg = legs.by_id.get(await self._unread.get())
            if leg is not None and await self._learn(streams, leg):
                self._on_learnt(leg.device)

    async def _learn(self, streams: AsteriskStreams, leg: Leg) -> bool:
        telephone = await find_telephone(self._telephones, streams, leg)
        if telephone is None:
            return False
        headers = [await _read(streams, leg, function) for function in HEADERS]
        self._telephones.learn_header(leg.device, telephone, ",".join(headers))
        return True


async def find_telephone(
    telephones: TelephoneRegistry, streams: AsteriskStreams, leg: Leg
) -> Telephone | None:
    """Return the registered phone of a leg, None where it is unknown.

    Raises:
        AmiLost: The connection ended.
    """
    try:
        contacts = await streams.ami.request("PJSIPShowContacts")
    except AmiRefused:
        return None
    telephones.register(read_telephones(contacts.items))
    target = await _read(streams, leg, "CHANNEL(pjsip,target_uri)")
    telephone = telephone_at(target, telephones.at(leg.device))
    if telephone is not None:
        telephones.assign(leg.channel.id, telephone)
    return telephone


def read_telephones(packets: Iterable[Packet]) -> dict[str, tuple[Telephone, ...]]:
    """Return the registered phones by device, from AMI's ``PJSIPShowContacts``."""
    found: dict[str, tuple[Telephone, ...]] = {}
    for packet in packets:
        endpoint, uri = packet.get("Endpoint", ""), packet.get("Uri", "")
        if endpoint and uri:
            device = TECHNOLOGY + endpoint
            found[device] = (*found.get(device, ()), Telephone(uri, packet.get("UserAgent", "")))
    return found


def telephone_at(uri: str, telephones: Iterable[Telephone]) -> Telephone | None:
    """Return the phone of a leg, None where it is not a registered one.

    Args:
        uri: The leg's remote target. Its parameters may differ from those of the registration.
        telephones: The registered phones of the leg's device.
    """
    place = _place(uri)
    return next((it for it in telephones if place and _place(it.uri) == place), None)


def named_events(header: str) -> tuple[str, ...]:
    """Return the events of `EVENTS` that an ``Allow-Events`` header names (RFC 6665, section 8.2.2)."""
    names = {name.partition(";")[0].strip().lower() for name in header.split(",")}
    return tuple(event for event in EVENTS if event in names)


def device_features(events: Iterable[str]) -> str:
    """Return the supported requests of a device, in the terms of the IPCortex API (``Device.features``)."""
    words = {HOLD: ("hold",), TALK: ("talk", "answer")}
    return ",".join(word for event in events for word in words[event])


def read_abilities(value: object) -> dict[str, Ability]:
    """Return the stored abilities by URI, without those that cannot be parsed."""
    if not isinstance(value, Mapping):
        return {}
    read: dict[str, Ability] = {}
    for uri, kept in value.items():
        try:
            read[str(uri)] = msgspec.convert(kept, Ability)
        except msgspec.ValidationError:
            continue
    return read


def _place(uri: str) -> str:
    """Return user, host and port of a SIP URI, without scheme and parameters."""
    bare = uri.strip().removeprefix("<").partition(">")[0].partition(";")[0].partition("?")[0]
    return bare.partition(":")[2]


async def _read(streams: AsteriskStreams, leg: Leg, function: str) -> str:
    """Return the value of a function of a leg's channel; empty where there is none."""
    try:
        answer = await streams.ami.request("Getvar", Channel=leg.channel.name, Variable=function)
    except AmiRefused:
        return ""
    return answer.head.get("Value", "")
