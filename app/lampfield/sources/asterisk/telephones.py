"""What a telephone does when it is asked to answer or to hold, and how that is known. Pure.

Asking costs the caller at a wrong telephone: one that answers a NOTIFY with 481, as a subscriber that does
not exist may (RFC 6665, section 4.2.1.2), makes Asterisk send BYE. So a telephone is asked only if it
names the event in ``Allow-Events``, or if a test call without a caller has shown that it does as it is
asked.
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
"""The only channel technology of Asterisk that passes a NOTIFY on within a call."""

HOLD = "hold"
TALK = "talk"
"""The two event packages; ``talk`` answers a call that rings, and takes a held one back."""

EVENTS = (HOLD, TALK)

KIND = "telephone"
"""What the abilities are kept as; the name is the device."""

MAX_KEPT = 8
"""How many telephones of one device are remembered; of more the one learnt of first is forgotten."""

HEADERS = ("PJSIP_RESPONSE_HEADER(read,Allow-Events)", "PJSIP_HEADER(read,Allow-Events)")
"""Of the answer of a called telephone, and of the INVITE of one that calls. The other one reads empty."""


class Proof(StrEnum):
    """How it is known what a telephone does."""

    HEADER = "header"
    """By what its ``Allow-Events`` names, or does not name."""
    TEST = "test"
    """A test call has shown it."""
    CALL = "call"
    """It was asked in a call, and did not do it."""


class Telephone(NamedTuple):
    """One registered contact of a device."""

    uri: str
    """Where it is reached, such as ``sip:201@10.0.0.5:5060``."""
    user_agent: str = ""
    """What it calls itself when it registers; many say nothing."""


class Ability(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one telephone does when it is asked."""

    proof: Proof
    events: tuple[str, ...] = ()
    """Those of `EVENTS` that it obeys."""
    ends_calls: bool = False
    """It, or Asterisk in its name, ended a call when it was asked."""
    user_agent: str = ""
    """The telephone of which this is known; another one may have the same address later."""

    def without(self, event: str) -> "Ability":
        """Return the ability after a telephone was asked for an event in a call, and did not do it."""
        left = tuple(it for it in self.events if it != event)
        return msgspec.structs.replace(self, proof=Proof.CALL, events=left)


class TelephoneRegistry:
    """What is known of telephones, over all lines to a PBX and over restarts of the hub.

    An ability belongs to a device, a contact URI and a User-Agent: another telephone at the same
    extension, or the same one with another firmware, is unknown again.

    Args:
        state: Keeps it.
    """

    def __init__(self, state: StateStore) -> None:
        self._state = state
        self._registered: Mapping[str, tuple[Telephone, ...]] = {}
        self._by_leg: dict[str, Telephone] = {}

    def register(self, telephones: Mapping[str, tuple[Telephone, ...]]) -> None:
        """Take which telephones are registered at all devices now."""
        self._registered = telephones

    def at(self, device: str) -> tuple[Telephone, ...]:
        """Return the telephones that are registered at a device."""
        return self._registered.get(device, ())

    def assign(self, channel: str, telephone: Telephone) -> None:
        """Note which telephone a leg is at."""
        self._by_leg[channel] = telephone

    def forget_legs(self, alive: Iterable[str]) -> None:
        """Forget the telephones of legs that are not there any more."""
        there = set(alive)
        self._by_leg = {channel: it for channel, it in self._by_leg.items() if channel in there}

    def ability_of(self, device: str, telephone: Telephone) -> Ability | None:
        """Return what is known of a telephone; None when nothing is."""
        ability = read_abilities(self._state.get(KIND, device)).get(telephone.uri)
        return ability if ability is not None and ability.user_agent == telephone.user_agent else None

    def learn(self, device: str, telephone: Telephone, ability: Ability) -> bool:
        """Keep what a telephone does. Returns whether that is news."""
        kept = read_abilities(self._state.get(KIND, device))
        learnt = msgspec.structs.replace(ability, user_agent=telephone.user_agent)
        if kept.pop(telephone.uri, None) == learnt:
            return False
        kept[telephone.uri] = learnt
        newest = list(kept.items())[-MAX_KEPT:]
        self._state.put(KIND, device, {uri: msgspec.to_builtins(it) for uri, it in newest})
        return True

    def learn_header(self, device: str, telephone: Telephone, header: str) -> bool:
        """Keep what ``Allow-Events`` says, unless something better is known. Returns whether that is news."""
        known = self.ability_of(device, telephone)
        if known is not None and known.proof is not Proof.HEADER:
            return False
        return self.learn(device, telephone, Ability(Proof.HEADER, named_events(header)))

    def events(self, device: str, channel: str = "") -> tuple[str, ...]:
        """Return which of `EVENTS` can be asked for at a device.

        Args:
            device: Where. Of several registered telephones, only what all of them do counts.
            channel: A leg there; where it is known at which telephone it is, that one counts alone.
        """
        telephones = (self._by_leg[channel],) if channel in self._by_leg else self.at(device)
        known = [self.ability_of(device, it) for it in telephones]
        if not known:
            return ()
        return tuple(event for event in EVENTS if all(it is not None and event in it.events for it in known))


