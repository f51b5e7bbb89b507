"""Photos over HTTP: fetched one at a time, cached until they change."""

import asyncio
import logging
import ssl as tls
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from lampfield.client.options import Options, find_proxy
from lampfield.model.byte_lru import ByteLru
from lampfield.model.contact import Contact

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

CACHE_BYTES = 16_000_000
"""The maximum size of the cache."""


class PhotoImage(msgspec.Struct, frozen=True):
    """A picture as received."""

    data: bytes
    media_type: str
    """``image/png``, or ``image/svg+xml`` for a placeholder."""


class Cached(msgspec.Struct, frozen=True):
    """The hub's response for a contact's picture."""

    picture: PhotoImage | None
    """None: the contact has no picture."""
    photo_id: str
    etag: str


class Photos:
    """The pictures of one hub.

    Args:
        options: The connection options.
        token: Returns the bearer token of the latest login.
    """

    def __init__(self, options: Options, token: Callable[[], str]) -> None:
        self._options = options
        self._token = token
        self._cache: ByteLru[Cached] = ByteLru(CACHE_BYTES, _bytes_of)
        self._lock = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None

    async def fetch(self, contact: Contact, size: int, *, allow_null: bool) -> PhotoImage | None:
        """Return a contact's picture; without one a placeholder, or None with ``allow_null``.

        If the hub does not answer, this returns the cached picture or the placeholder.

        Raises:
            ValueError: The size is out of range.
        """
        if not 1 <= size <= 1024:
            raise ValueError(f"a photo has 1 to 1024 pixels, not {size}")
        async with self._lock:
            picture = await self._cached_photo(contact, size)
        if picture is None and not allow_null:
            from lampfield.protocol.placeholder import MEDIA_TYPE, placeholder_svg

            return PhotoImage(placeholder_svg(contact.name, size), MEDIA_TYPE)
        return picture

    async def close(self) -> None:
        """Close the HTTP client."""
        if self._client is not None:
            await self._client.aclose()

    async def _cached_photo(self, contact: Contact, size: int) -> PhotoImage | None:
        key = (contact.cid, size)
        cached = self._cache.get(key)
        if cached is None or cached.photo_id != contact.photo_id:
            cached = await self._request(contact, size, cached)
        if cached is None:
            return None
        self._cache.put(key, cached)
        return cached.picture

    async def _request(self, contact: Contact, size: int, before: Cached | None) -> Cached | None:
        headers = {"Authorization": f"Bearer {self._token()}"}
        if before is not None and before.etag:
            headers["If-None-Match"] = before.etag
        url = f"{self._options.http_url}/contacts/{contact.cid}/photo"
        try:
            client = await self._http_client()
            answer = await client.get(url, params={"size": size, "allownull": 1}, headers=headers)
            return _parsed(answer, contact.photo_id, before)
        except Exception as error:  # noqa: BLE001 - proxy address, headers, decompression: each raises its own
            log.warning("no photo of contact %d: %s: %s", contact.cid, type(error).__name__, error)
            return before

    async def _http_client(self) -> "httpx.AsyncClient":
        if self._client is None:
            self._client = await asyncio.to_thread(_make_client, self._options)
        return self._client


def _make_client(options: Options) -> "httpx.AsyncClient":
    """Return an HTTP client. Call this in a thread: importing httpx takes long enough to delay a key press.

    The trust store is loaded only for ``https``: it takes 3 MB, and longer than everything else here.
    """
    from lampfield.http_library import httpx

    return httpx.AsyncClient(
        timeout=options.timeout * 2,
        proxy=find_proxy(options),
        # `find_proxy` has read the proxy variables, as it does for the feed.
        trust_env=False,
        verify=_trust(options),
    )


def _trust(options: Options) -> "tls.SSLContext | bool":
    """Return the TLS trust of the feed; False where there is no TLS."""
    if options.ssl is not None or not options.http_url.startswith("https:"):
        return options.ssl or False
    return tls.create_default_context()


def _bytes_of(cached: Cached) -> int:
    return len(cached.picture.data) if cached.picture is not None else 0


def _parsed(answer: "httpx.Response", photo_id: str, before: Cached | None) -> Cached | None:
    match answer.status_code:
        case 200:
            picture = PhotoImage(answer.content, answer.headers.get("content-type", "image/png"))
            return Cached(picture, photo_id, answer.headers.get("etag", ""))
        case 204:
            return Cached(None, photo_id, "")
        case 304 if before is not None:
            return msgspec.structs.replace(before, photo_id=photo_id)
        case status:
            log.info("no photo: the hub answered %d", status)
            return before
