"""Avatars, published in both ways."""

import hashlib
import io
from collections.abc import Callable
from functools import partial

from PIL import Image

from lampfield.client.handles import Contact
from tests.live.chat_server import ChatServer
from tests.live.desk import Desk, befriend, desk_up
from tests.live.friend import Friend, friend

Newcomer = Callable[[str], str]


def picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(data, "PNG")
    return data.getvalue()


def has_photo(photo_id: str, contact: Contact) -> bool:
    return contact.photo_id == photo_id


async def shows(standing: Desk, other: Friend, colour: tuple[int, int, int]) -> None:
    """Check that the photo of the friend has a colour."""
    contact = standing.find(other.address)
    assert contact is not None
    photo = await contact.photo(32, allow_null=True)
    assert photo is not None
    assert photo.media_type == "image/png"
    with Image.open(io.BytesIO(photo.data)) as image:
        assert image.size == (32, 32)
        assert image.convert("RGB").getpixel((5, 5)) == colour


async def test_a_published_avatar_is_told_and_fetched(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        contact = await befriend(standing, other)
        assert await contact.photo(allow_null=True) is None
        for colour, rgb in (("red", (255, 0, 0)), ("blue", (0, 0, 255))):
            data = picture(colour)
            sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
            avatars = other.client.plugin["xep_0084"]
            await avatars.publish_avatar(data)
            await avatars.publish_avatar_metadata({"id": sha1, "bytes": len(data), "type": "image/png"})
            await standing.sees(other.address, partial(has_photo, sha1), colour)
            await shows(standing, other, rgb)


async def test_an_avatar_of_a_vcard_is_told_and_fetched(chat_server: ChatServer, newcomer: Newcomer) -> None:
    alice, bob = newcomer("alice"), newcomer("bob")
    async with friend(chat_server, bob) as other, desk_up(chat_server, alice) as standing:
        await befriend(standing, other)
        await other.client.plugin["xep_0153"].set_avatar(avatar=picture("red"), mtype="image/png")
        await standing.sees(other.address, lambda it: it.photo_id, "a hash")
        await shows(standing, other, (255, 0, 0))
