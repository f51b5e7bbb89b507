"""The directory: which contact a source's key means, and its number."""

from hashlib import blake2s

from lampfield.model.identity import ContactId, ContactKey

CID_BYTES = 5
"""40 bits: any JSON reader holds it exactly (below 2**53), and two of 10,000 rarely meet."""


class Directory:
    """Gives every contact key its ``cID``. The same key in several sources is one contact."""

    def __init__(self) -> None:
        self._cids: dict[ContactKey, ContactId] = {}
        self._taken: set[ContactId] = set()

    def cid_of(self, key: ContactKey) -> ContactId:
        """Return the number of a key: the same one after every restart, unless two keys collide."""
        cid = self._cids.get(key)
        if cid is None:
            cid = self._cids[key] = self._free(key)
            self._taken.add(cid)
        return cid

    def _free(self, key: ContactKey) -> ContactId:
        attempt = 0
        while (cid := hashed(key, attempt)) in self._taken or not cid:
            attempt += 1
        return cid


def hashed(key: ContactKey, attempt: int = 0) -> ContactId:
    """Return the number that a key asks for; a further attempt gives another."""
    text = key if not attempt else f"{key}\0{attempt}"
    digest = blake2s(text.encode(errors="surrogatepass"), digest_size=CID_BYTES).digest()
    return ContactId(int.from_bytes(digest))
