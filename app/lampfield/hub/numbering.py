"""The directory: which contact a source's key means, and its number."""

from collections.abc import Iterable, Sequence
from hashlib import blake2s

from lampfield.model.identity import ContactId, ContactKey

CID_BYTES = 5
"""40 bits: any JSON reader holds it exactly (below 2**53), and two of 10,000 rarely meet."""


class ContactNumbering:
    """Gives every contact key its ``cID``. The same key in several sources is one contact.

    Two further rules say which keys mean the same person, in this order:

    1. `join`: keys that stand in one row of the directory's file.
    2. The extension: a chat address in the site's own domain whose local part is a number means that
       extension, unless the row of that extension has another chat address.

    Args:
        domain: The domain of the site's chat addresses; empty: the second rule is off.
    """

    def __init__(self, domain: str = "") -> None:
        self._domain = domain
        self._joined: dict[ContactKey, ContactKey] = {}
        self._has_address: set[ContactKey] = set()
        self._cids: dict[ContactKey, ContactId] = {}
        self._persons: dict[ContactId, ContactKey] = {}
        """Whose each number is."""

    def join(self, rows: Iterable[Sequence[ContactKey]]) -> None:
        """Take the keys that mean the same, row by row, instead of all earlier ones."""
        self._joined.clear()
        self._has_address.clear()
        for row in rows:
            self._joined |= dict.fromkeys(row, row[0])
            if any("@" in key for key in row):
                self._has_address.add(row[0])

    def person(self, key: ContactKey) -> ContactKey:
        """Return the one key that stands for all keys of the same person."""
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
        """Return the number of a key: the same one after every restart, unless two keys collide."""
        person = self.person(key)
        cid = self._cids.get(person)
        if cid is None:
            cid = self._cids[person] = self._free(person)
            self._persons[cid] = person
        return cid

    def known(self, key: ContactKey) -> ContactId | None:
        """Return the number of a key that has one; other than `cid_of`, it gives none out."""
        return self._cids.get(self.person(key))

    def _free(self, key: ContactKey) -> ContactId:
        attempt = 0
        while (cid := hashed(key, attempt)) in self._persons or not cid:
            attempt += 1
        return cid


def hashed(key: ContactKey, attempt: int = 0) -> ContactId:
    """Return the number that a key asks for; a further attempt gives another."""
    text = key if not attempt else f"{key}\0{attempt}"
    digest = blake2s(text.encode(errors="surrogatepass"), digest_size=CID_BYTES).digest()
    return ContactId(int.from_bytes(digest))
