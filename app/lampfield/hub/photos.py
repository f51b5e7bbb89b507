"""The photos of an account's contacts: fetched one at a time, and cached until they change."""

import asyncio
import logging
from collections.abc import Callable

from lampfield.hub.contacts import ContactBook
from lampfield.model.byte_lru import ByteLru
from lampfield.model.contact import Contact
from lampfield.model.refusal import Refusal
from lampfield.sources.port import Session

log = logging.getLogger(__name__)

MAX_PHOTO_BYTES = 5_000_000
CACHE_BYTES = 16_000_000
"""The size of the cache of original photos, and of the cache of resized photos."""

FETCH_SECONDS = 15.0
"""How long a photo may take, including the wait for earlier fetches."""


class PhotoUnavailable(Exception):
    """The photo cannot be fetched at present."""


class Photos:
    """The photos of one account's contacts.

    Args:
        contacts: Know each contact's photo and its source.
        session: Returns the account's session at a source.
    """

    def __init__(self, contacts: ContactBook, session: Callable[[str], Session | None]) -> None:
        self._contacts = contacts
        self._session = session
        self._lock = asyncio.Lock()
        self._fetched: ByteLru[bytes] = ByteLru(CACHE_BYTES, len)
        self._resized: ByteLru[bytes] = ByteLru(CACHE_BYTES, len)

    async def png(self, contact: Contact, size: int) -> bytes:
        """Return a contact's photo as PNG; empty if there is none.

        Args:
            contact: The contact.
            size: Edge in pixels.

        Raises:
            PhotoUnavailable: The source does not provide it at present.
        """
        if not contact.photo_id:
            return b""
        key = (contact.cid, contact.photo_id, size)
        if (kept := self._resized.get(key)) is not None:
            return kept
        try:
            async with asyncio.timeout(FETCH_SECONDS), self._lock:
                png = self._resized.get(key)
                if png is None:
                    png = await self._resize(contact, size)
                    self._resized.put(key, png)
                return png
        except TimeoutError as error:
            raise PhotoUnavailable("timeout") from error

    async def _resize(self, contact: Contact, size: int) -> bytes:
        from lampfield.hub.picture import BadPicture, square_png

        key = (contact.cid, contact.photo_id)
        data = self._fetched.get(key)
        if data is None:
            data = await self._fetch(contact)
            self._fetched.put(key, data)
        try:
            return await asyncio.to_thread(square_png, data, size) if data else b""
        except BadPicture as error:
            log.warning("the photo of contact %d is ignored: %s", contact.cid, error)
            return b""

    async def _fetch(self, contact: Contact) -> bytes:
        source = self._contacts.source_of(contact.cid, "photo_id")
        session = self._session(source) if source is not None else None
        key = self._contacts.key_of(contact.cid, source) if source is not None else None
        if session is None or key is None:
            raise PhotoUnavailable("no source provides the photo")
        try:
            photo = await session.photo(key)
        except Refusal as refusal:
            raise PhotoUnavailable(refusal.sentence) from refusal
        return photo.data if photo is not None and len(photo.data) <= MAX_PHOTO_BYTES else b""
