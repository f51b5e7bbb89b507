"""The contacts of a recording, under keys of this source. No I/O.

A contact's key is its chat address, as in a chat source; a contact without one gets a key from its number in
the recording.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from lampfield.model.change import ContactChange, ContactGone
from lampfield.model.contact import Contact, ContactPatch, changes_of
from lampfield.model.identity import ContactId, ContactKey
from lampfield.sources.replay.time_shift import TimeShift

DERIVED = {"blf": ("blf_reason", "blf_since"), "states": ("show_since",)}
"""Properties that the hub would recompute unless they accompany these."""

ALL = tuple(name for name in Contact.__struct_fields__ if name != "cid")


class ReplayContacts:
    """The contacts of a recording.

    Args:
        shift: Shifts times.
    """

    def __init__(self, shift: TimeShift) -> None:
        self._shift = shift
        self._recorded: dict[ContactId, Contact] = {}
        self._keys: dict[ContactId, ContactKey] = {}
        self._used_keys: set[ContactKey] = set()

    def key_of(self, cid: ContactId) -> ContactKey:
        """Return a contact's key, which is stable during the replay."""
        if cid not in self._keys:
            contact = self._recorded.get(cid)
            address = ContactKey(contact.chat_id if contact is not None else "")
            free = address and address not in self._used_keys
            self._keys[cid] = address if free else ContactKey(f"recorded {cid}")
            self._used_keys.add(self._keys[cid])
        return self._keys[cid]

    def add(self, contact: Contact) -> ContactChange:
        """Add a contact."""
        self._recorded[contact.cid] = contact
        return self._change(contact, ALL)

    def update(self, patch: ContactPatch) -> ContactChange:
        """Apply changed properties of a contact."""
        assert isinstance(patch.cid, int)  # noqa: S101  (`Recording` has checked it)
        changes = changes_of(patch)
        contact = self._recorded[patch.cid] = replace(self._recorded[patch.cid], **changes)
        derived = (name for cause in changes for name in DERIVED.get(cause, ()))
        return self._change(contact, {*changes, *derived})

    def remove(self, cid: ContactId) -> ContactGone:
        """Remove a contact."""
        self._recorded.pop(cid, None)
        return ContactGone(self.key_of(cid))

    def remove_all(self) -> Iterator[ContactGone]:
        """Remove all contacts."""
        for cid in list(self._recorded):
            yield self.remove(cid)

    def _change(self, contact: Contact, names: Iterable[str]) -> ContactChange:
        moved = self._shift.contact(contact)
        return ContactChange(
            self.key_of(contact.cid), ContactPatch(**{name: getattr(moved, name) for name in names})
        )
