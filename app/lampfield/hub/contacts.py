"""The contacts of one account: merged from all sources, with derived lamp and presence."""

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
"""Properties of a contact by their Python names."""

_EMPTY_VALUES: tuple[object, ...] = ("", (), None)


def merged(reported: Iterable[Properties]) -> Properties:
    """Return the merged properties of a contact.

    Args:
        reported: The properties that each source reports, in order of precedence.
    """
    sources = list(reported)
    whole: Properties = {}
    for properties in sources:
        for name, value in properties.items():
            if name not in whole or (is_empty(name, whole) and not is_empty(name, properties)):
                whole[name] = value
    if any("states" in properties for properties in sources):
        whole["states"] = _all_states(sources)
    return whole | _tags(sources)


def is_empty(name: str, properties: Properties) -> bool:
    """Return whether a property carries no information."""
    value = properties.get(name)
    if isinstance(value, bool):
        return not value
    return value in _EMPTY_VALUES or (name == "name" and value == properties.get("uname"))


def _all_states(sources: Iterable[Properties]) -> dict[str, Any]:
    return {place: state for properties in sources for place, state in properties.get("states", {}).items()}


def _tags(sources: Iterable[Properties]) -> Properties:
    editable = next((properties for properties in sources if properties.get("can_tag")), None)
    return {"tags": editable["tags"]} if editable is not None and editable.get("tags") else {}


class UnknownLampReasons(NamedTuple):
    """Why a lamp that no source reports is unknown."""

    with_number: str
    """The reason for a contact that has a number."""
    without_number: str
    """The reason for a contact that has none."""


def derived(
    reported: Properties,
    before: Contact,
    *,
    new: bool,
    may_chat: bool,
    may_dial: bool,
    lamp_reasons: UnknownLampReasons,
    now: float,
) -> Properties:
    """Return reported properties and those derived from them.

    Args:
        reported: The properties that the sources report.
        before: The contact before the change; an empty one if it is new.
        new: The contact is new, so the times of its last changes are unknown.
        may_chat: The account has the right to chat.
        may_dial: The account has the right to dial.
        lamp_reasons: Why a lamp that no source reports is unknown.
        now: Epoch seconds.
    """
    properties = dict(reported)
    properties.pop("show", None)
    properties.pop("can_chat", None)
    if not may_dial and "can_call" in reported:
        properties["can_call"] = False
    if not may_chat and "can_tag" in reported:
        properties["can_tag"] = False
    if new or "states" in reported:
        properties |= _presence(reported, before, new=new, may_chat=may_chat, now=now)
    if new or "blf" in reported or "number" in reported:
        properties |= _lamp(reported, before, new=new, lamp_reasons=lamp_reasons, now=now)
    return properties


def _presence(reported: Properties, before: Contact, *, new: bool, may_chat: bool, now: float) -> Properties:
    states: Mapping[str, State] = reported.get("states", before.states)
    show = show_from_states(states)
    derived_properties: Properties = {"show": show, "can_chat": may_chat and can_chat_from_states(states)}
    if "show_since" not in reported and (new or show is not before.show):
        leader = leading_resource(states)
        since = states[leader].since if leader is not None else 0.0
        derived_properties["show_since"] = since or (0.0 if new else now)
    return derived_properties


def _lamp(
    reported: Properties, before: Contact, *, new: bool, lamp_reasons: UnknownLampReasons, now: float
) -> Properties:
    blf = lamp_from_blf(reported.get("blf", before.blf)).blf
    reported_reason = reported.get("blf_reason", "") or before.blf_reason
    if blf is not None:
        reason = ""
    elif reported_reason and reported_reason not in lamp_reasons:
        reason = reported_reason
    else:
        reason = (
            lamp_reasons.with_number if reported.get("number", before.number) else lamp_reasons.without_number
        )
    derived_properties: Properties = {"blf": blf, "blf_reason": reason}
    if "blf_since" not in reported and not new and blf != before.blf:
        derived_properties["blf_since"] = now
    return derived_properties


_UNKNOWN_CONTACT = Contact(cid=ContactId(0))
"""The state before a new contact."""


class SourcedContact(msgspec.Struct, frozen=True, gc=False):
    """A source's key of a contact, and the properties that it reports."""

    key: ContactKey
    fields: frozenset[str]
    """The names of the reported properties."""
    patch: ContactPatch | None = None
    """The reported values; None while no other source knows the contact: then the contact has them."""


