"""The numbering of contacts: which contact a source's key identifies, and its ``cID``."""

from collections.abc import Iterable, Sequence
from hashlib import blake2s

from lampfield.model.identity import ContactId, ContactKey

CID_BYTES = 5
"""40 bits: exact in any JSON parser (below 2**53), and collisions among 10,000 contacts are rare."""


class ContactNumbering:
    """Maps every contact key to its ``cID``. The same key in several sources is one contact.

    Two further rules match keys of the same person, in this order:

    1. `set_same_contacts`: the keys in one row of the directory file.
    2. The extension: a chat address in the site's domain with a numeric local part matches that extension,
       unless the row of that extension has a different chat address.

    Args:
        domain: The domain of the site's chat addresses; empty disables the second rule.
    """

    def __init__(self, domain: str = "") -> None:
        self._domain = domain
        self._joined: dict[ContactKey, ContactKey] = {}
        self._has_address: set[ContactKey] = set()
        self._cids: dict[ContactKey, ContactId] = {}
        self._persons: dict[ContactId, ContactKey] = {}
        """The person of each number."""

    def set_same_contacts(self, rows: Iterable[Sequence[ContactKey]]) -> None:
        """Replace the rows of keys that identify the same person."""
        self._joined.clear()
        self._has_address.clear()
        for row in rows:
            self._joined |= dict.fromkeys(row, row[0])
            if any("@" in key for key in row):
                self._has_address.add(row[0])

    def person(self, key: ContactKey) -> ContactKey:
        """Return the key that represents all keys of the same person."""
        if not self._joined and not self._domain:
            return key
        if key in self._joined:
            return self._joined[key]
        name, _, domain = key.partition("@")
        number = ContactKey(name)
        if not (self._domain and domain == self._domain and name.isdecimal()):
            return key
        return key if number in self._has_address else self._joined.get(number, number)

    def cid_of(self, key: ContactKey) -> ContactId:
        """Return the number of a key, assigning one if needed. It survives restarts unless keys collide."""
        person = self.person(key)
        cid = self._cids.get(person)
        if cid is None:
            cid = self._cids[person] = self._unused_number(person)
            self._persons[cid] = person
        return cid

    def known(self, key: ContactKey) -> ContactId | None:
        """Return the number of a key; None if none is assigned."""
        return self._cids.get(self.person(key))

    def _unused_number(self, key: ContactKey) -> ContactId:
        attempt = 0
        while (cid := hashed_number(key, attempt)) in self._persons or not cid:
            attempt += 1
        return cid


def hashed_number(key: ContactKey, attempt: int = 0) -> ContactId:
    """Return the number that is the hash of a key and an attempt."""
    text = key if not attempt else f"{key}\0{attempt}"
    digest = blake2s(text.encode(errors="surrogatepass"), digest_size=CID_BYTES).digest()
    return ContactId(int.from_bytes(digest))
