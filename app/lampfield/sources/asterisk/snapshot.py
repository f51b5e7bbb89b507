"""Reads a full snapshot of a PBX."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from lampfield.sources.asterisk.ami import Ami, AmiRefused, Packet, Response
from lampfield.sources.asterisk.ari import Ari, Bridge, Channel
from lampfield.sources.asterisk.contradiction import read_statuses
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.device_state import queue_states
from lampfield.sources.asterisk.hint import Hint
from lampfield.sources.asterisk.parking import ParkedCall, Slot, read_all_parked
from lampfield.sources.asterisk.people import (
    Names,
    Person,
    caller_name,
    freepbx_names,
    read_forwards,
    read_hints,
    read_mailboxes,
    read_people,
    read_tree,
    with_devices,
    with_endpoints,
)
from lampfield.sources.asterisk.places import Places, with_numbers
from lampfield.sources.asterisk.telephones import TECHNOLOGY, Telephone, read_telephones

CALLER_ID_OF = {"PJSIP": "PJSIP_ENDPOINT({},callerid)", "SIP": "SIPPEER({},callerid_name)"}
"""The dial plan function that returns an endpoint's caller ID, by channel technology."""


FORWARDS = {"CF": "forwards to", "CFB": "if busy to", "CFU": "if unanswered to"}
"""FreePBX's AstDB families of forwards, with the wording of each."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a PBX at one moment."""

    people: dict[str, Person]
    """By number."""
    states: dict[str, str]
    """Device states by device."""
    unshown: frozenset[str] = frozenset()
    """Extensions with hints that are not shown: patterns, names and feature codes."""
    statuses: dict[str, int] = {}
    """Asterisk's own states of extensions, by number."""
    presences: Sequence[Packet]
    """All presences that are set."""
    channels: Sequence[Channel]
    bridges: Sequence[Bridge]
    linked: dict[str, str] = {}
    """The id that all channels of one call share, by channel id."""
    parked: dict[Slot, ParkedCall] = {}
    """Parked calls by slot."""
    do_not_disturb: frozenset[str] = frozenset()
    """Numbers with do-not-disturb on, from FreePBX."""
    telephones: dict[str, tuple[Telephone, ...]] = {}
    """The registered phones by device."""
    forwards: dict[str, tuple[str, ...]] = {}
    """The forwards of each number in words, from FreePBX."""


