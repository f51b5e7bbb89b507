"""Avatars: announced by hash, fetched when wanted (XEP-0084, else XEP-0054)."""

import base64
import binascii
import hashlib
from xml.etree.ElementTree import Element, SubElement

import slixmpp

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.port import Photo
from lampfield.sources.xmpp.address import bare
from lampfield.sources.xmpp.asking import ask
from lampfield.sources.xmpp.namespaces import AVATAR_DATA, AVATAR_METADATA, PUBSUB, PUBSUB_EVENT, VCARD

MAX_BYTES = 4 * 1024 * 1024


def read_avatar_news(stanza: Element) -> tuple[ContactKey, str] | None:
    """Return whose avatar a message announces, and its hash; an empty hash: there is none any more."""
    event = stanza.find(f"{PUBSUB_EVENT}event")
    items = event.find(f"{PUBSUB_EVENT}items") if event is not None else None
    if items is None or items.get("node") != AVATAR_METADATA:
        return None
    info = items.find(f"{PUBSUB_EVENT}item/{{{AVATAR_METADATA}}}metadata/{{{AVATAR_METADATA}}}info")
    return bare(stanza.get("from", "")), info.get("id", "") if info is not None else ""


async def fetch_avatar(client: slixmpp.ClientXMPP, key: ContactKey, photo_id: str) -> Photo | None:
    """Return somebody's avatar, None when there is none.

    Args:
        client: Connected.
        key: Whose.
        photo_id: The hash that was announced; empty: none was.

    Raises:
        Refusal: The server did not answer.
    """
    data = await _published(client, key, photo_id) if photo_id else None
    data = data or await _of_vcard(client, key)
    if not data or len(data) > MAX_BYTES:
        return None
    return Photo(data, photo_id or hashlib.sha1(data, usedforsecurity=False).hexdigest())


async def _published(client: slixmpp.ClientXMPP, key: ContactKey, photo_id: str) -> bytes | None:
    wanted = Element(f"{PUBSUB}pubsub")
    items = SubElement(wanted, f"{PUBSUB}items", node=AVATAR_DATA)
    SubElement(items, f"{PUBSUB}item", id=photo_id)
    answer = await _answer(client, wanted, key)
    data = answer.find(f".//{{{AVATAR_DATA}}}data") if answer is not None else None
    return _decoded(data.text) if data is not None else None


async def _of_vcard(client: slixmpp.ClientXMPP, key: ContactKey) -> bytes | None:
    answer = await _answer(client, Element(f"{VCARD}vCard"), key)
    photo = answer.find(f".//{VCARD}PHOTO/{VCARD}BINVAL") if answer is not None else None
    return _decoded(photo.text) if photo is not None else None


async def _answer(client: slixmpp.ClientXMPP, wanted: Element, key: ContactKey) -> Element | None:
    """Ask for something that may not be there or not be for us; both are told as errors."""
    try:
        return await ask(client, "get", wanted, key)
    except Refusal as refusal:
        if refusal.word is RefusalCode.REFUSED:
            return None
        raise


def _decoded(text: str | None) -> bytes | None:
    try:
        return base64.b64decode("".join((text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return None
