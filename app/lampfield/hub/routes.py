"""HTTP answers on the hub's port: photos, ``/healthz`` and ``/metrics``. Imported with the first request."""

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
from lampfield.hub.photos import NoAnswer
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.protocol.placeholder import MEDIA_TYPE, placeholder_svg


def health(context: HubContext) -> bytes:
    """Return the hub's state as JSON: version, accounts at work, and how many links are in which state."""
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
    """Return what the hub counts, as Prometheus reads it."""
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
"""Edges in pixels that are served."""

DEFAULT_SIZE = 128
"""The seed's."""

PRIVATE = "private, max-age=60"
"""Kept by the asking program alone; after a minute it asks whether the photo is still the same."""


async def photo(request: Request, cid: ContactId, query: str, context: HubContext) -> Response:
    """Answer with a contact's photo, or with a placeholder.

    Args:
        request: What is asked.
        cid: Whose photo.
        query: ``size`` in pixels, and ``allownull`` for no answer in place of a placeholder.
        context: What all sessions share.
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
    asked = parse_qs(query, keep_blank_values=True)
    size = _size(asked.get("size", [""])[-1])
    if size is None:
        return sentence(400, f"A photo has {SIZES[0]} to {SIZES[-1]} pixels: write size=128.")
    allow_null = asked.get("allownull", ["0"])[-1].lower() not in {"0", "false"}
    return await _photo(hub, contact, size, allow_null, request.headers.get("If-None-Match", ""))


async def _photo(hub: AccountHub, contact: Contact, size: int, allow_null: bool, known: str) -> Response:
    etag = _etag(contact, size)
    if contact.photo_id and etag in known:
        return response(304, ETag=etag, Cache_Control=PRIVATE)
    try:
        png = await hub.photos.png(contact, size)
    except NoAnswer as error:
        log.info("no photo of contact %d: %s", contact.cid, error)
        if allow_null:
            return sentence(503, "The photo cannot be fetched now.", Retry_After="5")
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
    """Return a size in pixels, 128 when none is given (seed, ``photo``); None when it is none."""
    if text in {"", "null"}:
        return DEFAULT_SIZE
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in SIZES else None


PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

_PHOTO = re.compile(r"/contacts/([0-9]{1,16})/photo")


async def answer(request: Request, parts: SplitResult, context: HubContext) -> Response:
    """Return the answer to a request.

    Args:
        request: What is asked.
        parts: Its address.
        context: What all sessions share.
    """
    match parts.path:
        case "/healthz":
            return response(200, health(context), "application/json", Cache_Control="no-store")
        case "/metrics":
            return response(200, metrics(context), PROMETHEUS, Cache_Control="no-store")
    if found := _PHOTO.fullmatch(parts.path):
        return await photo(request, ContactId(int(found[1])), parts.query, context)
    return sentence(404, "There is nothing here. The feed is a websocket at /.")