class SnapshotReader:
    """Reads snapshots. Names, which hardly ever change, are read once per device.

    Args:
        ami: A logged-in connection.
        ari: A client of the same PBX.
        context: The context whose hints take precedence.
        devices: The operators' own devices.
        extra_devices: Returns devices that no hint names, by extension.
        places: Extensions from the site file besides people.
    """

    def __init__(
        self,
        ami: Ami,
        ari: Ari,
        context: str,
        devices: Iterable[str] = (),
        extra_devices: Callable[[], Mapping[str, str]] = dict,
        places: Places | None = None,
    ) -> None:
        self._ami = ami
        self._ari = ari
        self._context = context
        self.devices = tuple(devices)
        self._extra_devices = extra_devices
        self._places = places or Places()
        self._caller_names: dict[str, str] = {}
        self._trunks: dict[str, bool] = {}
        """Whether each endpoint without a hint is a trunk, by device."""

    async def take(self) -> Snapshot:
        """Read a snapshot.

        Raises:
            AmiRefused: A right is missing.
            AmiLost: The connection ended.
            AriRefused: A right is missing.
            httpx.HTTPError: No response arrived.
        """
        channels, bridges, endpoints, extension_states, parked, channels_shown = await asyncio.gather(
            self._ari.channels(),
            self._ari.bridges(),
            self._ari.endpoints(),
            self._ami.request("ExtensionStateList"),
            self._optional("ParkedCalls"),
            self._optional("CoreShowChannels"),
        )
        extensions = [*extension_states.items, *await self._named_extensions(extension_states.items)]
        hints = with_devices(
            read_hints(extensions, self._context, self._places.lamps), self._extra_devices(), self._context
        )
        hints = await self._with_phones(hints, endpoints)
        queues = queue_states(await self._optional("QueueSummary"))
        hints = with_numbers(hints, self._places.numbers, queues, self._context)
        names, states, presences, do_not_disturb, forwards, telephones = await asyncio.gather(
            self._names(hints),
            self._states(hints, queues),
            self._ami.request("PresenceStateList"),
            self._tree("DND"),
            self._forwards(),
            self._optional("PJSIPShowContacts"),
        )
        return Snapshot(
            people=read_people(hints, names, self._places),
            unshown=frozenset(it.get("Exten", "") for it in extension_states.items) - frozenset(hints),
            states=states,
            statuses=read_statuses(extensions, hints),
            presences=presences.items,
            channels=channels,
            bridges=bridges,
            do_not_disturb=frozenset(do_not_disturb),
            forwards=forwards,
            telephones=read_telephones(telephones),
            parked=read_all_parked(parked, time.time()),
            linked={it.get("Uniqueid", ""): it.get("Linkedid", "") for it in channels_shown},
        )

    async def _named_extensions(self, listed: Sequence[Packet]) -> list[Packet]:
        """Return the states of extensions from the site file that Asterisk's list does not have.

        Asterisk lists an extension with a pattern hint only after a request for that extension.
        """
        known = {packet.get("Exten") for packet in listed}
        missing = [exten for exten in self._places.names if exten not in known]
        answers = await asyncio.gather(*map(self._extension, missing))
        return [packet for packet in answers if packet.get("Hint")]

    async def _extension(self, exten: str) -> Packet:
        try:
            answer = await self._ami.request("ExtensionState", Context=self._context, Exten=exten)
        except AmiRefused:
            return {}
        return answer.head

    async def _with_phones(self, hints: dict[str, Hint], endpoints: Iterable[str]) -> dict[str, Hint]:
        """Return hints, with one added for each endpoint without a hint that is a person's phone."""
        every = with_endpoints(hints, endpoints, self._context)
        made_up = [every[number] for number in every if number not in hints]
        new = [hint for hint in made_up if hint.devices[0] not in self._trunks]
        found = await asyncio.gather(*map(self._is_trunk, new))
        self._trunks |= {hint.devices[0]: is_trunk for hint, is_trunk in zip(new, found, strict=True)}
        phones = {hint.exten: hint for hint in made_up if not self._trunks[hint.devices[0]]}
        return hints | phones

    async def _is_trunk(self, hint: Hint) -> bool:
        """Return whether an endpoint is a trunk: it logs in, or nothing in our context dials it."""
        endpoint = hint.devices[0].partition("/")[2]
        if not hint.devices[0].startswith(TECHNOLOGY) or hint.devices[0] in self.devices:
            return False
        if await self._value(f"PJSIP_ENDPOINT({endpoint},outbound_auth)"):
            return True
        context = await self._value(f"PJSIP_ENDPOINT({endpoint},context)")
        return context not in ("", self._context) and not await self._is_dialled(hint.exten)

    async def _is_dialled(self, exten: str) -> bool:
        try:
            answer = await self._ami.request("ShowDialPlan", Context=self._context, Extension=exten)
        except AmiRefused:
            return False
        return any(item.get("Priority") == "1" for item in answer.items)

    async def _forwards(self) -> dict[str, tuple[str, ...]]:
        trees = await asyncio.gather(*map(self._tree, FORWARDS))
        return read_forwards(trees, FORWARDS.values())

    async def _names(self, hints: dict[str, Hint]) -> Names:
        devices = {device for hint in hints.values() for device in hint.devices}
        freepbx, mailboxes, of_devices = await asyncio.gather(
            self._tree("AMPUSER"), self._optional("VoicemailUsersList"), self._device_names(devices)
        )
        names, emails = read_mailboxes(mailboxes)
        return Names(
            of_freepbx=freepbx_names(freepbx), of_devices=of_devices, of_mailboxes=names, emails=emails
        )

    async def _device_names(self, devices: set[str]) -> dict[str, str]:
        new = [device for device in devices if device not in self._caller_names]
        texts = await asyncio.gather(*(self._caller_id(device) for device in new))
        self._caller_names |= {device: caller_name(text) for device, text in zip(new, texts, strict=True)}
        return {device: self._caller_names[device] for device in devices}

    async def _caller_id(self, device: str) -> str:
        technology, _, endpoint = device.partition("/")
        function = CALLER_ID_OF.get(technology)
        return await self._value(function.format(endpoint)) if function else ""

    async def _states(self, hints: dict[str, Hint], queues: dict[str, str]) -> dict[str, str]:
        """Return the states of all devices: those in Asterisk's list, the others by a request each."""
        listed = await self._ami.request("DeviceStateList")
        watched = {it for hint in hints.values() for it in (*hint.devices, *hint.do_not_disturb)}
        states = {device_name(it.get("Device", "")): it.get("State", "") for it in listed.items}
        states |= queues
        unlisted = [it for it in (watched | set(self.devices)) if it not in states]
        values = await asyncio.gather(*(self._value(f"DEVICE_STATE({device})") for device in unlisted))
        return states | dict(zip(unlisted, values, strict=True))

    async def _value(self, function: str) -> str:
        try:
            answer = await self._ami.request("Getvar", Variable=function)
        except AmiRefused:
            return ""
        return answer.head.get("Value", "")

    async def _tree(self, family: str) -> dict[str, str]:
        return read_tree(await self._optional("DBGetTree", Family=family), family)

    async def _optional(self, action: str, **fields: str) -> Sequence[Packet]:
        """Return a list that a PBX may lack; empty where it does."""
        try:
            answer: Response = await self._ami.request(action, **fields)
        except AmiRefused:
            return ()
        return answer.items
