"""The contacts of one account: merged from what the sources say, with lamp and presence derived."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from lampfield.hub.caller_names import NumberIndex
from lampfield.hub.changelog import Journal
from lampfield.hub.numbering import ContactNumbering
from lampfield.model.contact import Contact, ContactPatch, changes_of
from lampfield.model.identity import ContactId, ContactKey
from lampfield.model.lamp import lamp_from_blf
from lampfield.model.show import State, can_chat_from_states, leading_resource, show_from_states

Properties = dict[str, Any]
"""Some properties of a contact by their Python names."""

_NOTHING: tuple[object, ...] = ("", (), None)


def merged(told: Iterable[Properties]) -> Properties:
    """Return the properties of a contact.

    Args:
        told: What each source tells, the most believed first.
    """
    sources = list(told)
    whole: Properties = {}
    for properties in sources:
        for name, value in properties.items():
            if name not in whole or (is_silent(name, whole) and not is_silent(name, properties)):
                whole[name] = value
    if any("states" in properties for properties in sources):
        whole["states"] = _all_states(sources)
    return whole | _tags(sources)


def is_silent(name: str, properties: Properties) -> bool:
    """Say whether a source tells nothing by a property."""
    value = properties.get(name)
    if isinstance(value, bool):
        return not value
    return value in _NOTHING or (name == "name" and value == properties.get("uname"))


def _all_states(sources: Iterable[Properties]) -> dict[str, Any]:
    return {place: state for properties in sources for place, state in properties.get("states", {}).items()}


def _tags(sources: Iterable[Properties]) -> Properties:
    editable = next((properties for properties in sources if properties.get("can_tag")), None)
    return {"tags": editable["tags"]} if editable is not None and editable.get("tags") else {}


class NoLamp(NamedTuple):
    """Why a lamp is unknown that no source tells."""

    numbered: str
    """Of a contact that can be dialled."""
    numberless: str
    """Of one that has no phone, as far as anybody knows."""


def derived(
    told: Properties,
    before: Contact,
    *,
    new: bool,
    may_chat: bool,
    may_dial: bool,
    no_lamp: NoLamp,
    now: float,
) -> Properties:
    """Return told properties and those that follow from them.

    Args:
        told: What the sources tell now.
        before: The contact as it was; an empty one when it is new.
        new: Nothing was known of it a moment ago, so nobody saw it change.
        may_chat: The account has the right to chat.
        may_dial: It has the right to dial.
        no_lamp: Why a lamp that no source tells is unknown.
        now: Epoch seconds.
    """
    properties = dict(told)
    properties.pop("show", None)
    properties.pop("can_chat", None)
    if not may_dial and "can_call" in told:
        properties["can_call"] = False
    if not may_chat and "can_tag" in told:
        properties["can_tag"] = False
    if new or "states" in told:
        properties |= _presence(told, before, new=new, may_chat=may_chat, now=now)
    if new or "blf" in told or "number" in told:
        properties |= _lamp(told, before, new=new, no_lamp=no_lamp, now=now)
    return properties


def _presence(told: Properties, before: Contact, *, new: bool, may_chat: bool, now: float) -> Properties:
    states: Mapping[str, State] = told.get("states", before.states)
    show = show_from_states(states)
    derived_ones: Properties = {"show": show, "can_chat": may_chat and can_chat_from_states(states)}
    if "show_since" not in told and (new or show is not before.show):
        leader = leading_resource(states)
        since = states[leader].since if leader is not None else 0.0
        derived_ones["show_since"] = since or (0.0 if new else now)
    return derived_ones


def _lamp(told: Properties, before: Contact, *, new: bool, no_lamp: NoLamp, now: float) -> Properties:
    blf = lamp_from_blf(told.get("blf", before.blf)).blf
    said = told.get("blf_reason", "") or before.blf_reason
    if blf is not None:
        reason = ""
    elif said and said not in no_lamp:
        reason = said
    else:
        reason = no_lamp.numbered if told.get("number", before.number) else no_lamp.numberless
    derived_ones: Properties = {"blf": blf, "blf_reason": reason}
    if "blf_since" not in told and not new and blf != before.blf:
        derived_ones["blf_since"] = now
    return derived_ones


_NOBODY = Contact(cid=ContactId(0))
"""What is known of one who is new."""


class SourcedContact(msgspec.Struct, frozen=True, gc=False):
    """What one source calls a contact, and what it tells of it."""

    key: ContactKey
    names: frozenset[str]
    """The properties that it told."""
    patch: ContactPatch | None = None
    """Them with their values; None while no other source knows the contact, for then they are its own."""


class ContactBook:
    """The last values of the contacts.

    Args:
        directory: Gives the contacts their numbers.
        journal: Gets every change.
        order: The sources by name, the most believed first.
        may_chat: The account has the right to chat.
        may_dial: It has the right to dial.
        no_lamp: Why the lamp of a contact is unknown that no source tells of.
        clock: Epoch seconds.
    """

    def __init__(
        self,
        directory: ContactNumbering,
        journal: Journal,
        order: Sequence[str],
        *,
        may_chat: bool,
        may_dial: bool,
        no_lamp: NoLamp,
        clock: Callable[[], float],
    ) -> None:
        self.values: dict[ContactId, Contact] = {}
        self.numbers = NumberIndex(directory, self.values)
        self._tellings: dict[str, dict[ContactId, SourcedContact]] = {source: {} for source in order}
        self._others = {
            source: tuple(self._tellings[other] for other in order if other != source) for source in order
        }
        """What the other sources tell, for each source."""
        self._names: dict[frozenset[str], frozenset[str]] = {}
        """The sets of names in use: nearly all contacts have one of few."""
        self._directory = directory
        self._journal = journal
        self._may_chat = may_chat
        self._may_dial = may_dial
        self._no_lamp = no_lamp
        self._clock = clock

    def cid_of(self, key: ContactKey) -> ContactId:
        """Return the number of a source's key, whether the contact is there or not."""
        return self._directory.cid_of(key)

    def key_of(self, cid: ContactId, source: str) -> ContactKey | None:
        """Return what a source calls a contact; None when it does not know it."""
        telling = self._tellings.get(source, {}).get(cid)
        return telling.key if telling is not None else None

    def told_by(self, cid: ContactId, field: str) -> str | None:
        """Return the source that gives a property of a contact."""
        told = ((source, self._told(cid, telling)) for source, telling in self._of(cid))
        return next((source for source, properties in told if not is_silent(field, properties)), None)

    def tell(self, source: str, key: ContactKey, patch: ContactPatch) -> bool:
        """Take what a source tells of a contact. Returns whether its names or its number may have changed."""
        told = changes_of(patch)
        cid = self._directory.cid_of(key)
        self._note(source, cid, key, told)
        if self._is_shared(source, cid):
            told = self._merged(cid)
        before = self.values.get(cid)
        if before is None:
            self._begin(cid, told)
        else:
            self._change(before, self._derived(told, before, new=False))
        return before is None or not told.keys().isdisjoint(("name", "uname", "number"))

    def rekey(self) -> list[ContactKey]:
        """Put every key to the contact that it means now. Returns the keys that meant another before."""
        moved = [
            (cid, source, telling.key, ContactPatch(**self._told(cid, telling)))
            for source, tellings in self._tellings.items()
            for cid, telling in tellings.items()
            if self._directory.cid_of(telling.key) != cid
        ]
        for cid, source, *_ in moved:
            self._take_back(cid, source)
        for _, source, key, patch in moved:
            self.tell(source, key, patch)
        return [key for _, _, key, _ in moved]

    def gone(self, source: str, key: ContactKey) -> None:
        """Take back what a source told of a contact. It is gone when no other source knows it."""
        self._take_back(self._directory.cid_of(key), source)

    def _take_back(self, cid: ContactId, source: str) -> None:
        if self._tellings[source].pop(cid, None) is None:
            return
        if self._is_shared(source, cid):
            self._rebuild(cid)
        else:
            self.numbers.moved(cid, self.values.pop(cid).number, "")
            self._journal.contacts.removed(cid, self._journal.next_seq())

    def _note(self, source: str, cid: ContactId, key: ContactKey, told: Properties) -> None:
        """Note what a source tells. Its values are written down only where another source tells others."""
        known = self._tellings[source].get(cid)
        names = frozenset(told) if known is None else known.names.union(told)
        names = self._names.setdefault(names, names)
        patch = known.patch if known is not None else None
        if self._is_shared(source, cid):
            self._write_down(cid)
            patch = msgspec.structs.replace(patch or ContactPatch(), **told)
        elif patch is not None:
            patch = msgspec.structs.replace(patch, **told)
        self._tellings[source][cid] = SourcedContact(key, names, patch)

    def _write_down(self, cid: ContactId) -> None:
        """Write down what the only source of a contact told, before another one tells of it too."""
        for source, telling in self._of(cid):
            if telling.patch is None:
                patch = ContactPatch(**self._told(cid, telling))
                self._tellings[source][cid] = msgspec.structs.replace(telling, patch=patch)

    def _told(self, cid: ContactId, telling: SourcedContact) -> Properties:
        if telling.patch is not None:
            return changes_of(telling.patch)
        contact = self.values[cid]
        told = {name: getattr(contact, name) for name in telling.names}
        if told.get("blf_reason") in self._no_lamp:
            told["blf_reason"] = ""
        return told

    def _is_shared(self, source: str, cid: ContactId) -> bool:
        """Say whether another source knows a contact too."""
        return any(cid in others for others in self._others[source])

    def _begin(self, cid: ContactId, told: Properties) -> None:
        self.values[cid] = contact = self._whole(cid, told)
        self.numbers.moved(cid, "", contact.number)
        self._journal.contacts.added(cid, self._journal.next_seq())

    def _change(self, before: Contact, properties: Properties) -> None:
        changed = {name: value for name, value in properties.items() if getattr(before, name) != value}
        if changed:
            self.values[before.cid] = msgspec.structs.replace(before, **changed)
            self.numbers.moved(before.cid, before.number, changed.get("number", before.number))
            self._journal.contacts.changed(before.cid, self._journal.next_seq(), changed)

    def _rebuild(self, cid: ContactId) -> None:
        before = self.values[cid]
        whole = msgspec.structs.asdict(self._whole(cid, self._merged(cid)))
        for value, since in (("blf", "blf_since"), ("show", "show_since")):
            if whole[value] == getattr(before, value):
                whole[since] = getattr(before, since)
        self._change(before, whole)

    def _whole(self, cid: ContactId, told: Properties) -> Contact:
        return Contact(cid=cid, **self._derived(told, _NOBODY, new=True))

    def _derived(self, told: Properties, before: Contact, *, new: bool) -> Properties:
        return derived(
            told,
            before,
            new=new,
            may_chat=self._may_chat,
            may_dial=self._may_dial,
            no_lamp=self._no_lamp,
            now=self._clock(),
        )

    def _of(self, cid: ContactId) -> Iterator[tuple[str, SourcedContact]]:
        """Yield what each source that knows a contact tells of it, the most believed first."""
        for source, tellings in self._tellings.items():
            if (telling := tellings.get(cid)) is not None:
                yield source, telling

    def _merged(self, cid: ContactId) -> Properties:
        return merged(self._told(cid, telling) for _, telling in self._of(cid))
