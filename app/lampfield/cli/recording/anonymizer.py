"""Anonymizes a recording: replaces names, numbers, addresses and texts by made-up ones.

It keeps the order and the times, identities (the same contact stays the same), the length of each text,
lamps, shows, states, relationships and rights, and the words in which programs report errors.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from lampfield.cli.recording.words import Words
from lampfield.model.call import Call
from lampfield.model.contact import Contact, ContactPatch, Party, changes_of
from lampfield.model.device import Device
from lampfield.model.identity import ContactId, DeviceName
from lampfield.model.link import Link, Me
from lampfield.model.room import Member, Message, Room
from lampfield.model.show import State, show_of_word
from lampfield.sources.replay import lines

TECHNOLOGIES = frozenset({"PJSIP", "SIP", "IAX2", "DAHDI", "SCCP", "Local", "DESK", "SOFT"})
"""Prefixes of device names that do not identify the owner."""

DEFAULT_COMPANY = "default"


class Anonymizer:
    """The replacements of one recording.

    Args:
        chance: The random number generator; by default one that nobody can predict.
    """

    def __init__(self, chance: random.Random | None = None) -> None:
        self._words = Words(chance or random.SystemRandom())
        self._cids: dict[ContactId, ContactId] = {}
        self._ends: dict[str, str] = {}
        """The replacements of the ids of other people's calls."""
        self._disguises: dict[type[lines.Line], Callable[[Any], lines.AnyLine]] = {
            lines.ContactNew: lambda it: replace(it, contact=self._contact(it.contact)),
            lines.ContactUpdate: lambda it: replace(it, contact=self._patch(it.contact)),
            lines.ContactGone: lambda it: replace(it, cid=self._cid(it.cid)),
            lines.DeviceUpdate: lambda it: replace(it, device=self._device(it.device)),
            lines.DeviceGone: lambda it: replace(it, name=self._device_name(it.name)),
            lines.CallUpdate: lambda it: replace(it, call=self._call(it.call)),
            lines.RoomUpdate: lambda it: replace(it, room=self._room(it.room)),
            lines.MessageUpdate: lambda it: replace(it, message=self._message(it.message)),
            lines.LinkUpdate: lambda it: replace(it, link=self._link(it.link)),
            lines.MeUpdate: lambda it: replace(it, me=self._me(it.me)),
        }

    def of(self, told: Sequence[lines.AnyLine]) -> list[lines.AnyLine]:
        """Return anonymized lines. No replacement equals a real name or number in them."""
        self._words.meet(_texts(msgspec.to_builtins(told)))
        return [self._of(line) for line in told]

    def _of(self, line: lines.AnyLine) -> lines.AnyLine:
        disguise = self._disguises.get(type(line))
        return disguise(line) if disguise is not None else line

    def _contact(self, contact: Contact) -> Contact:
        values = msgspec.structs.asdict(contact)
        return Contact(cid=self._cid(values.pop("cid")), **self._properties(values))

    def _patch(self, patch: ContactPatch) -> ContactPatch:
        cid = self._cid(patch.cid) if isinstance(patch.cid, int) else patch.cid
        return ContactPatch(cid=cid, **self._properties(changes_of(patch)))

    def _properties(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: _PROPERTIES.get(name, _as_it_is)(self, value) for name, value in values.items()}

    def named(self, text: str) -> str:
        """Return the replacement of a name, number or address."""
        return self._words.of(text)

    def company(self, company: str) -> str:
        """Return the replacement of a company's id."""
        return company if company == DEFAULT_COMPANY else self.named(company)

    def all_named(self, texts: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """Return the replacements of several names."""
        return None if texts is None else tuple(map(self.named, texts))

    def sentences(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Return the replacements of sentences by programs."""
        return tuple(map(self.sentence, texts))

    def sentence(self, text: str) -> str:
        """Return the replacement of a sentence by a program."""
        return self._words.sentence(text)

    def states(self, states: dict[str, State]) -> dict[str, State]:
        """Return the replacements of a contact's resources and their statuses."""
        return {self.named(place): self._state(state) for place, state in states.items()}

    def party(self, party: Party | None) -> Party | None:
        """Return the replacement of the other party of a call."""
        if party is None:
            return None
        name, number, queue = map(self.named, (party.name, party.number, party.queue))
        # A source may name a call after its parties.
        call = self._ends.setdefault(party.call, f"end {len(self._ends) + 1}") if party.call else ""
        return replace(party, name=name, number=number, queue=queue, call=call)

    def _state(self, state: State) -> State:
        show = str(show_of_word(state.show)) or "unavailable"
        return replace(
            state, show="available" if show == "online" else show, status=self._words.written(state.status)
        )

    def _device(self, device: Device) -> Device:
        return replace(
            device,
            name=self._device_name(device.name),
            label=self.sentence(device.label),
            extension=self.named(device.extension),
            extensions=tuple(map(self.named, device.extensions)),
            queues={self.named(queue): state for queue, state in device.queues.items()},
            opt_out=tuple(map(self.named, device.opt_out)),
            owner_id=self._cid(device.owner_id) if device.owner_id is not None else None,
            mac="",
        )

    def _device_name(self, name: DeviceName) -> DeviceName:
        technology, slash, rest = name.partition("/")
        if technology not in TECHNOLOGIES:
            return DeviceName(self.named(name))
        return DeviceName(f"{technology}{slash}{self.named(rest)}")

    def _call(self, call: Call) -> Call:
        named = {
            field: self.named(getattr(call, field))
            for field in ("name", "number", "pbx_name", "qname", "qnumber", "queue", "did")
        }
        device = self._device_name(call.device)
        return replace(call, cid=f"call {call.uid}", device=device, cause=self.sentence(call.cause), **named)

    def _room(self, room: Room) -> Room:
        members = {
            str(self._cid(ContactId(int(cid)))): Member(self.named(member.name), self.named(member.uname))
            for cid, member in room.members.items()
        }
        return replace(room, cid=self._cid(room.cid), label=self.named(room.label), members=members)

    def _message(self, message: Message) -> Message:
        return replace(
            message,
            cid=self._cid(message.cid) if message.cid is not None else None,
            sender_name=self.named(message.sender_name),
            msg=self._words.written(message.msg),
            source_id="",
            reason=self.sentence(message.reason),
        )

    def _link(self, link: Link) -> Link:
        return replace(link, reason=self.sentence(link.reason))

    def _me(self, me: Me) -> Me:
        return replace(
            me,
            account=self.named(me.account),
            name=self.named(me.name),
            cid=self._cid(me.cid) if me.cid is not None else None,
            chat_id=self.named(me.chat_id),
            status=self._words.written(me.status),
        )

    def _cid(self, cid: ContactId) -> ContactId:
        """Return the replacement of a contact id, which is derived from the address and would reveal it."""
        return self._cids.setdefault(cid, ContactId(len(self._cids) + 1))


def _as_it_is(_: Anonymizer, value: Any) -> Any:
    return value


_PROPERTIES: dict[str, Callable[[Anonymizer, Any], Any]] = {
    "name": Anonymizer.named,
    "uname": Anonymizer.named,
    "company": Anonymizer.company,
    "company_name": Anonymizer.named,
    "email": Anonymizer.named,
    "chat_id": Anonymizer.named,
    "tags": Anonymizer.all_named,
    "states": Anonymizer.states,
    "blf_reason": Anonymizer.sentence,
    "number": Anonymizer.named,
    "party": Anonymizer.party,
    "labels": Anonymizer.sentences,
    "request_text": Anonymizer.sentence,
    "photo_id": lambda _, __: "",
}
"""The properties of a contact that may identify it."""


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts in built-in values, dictionary keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
