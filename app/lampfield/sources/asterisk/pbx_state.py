"""The state of a PBX, kept current by snapshots and events. No I/O."""

from collections.abc import Iterable

import msgspec
from msgspec import UNSET

from lampfield.model.contact import ContactPatch, Party
from lampfield.model.lamp import Lamp
from lampfield.model.show import State
from lampfield.sources.asterisk.ami import Packet
from lampfield.sources.asterisk.ari import AriEvent
from lampfield.sources.asterisk.contradiction import contradicts_free, not_free, read_status
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.device_state import (
    ON_HOLD,
    SWITCHED_ON,
    lamp_of_hint,
    place_labels,
    reason_of,
)
from lampfield.sources.asterisk.hint import PARKING
from lampfield.sources.asterisk.legs import Leg, Legs, leading_leg, party_of
from lampfield.sources.asterisk.parking import (
    BEGINS,
    ParkedCall,
    Slot,
    parked_at,
    read_parked,
    slot_of,
    space_of_device,
)
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.presence import read_presence
from lampfield.sources.asterisk.snapshot import Snapshot

VOICEMAIL = frozenset({"VoiceMail", "VoiceMailMain", "MiniVM"})
"""Applications of voicemail: a machine has answered."""


class Ended(msgspec.Struct, frozen=True):
    """A leg at its end."""

    leg: Leg
    cause: int | None = None
    """Q.850 cause; None where it is unknown."""


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers and devices whose state may have changed."""

    people: frozenset[str] = frozenset()
    """Numbers of people and places."""
    gone: frozenset[str] = frozenset()
    """Numbers that were removed."""
    devices: frozenset[str] = frozenset()
    ended: tuple[Ended, ...] = ()


class PbxState:
    """People, device states, presences and calls of a PBX."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.states: dict[str, str] = {}
        self.legs = Legs()
        self.statuses: dict[str, int] = {}
        """Asterisk's own states of extensions, by number."""
        self.doubted: dict[str, str] = {}
        """Numbers whose lamp has contradicted that state for a while, with the state in words."""
        self.parked: dict[Slot, ParkedCall] = {}
        self._presences: dict[str, State] = {}
        self._do_not_disturb: frozenset[str] = frozenset()
        self._forwards: dict[str, tuple[str, ...]] = {}
        self._numbers_by_slot: dict[str, set[str]] = {}
        """The numbers that watch each parking slot alone, of any lot."""
        self._numbers_by_device: dict[str, set[str]] = {}
        """The numbers that watch each device or presentity."""

    def apply_snapshot(self, snapshot: Snapshot) -> Affected:
        """Replace the state. Everything may have changed."""
        gone = frozenset(self.people) - frozenset(snapshot.people)
        devices = frozenset(self.states) | frozenset(snapshot.states)
        self.people = dict(snapshot.people)
        self.states = dict(snapshot.states)
        self.statuses = dict(snapshot.statuses)
        self.doubted = {
            number: status_words for number, status_words in self.doubted.items() if number in self.people
        }
        self._do_not_disturb, self._forwards = snapshot.do_not_disturb, dict(snapshot.forwards)
        self._apply_presences(snapshot.presences)
        self._index()
        self.parked = dict(snapshot.parked)
        removed = self.legs.apply_snapshot(snapshot.channels, snapshot.bridges, snapshot.linked)
        ended = tuple(Ended(leg) for leg in removed)
        return Affected(people=frozenset(self.people), gone=gone, devices=devices, ended=ended)

    def everything(self) -> Affected:
        """Return all numbers and devices, for a new subscriber."""
        return Affected(people=frozenset(self.people), devices=frozenset(self.states))

    def owner_of(self, device: str) -> Person | None:
        """Return the owner of a device: the first extension that watches it alone, else the first watcher."""
        watchers = [self.people[number] for number in self.numbers_of(device)]
        sole_watchers = (person for person in watchers if person.hint.devices == (device,))
        return next(sole_watchers, next(iter(watchers), None))

    def is_unregistered(self, number: str) -> bool:
        """Return whether a number belongs to an extension none of whose phones is registered."""
        person = self.people.get(number)
        devices = person.hint.devices if person is not None else ()
        return bool(devices) and all(self.states.get(device) == "UNAVAILABLE" for device in devices)

    def numbers_of(self, device: str) -> list[str]:
        """Return the numbers that watch a device."""
        return sorted(self._numbers_by_device.get(device, ()))

    def apply_event(self, event: AriEvent) -> Affected:
        """Apply a call event of ARI."""
        before = self.legs.by_id.get(event.channel.id) if event.channel is not None else None
        touched = self.legs.apply_event(event)
        if before is None or event.type != "ChannelDestroyed":
            return self._affected(touched)
        return self._affected(touched, (Ended(before, event.cause),))

    def apply_state(self, packet: Packet, now: float) -> Affected:
        """Apply a device state or presence event of AMI.

        Args:
            packet: ``DeviceStateChange`` or ``PresenceStateChange``.
            now: Epoch seconds.
        """
        device = device_name(packet.get("Device", ""))
        presentity = device_name(packet.get("Presentity", ""))
        if device:
            self.states[device] = packet.get("State", "")
        else:
            self._set_presence(presentity, read_presence(packet, now))
        return self._affected({device or presentity})

    def apply_status(self, packet: Packet) -> str:
        """Apply an ``ExtensionStatus`` event of AMI. Return its number; empty where it is unknown."""
        person = self.people.get(packet.get("Exten", ""))
        if person is None or person.hint.context != packet.get("Context"):
            return ""
        self.statuses[person.number] = read_status(packet)
        return person.number

    def apply_parked(self, packet: Packet, now: float) -> Affected:
        """Apply a parking event of AMI.

        Args:
            packet: One of `parking.BEGINS` or `parking.ENDS`.
            now: Epoch seconds.
        """
        slot = slot_of(packet)
        if packet.get("Event") in BEGINS:
            self.parked[slot] = read_parked(packet, now)
        else:
            self.parked.pop(slot, None)
        return Affected(people=frozenset(self._numbers_by_slot.get(slot.space, ())))

    def contradiction(self, number: str) -> str:
        """Return Asterisk's own state of an extension that is free by its devices; empty where both agree."""
        status = self.statuses.get(number, 0)
        person = self.people.get(number)
        if person is None or not not_free(status) or self._lamp(person) is not Lamp.AVAILABLE:
            return ""
        is_lot = person.is_place and len(person.hint.devices) > 1
        return "" if is_lot else contradicts_free(status, person.hint, self.states)

    def lamp(self, person: Person) -> tuple[Lamp, str]:
        """Return the lamp of a person, and the reason where it is unknown."""
        status_words = self.doubted.get(person.number, "")
        if status_words and self.contradiction(person.number):
            return Lamp.UNKNOWN, f"Asterisk reports {status_words}, but its devices free."
        lamp = self._lamp(person)
        return lamp, reason_of(person.hint, self.states) if lamp is Lamp.UNKNOWN else ""

    def _lamp(self, person: Person) -> Lamp:
        """Return the lamp of a person's devices; a phone with a call is not free.

        Asterisk reports a phone as free that calls before anything has answered.
        """
        lamp = lamp_of_hint(person.hint, self.states)
        leg = self.leading_leg(person) if lamp is Lamp.AVAILABLE else None
        if leg is None or leg.channel.state == "Down":
            return lamp
        return Lamp.RINGING if leg.incoming and not leg.is_up else Lamp.ON_CALL

    def patch(self, person: Person) -> ContactPatch:
        """Return the contact properties that the PBX provides."""
        lamp, reason = self.lamp(person)
        return ContactPatch(
            name=person.name,
            uname=person.number,
            email=person.email,
            number=person.number,
            blf=lamp.blf,
            blf_reason=reason,
            party=self.party(person),
            labels=self.labels(person),
            tags=(person.place,) if person.place else UNSET,
        )

    def party(self, person: Person) -> Party | None:
        """Return the other end of a person's call, or the caller in a parking slot."""
        if self._lamp(person) is Lamp.AVAILABLE:
            return None
        if person.place == PARKING:
            return self._parked_at(person)
        leg = self.leading_leg(person)
        party = party_of(leg, self.legs) if leg is not None else None
        return self._named(party, leg) if party is not None and leg is not None else None

    def name_of(self, number: str) -> str:
        """Return the name of an extension; empty where it is unknown."""
        person = self.people.get(number)
        return person.name if person is not None and person.name != number else ""

    def _parked_at(self, place: Person) -> Party | None:
        devices = place.hint.devices
        parked = parked_at(devices[0], self.parked) if len(devices) == 1 else None
        return parked.party if parked is not None else None

    def _named(self, party: Party, leg: Leg) -> Party:
        """Return a party with names of extensions, and with a note where voicemail has answered."""
        name = party.name or self.name_of(party.number)
        if leg.channel.dialplan.app_name in VOICEMAIL:
            name = f"{name} (voicemail)".lstrip() if name else "voicemail"
        return msgspec.structs.replace(party, name=name, queue=self.name_of(party.queue) or party.queue)

    def leading_leg(self, person: Person) -> Leg | None:
        """Return the leg that a person's party is derived from."""
        legs = (leg for device in person.hint.devices for leg in self.legs.at(device))
        return leading_leg([leg for leg in legs if not leg.is_unheard])

    def presence(self, person: Person) -> State | None:
        """Return a person's presence at the PBX."""
        return self._presences.get(person.hint.presentity)

    def labels(self, person: Person) -> tuple[str, ...]:
        """Return the state of a phone besides its lamp, in words."""
        hint = person.hint
        held = any(self.states.get(device) == ON_HOLD for device in hint.devices)
        quiet = any(self.states.get(device) in SWITCHED_ON for device in hint.do_not_disturb)
        parked = any(leg.parked for device in hint.devices for leg in self.legs.at(device))
        labels = (
            "on hold" if held else "",
            "parked" if parked else "",
            "do not disturb" if quiet or person.number in self._do_not_disturb else "",
            *place_labels(hint, self.states),
            *self._forwards.get(person.number, ()),
        )
        return tuple(label for label in labels if label)

    def _affected(self, touched: Iterable[str], ended: tuple[Ended, ...] = ()) -> Affected:
        devices = frozenset(touched)
        people = frozenset(number for device in devices for number in self._numbers_by_device.get(device, ()))
        return Affected(people=people, devices=devices, ended=ended)

    def _apply_presences(self, packets: Iterable[Packet]) -> None:
        before, self._presences = self._presences, {}
        for packet in packets:
            presentity = device_name(packet.get("Presentity", ""))
            state, known = read_presence(packet, 0.0), before.get(presentity)
            if state is not None and known is not None and _is_same_presence(state, known):
                state = known
            self._set_presence(presentity, state)

    def _set_presence(self, presentity: str, state: State | None) -> None:
        if state is None:
            self._presences.pop(presentity, None)
        else:
            self._presences[presentity] = state

    def _index(self) -> None:
        self._numbers_by_device.clear()
        self._numbers_by_slot.clear()
        for number, person in self.people.items():
            hint = person.hint
            if person.place == PARKING and len(hint.devices) == 1:
                self._numbers_by_slot.setdefault(space_of_device(hint.devices[0]), set()).add(number)
            for name in (*hint.devices, *hint.do_not_disturb, hint.presentity):
                self._numbers_by_device.setdefault(name, set()).add(number)


def _is_same_presence(left: State, right: State) -> bool:
    return (left.show, left.status) == (right.show, right.status)
