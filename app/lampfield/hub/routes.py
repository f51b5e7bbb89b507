"""HTTP routes on the hub's port: photos, ``/healthz`` and ``/metrics``. Imported on the first request."""

import logging
import re
from collections import Counter
from hashlib import blake2s
from urllib.parse import SplitResult, parse_qs

import msgspec
from websockets.http11 import Request, Response

from lampfield.hub.accounts import AccountHub
from lampfield.hub.auth import bearer
from lampfield.hub.context import HubContext
from lampfield.hub.http import response, sentence
from lampfield.hub.meter import prometheus
from lampfield.hub.photos import PhotoUnavailable
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.protocol.placeholder import MEDIA_TYPE, placeholder_svg


def health(context: HubContext) -> bytes:
    """Return the hub's state as JSON: version, connected accounts, and the number of links in each state."""
    links: dict[str, Counter[str]] = {}
    for hub in context.accounts:
        for link in hub.store.links.values.values():
            links.setdefault(link.name, Counter())[link.state] += 1
    state = {
        "status": "ok",
        "version": context.version,
        "accounts": sum(1 for _ in context.accounts),
        "sessions": sum(len(hub.broadcaster) for hub in context.accounts),
        "links": links,
    }
    return msgspec.json.encode(state)


def metrics(context: HubContext) -> bytes:
    """Return the hub's metrics in the format of Prometheus."""
    accounts = list(context.accounts)
    gauges = {
        "connections": len(context.connections),
        "anonymous_connections": context.connections.anonymous,
        "sessions": len(context.sessions),
        "readers": sum(len(hub.broadcaster) for hub in accounts),
        "desks": len(accounts),
        "contacts": sum(len(hub.store.contacts.values) for hub in accounts),
    }
    return prometheus(context.meter, gauges).encode()


log = logging.getLogger(__name__)

SIZES = range(16, 513)
"""The allowed sizes: edges in pixels."""

DEFAULT_SIZE = 128
"""The default of ``photo`` in the IPCortex API."""

PRIVATE = "private, max-age=60"
"""Only the client may cache a photo; after a minute it must revalidate it."""


async def photo(request: Request, cid: ContactId, query: str, context: HubContext) -> Response:
    """Return a response with a contact's photo or a placeholder.

    Args:
        request: The request.
        cid: The contact.
        query: ``size`` in pixels, and ``allownull`` for an empty response instead of a placeholder.
        context: The shared objects of the hub.
    """
    account = context.tokens.account(bearer(request.headers.get("Authorization", "")))
    if account is None:
        return sentence(401, "Send the token of your login as a bearer token.", WWW_Authenticate="Bearer")
    hub = context.accounts.get(account)
    if hub is None:
        return sentence(503, "Start the feed first.", Retry_After="1")
    contact = hub.store.contacts.values.get(cid)
    if contact is None:
        return sentence(404, "There is no such contact.")
    options = parse_qs(query, keep_blank_values=True)
    size = _size(options.get("size", [""])[-1])
    if size is None:
        return sentence(400, f"The size must be {SIZES[0]} to {SIZES[-1]} pixels, for example size=128.")
    allow_null = options.get("allownull", ["0"])[-1].lower() not in {"0", "false"}
    return await _photo(hub, contact, size, allow_null, request.headers.get("If-None-Match", ""))


async def _photo(hub: AccountHub, contact: Contact, size: int, allow_null: bool, known: str) -> Response:
    etag = _etag(contact, size)
    if contact.photo_id and etag in known:
        return response(304, ETag=etag, Cache_Control=PRIVATE)
    try:
        png = await hub.photos.png(contact, size)
    except PhotoUnavailable as error:
        log.info("no photo of contact %d: %s", contact.cid, error)
        if allow_null:
            return sentence(503, "The photo is not available at present. Try again later.", Retry_After="5")
        return _placeholder(contact, size, "no-store")
    if png:
        return response(200, png, "image/png", ETag=etag, Cache_Control=PRIVATE)
    if allow_null:
        return response(204, Cache_Control=PRIVATE)
    return _placeholder(contact, size, PRIVATE)


def _placeholder(contact: Contact, size: int, caching: str) -> Response:
    svg = placeholder_svg(contact.name, size)
    policy = "default-src 'none'"
    return response(200, svg, MEDIA_TYPE, Cache_Control=caching, Content_Security_Policy=policy)


def _etag(contact: Contact, size: int) -> str:
    photo_id = contact.photo_id.encode(errors="surrogatepass")
    return f'"{contact.cid}-{blake2s(photo_id, digest_size=12).hexdigest()}-{size}"'


def _size(text: str) -> int | None:
    """Return a size in pixels, `DEFAULT_SIZE` if none is given; None if it is invalid."""
    if text in {"", "null"}:
        return DEFAULT_SIZE
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in SIZES else None


PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

_PHOTO = re.compile(r"/contacts/([0-9]{1,16})/photo")


async def answer(request: Request, parts: SplitResult, context: HubContext) -> Response:
    """Return the response to a request.

    Args:
        request: The request.
        parts: Its URL.
        context: The shared objects of the hub.
    """
    match parts.path:
        case "/healthz":
            return response(200, health(context), "application/json", Cache_Control="no-store")
        case "/metrics":
            return response(200, metrics(context), PROMETHEUS, Cache_Control="no-store")
    if found := _PHOTO.fullmatch(parts.path):
        return await photo(request, ContactId(int(found[1])), parts.query, context)
    return sentence(404, "Not found. The feed is a websocket at /.")
