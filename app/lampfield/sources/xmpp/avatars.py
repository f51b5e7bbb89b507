"""Fetch avatars, announced by their hash (XEP-0084, else XEP-0054)."""

import base64
import binascii
import hashlib
from xml.etree.ElementTree import Element, SubElement

import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.port import Photo
from lampfield.sources.xmpp.address import bare
from lampfield.sources.xmpp.iq import send_iq
from lampfield.sources.xmpp.namespaces import AVATAR_DATA, AVATAR_METADATA, PUBSUB, PUBSUB_EVENT, VCARD

MAX_BYTES = 4 * 1024 * 1024


def read_avatar_update(stanza: Element) -> tuple[ContactKey, str] | None:
    """Return the contact and hash of an avatar announcement; an empty hash means that it was removed."""
    event = stanza.find(f"{PUBSUB_EVENT}event")
    items = event.find(f"{PUBSUB_EVENT}items") if event is not None else None
    if items is None or items.get("node") != AVATAR_METADATA:
        return None
    info = items.find(f"{PUBSUB_EVENT}item/{{{AVATAR_METADATA}}}metadata/{{{AVATAR_METADATA}}}info")
    return bare(stanza.get("from", "")), info.get("id", "") if info is not None else ""


async def fetch_avatar(client: slixmpp.ClientXMPP, key: ContactKey, photo_id: str) -> Photo | None:
    """Return the avatar of a contact; None if there is none.

    Args:
        client: Connected.
        key: The contact.
        photo_id: The announced hash; empty if none was announced.

    Raises:
        Refusal: The server did not answer.
    """
    data = await _fetch_published(client, key, photo_id) if photo_id else None
    data = data or await _fetch_vcard_photo(client, key)
    if not data or len(data) > MAX_BYTES:
        return None
    return Photo(data, photo_id or hashlib.sha1(data, usedforsecurity=False).hexdigest())


async def _fetch_published(client: slixmpp.ClientXMPP, key: ContactKey, photo_id: str) -> bytes | None:
    request = Element(f"{PUBSUB}pubsub")
    items = SubElement(request, f"{PUBSUB}items", node=AVATAR_DATA)
    SubElement(items, f"{PUBSUB}item", id=photo_id)
    answer = await _optional_answer(client, request, key)
    data = answer.find(f".//{{{AVATAR_DATA}}}data") if answer is not None else None
    return _decode(data.text) if data is not None else None


async def _fetch_vcard_photo(client: slixmpp.ClientXMPP, key: ContactKey) -> bytes | None:
    answer = await _optional_answer(client, Element(f"{VCARD}vCard"), key)
    photo = answer.find(f".//{VCARD}PHOTO/{VCARD}BINVAL") if answer is not None else None
    return _decode(photo.text) if photo is not None else None


async def _optional_answer(client: slixmpp.ClientXMPP, request: Element, key: ContactKey) -> Element | None:
    """Request something that may be missing or forbidden; return None on either error."""
    try:
        return await send_iq(client, "get", request, key)
    except Refusal as refusal:
        if refusal.word is RefusalCode.REFUSED:
            return None
        raise


def _decode(text: str | None) -> bytes | None:
    try:
        return base64.b64decode("".join((text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return None
