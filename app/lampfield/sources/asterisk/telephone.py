"""What a telephone does when it is asked to answer or to hold, and how that is known. Pure.

Asking costs the caller at a wrong telephone: one that answers a NOTIFY with 481, as a subscriber that does
not exist may (RFC 6665, section 4.2.1.2), makes Asterisk send BYE. So a telephone is asked only if it
names the event in ``Allow-Events``, or if a test call without a caller has shown that it does as it is
asked.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from lampfield.sources.asterisk.ami import Packet

TECHNOLOGY = "PJSIP/"
"""The only channel technology of Asterisk that passes a NOTIFY on within a call."""

HOLD = "hold"
TALK = "talk"
"""The two event packages; ``talk`` answers a call that rings, and takes a held one back."""

EVENTS = (HOLD, TALK)


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


def _place(uri: str) -> str:
    """Return user, host and port of a SIP URI: what is left when scheme and parameters are taken away."""
    bare = uri.strip().removeprefix("<").partition(">")[0].partition(";")[0].partition("?")[0]
    return bare.partition(":")[2]


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
