"""``GET /contacts/{cID}/photo?size=&allownull=``: a contact's picture (seed, ``photo``)."""

import logging
from hashlib import blake2s
from urllib.parse import parse_qs

from websockets.http11 import Request, Response

from lampfield.feed.placeholder import MEDIA_TYPE, placeholder_svg
from lampfield.hub.desk import Desk
from lampfield.hub.house import House
from lampfield.hub.http import response, sentence
from lampfield.hub.photos import NoAnswer
from lampfield.hub.tokens import bearer
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

log = logging.getLogger(__name__)

SIZES = range(16, 513)
"""Edges in pixels that are served."""

DEFAULT_SIZE = 128
"""The seed's."""

PRIVATE = "private, max-age=60"
"""Kept by the asking program alone; after a minute it asks whether the photo is still the same."""


async def photo(request: Request, cid: ContactId, query: str, house: House) -> Response:
    """Answer with a contact's photo, or with a placeholder.

    Args:
        request: What is asked.
        cid: Whose photo.
        query: ``size`` in pixels, and ``allownull`` for no answer in place of a placeholder.
        house: What all sessions share.
    """
    account = house.tokens.account(bearer(request.headers.get("Authorization", "")))
    if account is None:
        return sentence(401, "Send the token of your login as a bearer token.", WWW_Authenticate="Bearer")
    desk = house.desks.get(account)
    if desk is None:
        return sentence(503, "Start the feed first.", Retry_After="1")
    contact = desk.store.contacts.values.get(cid)
    if contact is None:
        return sentence(404, "There is no such contact.")
    asked = parse_qs(query, keep_blank_values=True)
    size = _size(asked.get("size", [""])[-1])
    if size is None:
        return sentence(400, f"A photo has {SIZES[0]} to {SIZES[-1]} pixels: write size=128.")
    allow_null = asked.get("allownull", ["0"])[-1].lower() not in {"0", "false"}
    return await _photo(desk, contact, size, allow_null, request.headers.get("If-None-Match", ""))


async def _photo(desk: Desk, contact: Contact, size: int, allow_null: bool, known: str) -> Response:
    etag = _etag(contact, size)
    if contact.photo_id and etag in known:
        return response(304, ETag=etag, Cache_Control=PRIVATE)
    try:
        png = await desk.photos.png(contact, size)
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