class ContactBook:
    """The current contacts of an account.

    Args:
        numbering: Assigns the numbers of contacts.
        journal: Records every change.
        order: The names of the sources, in order of precedence.
        may_chat: The account has the right to chat.
        may_dial: The account has the right to dial.
        lamp_reasons: Why a lamp that no source reports is unknown.
        clock: Epoch seconds.
    """

    def __init__(
        self,
        numbering: ContactNumbering,
        journal: Journal,
        order: Sequence[str],
        *,
        may_chat: bool,
        may_dial: bool,
        lamp_reasons: UnknownLampReasons,
        clock: Callable[[], float],
    ) -> None:
        self.values: dict[ContactId, Contact] = {}
        self.numbers = NumberIndex(numbering, self.values)
        self._reports: dict[str, dict[ContactId, SourcedContact]] = {source: {} for source in order}
        self._others = {
            source: tuple(self._reports[other] for other in order if other != source) for source in order
        }
        """The reports of the other sources, for each source."""
        self._field_sets: dict[frozenset[str], frozenset[str]] = {}
        """The distinct sets of field names, shared because most contacts have the same few."""
        self._numbering = numbering
        self._journal = journal
        self._may_chat = may_chat
        self._may_dial = may_dial
        self._lamp_reasons = lamp_reasons
        self._clock = clock

    def cid_of(self, key: ContactKey) -> ContactId:
        """Return the number of a source's key, whether or not the contact exists."""
        return self._numbering.cid_of(key)

    def key_of(self, cid: ContactId, source: str) -> ContactKey | None:
        """Return a source's key of a contact; None if the source does not know it."""
        report = self._reports.get(source, {}).get(cid)
        return report.key if report is not None else None

    def source_of(self, cid: ContactId, field: str) -> str | None:
        """Return the source of a contact's property; None if no source reports it."""
        reported = ((source, self._reported(cid, report)) for source, report in self._reports_of(cid))
        return next((source for source, properties in reported if not is_empty(field, properties)), None)

    def update(self, source: str, key: ContactKey, patch: ContactPatch) -> bool:
        """Apply a source's report. Returns whether the contact's names or number may have changed."""
        reported = changes_of(patch)
        cid = self._numbering.cid_of(key)
        self._record(source, cid, key, reported)
        if self._is_shared(source, cid):
            reported = self._merged(cid)
        before = self.values.get(cid)
        if before is None:
            self._add(cid, reported)
        else:
            self._change(before, self._derived(reported, before, new=False))
        return before is None or not reported.keys().isdisjoint(("name", "uname", "number"))

    def rekey(self) -> list[ContactKey]:
        """Move every report to the contact that its key identifies now. Returns the keys that moved."""
        moved = [
            (cid, source, report.key, ContactPatch(**self._reported(cid, report)))
            for source, reports in self._reports.items()
            for cid, report in reports.items()
            if self._numbering.cid_of(report.key) != cid
        ]
        for cid, source, *_ in moved:
            self._withdraw(cid, source)
        for _, source, key, patch in moved:
            self.update(source, key, patch)
        return [key for _, _, key, _ in moved]

    def remove(self, source: str, key: ContactKey) -> None:
        """Withdraw a source's report. The contact is removed if no other source knows it."""
        self._withdraw(self._numbering.cid_of(key), source)

    def _withdraw(self, cid: ContactId, source: str) -> None:
        if self._reports[source].pop(cid, None) is None:
            return
        if self._is_shared(source, cid):
            self._rebuild(cid)
        else:
            self.numbers.moved(cid, self.values.pop(cid).number, "")
            self._journal.contacts.removed(cid, self._journal.next_seq())

    def _record(self, source: str, cid: ContactId, key: ContactKey, reported: Properties) -> None:
        """Record a source's report. Its values are stored only if another source reports the contact too."""
        known = self._reports[source].get(cid)
        fields = frozenset(reported) if known is None else known.fields.union(reported)
        fields = self._field_sets.setdefault(fields, fields)
        patch = known.patch if known is not None else None
        if self._is_shared(source, cid):
            self._store_values(cid)
            patch = msgspec.structs.replace(patch or ContactPatch(), **reported)
        elif patch is not None:
            patch = msgspec.structs.replace(patch, **reported)
        self._reports[source][cid] = SourcedContact(key, fields, patch)

    def _store_values(self, cid: ContactId) -> None:
        """Store the values from a contact's only source, before another source reports it too."""
        for source, report in self._reports_of(cid):
            if report.patch is None:
                patch = ContactPatch(**self._reported(cid, report))
                self._reports[source][cid] = msgspec.structs.replace(report, patch=patch)

    def _reported(self, cid: ContactId, report: SourcedContact) -> Properties:
        if report.patch is not None:
            return changes_of(report.patch)
        contact = self.values[cid]
        reported = {name: getattr(contact, name) for name in report.fields}
        if reported.get("blf_reason") in self._lamp_reasons:
            reported["blf_reason"] = ""
        return reported

    def _is_shared(self, source: str, cid: ContactId) -> bool:
        """Return whether another source knows a contact too."""
        return any(cid in others for others in self._others[source])

    def _add(self, cid: ContactId, reported: Properties) -> None:
        self.values[cid] = contact = self._new_contact(cid, reported)
        self.numbers.moved(cid, "", contact.number)
        self._journal.contacts.added(cid, self._journal.next_seq())

    def _change(self, before: Contact, properties: Properties) -> None:
        changed = {name: value for name, value in properties.items() if getattr(before, name) != value}
        if changed:
            self.values[before.cid] = msgspec.structs.replace(before, **changed)
            if "number" in changed:
                self.numbers.moved(before.cid, before.number, changed["number"])
            self._journal.contacts.changed(before.cid, self._journal.next_seq(), changed)

    def _rebuild(self, cid: ContactId) -> None:
        before = self.values[cid]
        whole = msgspec.structs.asdict(self._new_contact(cid, self._merged(cid)))
        for value, since in (("blf", "blf_since"), ("show", "show_since")):
            if whole[value] == getattr(before, value):
                whole[since] = getattr(before, since)
        self._change(before, whole)

    def _new_contact(self, cid: ContactId, reported: Properties) -> Contact:
        return Contact(cid=cid, **self._derived(reported, _UNKNOWN_CONTACT, new=True))

    def _derived(self, reported: Properties, before: Contact, *, new: bool) -> Properties:
        return derived(
            reported,
            before,
            new=new,
            may_chat=self._may_chat,
            may_dial=self._may_dial,
            lamp_reasons=self._lamp_reasons,
            now=self._clock(),
        )

    def _reports_of(self, cid: ContactId) -> Iterator[tuple[str, SourcedContact]]:
        """Yield the reports of a contact by source, in order of precedence."""
        for source, reports in self._reports.items():
            if (report := reports.get(cid)) is not None:
                yield source, report

    def _merged(self, cid: ContactId) -> Properties:
        return merged(self._reported(cid, report) for _, report in self._reports_of(cid))
