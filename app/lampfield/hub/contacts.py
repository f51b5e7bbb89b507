"""The contacts of an account, each composed from what every source tells of it."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from lampfield.hub.derive import NoLamp, derived
from lampfield.hub.directory import Directory
from lampfield.hub.journal import Journal
from lampfield.hub.merging import Properties, is_silent, merged
from lampfield.model.contact import Contact, ContactPatch, changes_of
from lampfield.model.identity import ContactId, ContactKey

_NOBODY = Contact(cid=ContactId(0))
"""What is known of one who is new."""


class Telling(msgspec.Struct, frozen=True, gc=False):
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
        directory: Directory,
        journal: Journal,
        order: Sequence[str],
        *,
        may_chat: bool,
        may_dial: bool,
        no_lamp: NoLamp,
        clock: Callable[[], float],
    ) -> None:
        self.values: dict[ContactId, Contact] = {}
        self._tellings: dict[str, dict[ContactId, Telling]] = {source: {} for source in order}
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
        """Take what a source tells of a contact. Returns whether its names may have changed."""
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
        return before is None or "name" in told or "uname" in told

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
            del self.values[cid]
            self._journal.contacts.gone(cid, self._journal.next_seq())

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
        self._tellings[source][cid] = Telling(key, names, patch)

    def _write_down(self, cid: ContactId) -> None:
        """Write down what the only source of a contact told, before another one tells of it too."""
        for source, telling in self._of(cid):
            if telling.patch is None:
                patch = ContactPatch(**self._told(cid, telling))
                self._tellings[source][cid] = msgspec.structs.replace(telling, patch=patch)

    def _told(self, cid: ContactId, telling: Telling) -> Properties:
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
        self.values[cid] = self._whole(cid, told)
        self._journal.contacts.born(cid, self._journal.next_seq())

    def _change(self, before: Contact, properties: Properties) -> None:
        changed = {name: value for name, value in properties.items() if getattr(before, name) != value}
        if changed:
            self.values[before.cid] = msgspec.structs.replace(before, **changed)
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

    def _of(self, cid: ContactId) -> Iterator[tuple[str, Telling]]:
        """Yield what each source that knows a contact tells of it, the most believed first."""
        for source, tellings in self._tellings.items():
            if (telling := tellings.get(cid)) is not None:
                yield source, telling

    def _merged(self, cid: ContactId) -> Properties:
        return merged(self._told(cid, telling) for _, telling in self._of(cid))