class TelephoneReader:
    """Reads the telephone of each answered call at the operators' devices, once a call.

    Args:
        telephones: Takes what is read.
        tell: Called with a device of which something new is known.
    """

    def __init__(self, telephones: TelephoneRegistry, on_learnt: Callable[[str], None]) -> None:
        self._telephones = telephones
        self._on_learnt = on_learnt
        self._checked: dict[str, None] = {}
        self._unread: asyncio.Queue[str] = asyncio.Queue()

    def check(self, devices: Iterable[str], legs: Legs) -> None:
        """See which calls at the operators' devices are answered by now."""
        self._checked = {channel: None for channel in self._checked if channel in legs.by_id}
        for device in devices:
            for leg in legs.at(device) if device.startswith(TECHNOLOGY) else ():
                if leg.is_up and leg.channel.id not in self._checked:
                    self._checked[leg.channel.id] = None
                    self._unread.put_nowait(leg.channel.id)

    async def run(self, streams: AsteriskStreams, legs: Legs) -> None:
        """Read, for as long as a line is there.

        Raises:
            AmiLost: The line ended.
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
    """Return at which registered telephone a leg is, None where that is not known.

    Raises:
        AmiLost: The line ended.
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
    """Return the registered telephones by device, from AMI's ``PJSIPShowContacts``."""
    found: dict[str, tuple[Telephone, ...]] = {}
    for packet in packets:
        endpoint, uri = packet.get("Endpoint", ""), packet.get("Uri", "")
        if endpoint and uri:
            device = TECHNOLOGY + endpoint
            found[device] = (*found.get(device, ()), Telephone(uri, packet.get("UserAgent", "")))
    return found


def telephone_at(uri: str, telephones: Iterable[Telephone]) -> Telephone | None:
    """Return the telephone that a leg talks to, None where it is none of those that are registered.

    Args:
        uri: The leg's remote target. Its parameters may be others than those of the registration.
        telephones: The registered ones of the leg's device.
    """
    place = _place(uri)
    return next((it for it in telephones if place and _place(it.uri) == place), None)


def named_events(header: str) -> tuple[str, ...]:
    """Return those of `EVENTS` that an ``Allow-Events`` header names (RFC 6665, section 8.2.2)."""
    names = {name.partition(";")[0].strip().lower() for name in header.split(",")}
    return tuple(event for event in EVENTS if event in names)


def device_features(events: Iterable[str]) -> str:
    """Return what can be asked of a device, in the contract's words (``Device.features``)."""
    words = {HOLD: ("hold",), TALK: ("talk", "answer")}
    return ",".join(word for event in events for word in words[event])


def read_abilities(value: object) -> dict[str, Ability]:
    """Return abilities by URI as they were kept; what cannot be read is left out."""
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
    """Return user, host and port of a SIP URI: what is left when scheme and parameters are taken away."""
    bare = uri.strip().removeprefix("<").partition(">")[0].partition(";")[0].partition("?")[0]
    return bare.partition(":")[2]


async def _read(streams: AsteriskStreams, leg: Leg, function: str) -> str:
    """Return the value of a function of a leg's channel; empty where there is none."""
    try:
        answer = await streams.ami.request("Getvar", Channel=leg.channel.name, Variable=function)
    except AmiRefused:
        return ""
    return answer.head.get("Value", "")
