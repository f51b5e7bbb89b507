"""The contacts of an account, each composed from what every source tells of it."""

from collections.abc import Callable, Sequence

import msgspec
from msgspec import UNSET

from lampfield.hub.derive import derived
from lampfield.hub.directory import Directory
from lampfield.hub.journal import Journal
from lampfield.hub.merging import Properties, is_silent, merged
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.identity import ContactId, ContactKey

_TOLD = tuple(field.name for field in msgspec.structs.fields(ContactPatch))


class Entry:
    """What each source calls a contact, and what it tells of it."""

    __slots__ = ("keys", "told")

    def __init__(self) -> None:
        self.keys: dict[str, ContactKey] = {}
        self.told: dict[str, Properties] = {}


class ContactBook:
    """The last values of the contacts.

    Args:
        directory: Gives the contacts their numbers.
        journal: Gets every change.
        order: The sources by name, the most believed first.
        may_chat: The account has the right to chat.
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
        no_lamp: str,
        clock: Callable[[], float],
    ) -> None:
        self.values: dict[ContactId, Contact] = {}
        self._entries: dict[ContactId, Entry] = {}
        self._directory = directory
        self._journal = journal
        self._order = tuple(order)
        self._may_chat = may_chat
        self._no_lamp = no_lamp
        self._clock = clock

    def cid_of(self, key: ContactKey) -> ContactId:
        """Return the number of a source's key, whether the contact is there or not."""
        return self._directory.cid_of(key)

    def key_of(self, cid: ContactId, source: str) -> ContactKey | None:
        """Return what a source calls a contact; None when it does not know it."""
        entry = self._entries.get(cid)
        return entry.keys.get(source) if entry is not None else None

    def told_by(self, cid: ContactId, field: str) -> str | None:
        """Return the source that gives a property of a contact."""
        entry = self._entries.get(cid)
        if entry is None:
            return None
        return next((it for it in self._order if not is_silent(field, entry.told.get(it, {}))), None)

    def tell(self, source: str, key: ContactKey, patch: ContactPatch) -> bool:
        """Take what a source tells of a contact. Returns whether its names may have changed."""
        values = zip(_TOLD, msgspec.structs.astuple(patch), strict=True)
        told = {name: value for name, value in values if value is not UNSET and name != "cid"}
        cid = self._directory.cid_of(key)
        entry = self._entries.setdefault(cid, Entry())
        entry.keys[source] = key
        entry.told.setdefault(source, {}).update(told)
        if len(entry.told) > 1:
            told = self._merged(entry)
        before = self.values.get(cid)
        if before is None:
            self._begin(cid, told)
        else:
            self._change(before, self._derived(told, before, new=False))
        return before is None or "name" in told or "uname" in told

    def rekey(self) -> list[ContactKey]:
        """Put every key to the contact that it means now. Returns the keys that meant another before."""
        moved = [
            (cid, source, key, entry.told[source])
            for cid, entry in self._entries.items()
            for source, key in entry.keys.items()
            if self._directory.cid_of(key) != cid
        ]
        for cid, source, *_ in moved:
            self._take_back(cid, source)
        for _, source, key, told in moved:
            self.tell(source, key, ContactPatch(**told))
        return [key for _, _, key, _ in moved]

    def gone(self, source: str, key: ContactKey) -> None:
        """Take back what a source told of a contact. It is gone when no other source knows it."""
        self._take_back(self._directory.cid_of(key), source)

    def _take_back(self, cid: ContactId, source: str) -> None:
        entry = self._entries.get(cid)
        if entry is None or entry.keys.pop(source, None) is None:
            return
        del entry.told[source]
        if entry.told:
            self._rebuild(cid, entry)
        else:
            del self._entries[cid], self.values[cid]
            self._journal.contacts.gone(cid, self._journal.next_seq())

    def _begin(self, cid: ContactId, told: Properties) -> None:
        self.values[cid] = self._whole(cid, told)
        self._journal.contacts.born(cid, self._journal.next_seq())

    def _change(self, before: Contact, properties: Properties) -> None:
        changed = {name: value for name, value in properties.items() if getattr(before, name) != value}
        if changed:
            self.values[before.cid] = msgspec.structs.replace(before, **changed)
            self._journal.contacts.changed(before.cid, self._journal.next_seq(), changed)

    def _rebuild(self, cid: ContactId, entry: Entry) -> None:
        before = self.values[cid]
        whole = msgspec.structs.asdict(self._whole(cid, self._merged(entry)))
        for value, since in (("blf", "blf_since"), ("show", "show_since")):
            if whole[value] == getattr(before, value):
                whole[since] = getattr(before, since)
        self._change(before, whole)

    def _whole(self, cid: ContactId, told: Properties) -> Contact:
        empty = Contact(cid=cid)
        return msgspec.structs.replace(empty, **self._derived(told, empty, new=True))

    def _derived(self, told: Properties, before: Contact, *, new: bool) -> Properties:
        return derived(
            told, before, new=new, may_chat=self._may_chat, no_lamp=self._no_lamp, now=self._clock()
        )

    def _merged(self, entry: Entry) -> Properties:
        return merged(entry.told[source] for source in self._order if source in entry.told)
