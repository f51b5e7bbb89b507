"""The contacts of a recording, under keys of our own. No I/O.

A contact's key is its chat address, by which a chat source would know it too; one without goes by its number
in the recording.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from lampfield.model.change import ContactChange, ContactGone
from lampfield.model.contact import Contact, ContactPatch, changes_of
from lampfield.model.identity import ContactId, ContactKey
from lampfield.sources.replay.shift import Shift

FOLLOWING = {"blf": ("blf_reason", "blf_since"), "states": ("show_since",)}
"""Properties that a hub would work out anew if they were not told beside these."""

ALL = tuple(name for name in Contact.__struct_fields__ if name != "cid")


class People:
    """Who is there.

    Args:
        shift: Moves times.
    """

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._recorded: dict[ContactId, Contact] = {}
        self._keys: dict[ContactId, ContactKey] = {}
        self._taken: set[ContactKey] = set()

    def key_of(self, cid: ContactId) -> ContactKey:
        """Return a contact's key, the same one for as long as the replay goes."""
        if cid not in self._keys:
            contact = self._recorded.get(cid)
            address = ContactKey(contact.chat_id if contact is not None else "")
            free = address and address not in self._taken
            self._keys[cid] = address if free else ContactKey(f"recorded {cid}")
            self._taken.add(self._keys[cid])
        return self._keys[cid]

    def came(self, contact: Contact) -> ContactChange:
        """Take a contact that is there, whole."""
        self._recorded[contact.cid] = contact
        return self._change(contact, ALL)

    def changed(self, patch: ContactPatch) -> ContactChange:
        """Take properties of a contact that is there."""
        assert isinstance(patch.cid, int)  # noqa: S101  (a recording is checked before)
        changes = changes_of(patch)
        contact = self._recorded[patch.cid] = replace(self._recorded[patch.cid], **changes)
        following = (name for cause in changes for name in FOLLOWING.get(cause, ()))
        return self._change(contact, {*changes, *following})

    def gone(self, cid: ContactId) -> ContactGone:
        """Take that a contact is no longer there."""
        self._recorded.pop(cid, None)
        return ContactGone(self.key_of(cid))

    def all_gone(self) -> Iterator[ContactGone]:
        """Yield that nobody is there any more."""
        for cid in list(self._recorded):
            yield self.gone(cid)

    def _change(self, contact: Contact, names: Iterable[str]) -> ContactChange:
        moved = self._shift.contact(contact)
        return ContactChange(
            self.key_of(contact.cid), ContactPatch(**{name: getattr(moved, name) for name in names})
        )
