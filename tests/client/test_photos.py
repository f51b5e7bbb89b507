"""Photos: they always resolve, come one at a time, and are fetched again only when they changed."""

import asyncio
import io

import pytest
from PIL import Image

import lampfield
from lampfield.hub.server import HubServer
from tests.client.test_contract import ALICE, KEY, office
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until


def png(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (200, 200), colour).save(data, "PNG")
    return data.getvalue()


def fetches(source: Scripted) -> int:
    return [words[0] for words in source.asked].count("photo")


async def test_a_photo_comes_in_the_size_that_is_wanted() -> None:
    async with office(contact(KEY, photo_id="1")) as (source, _, alice):
        source.pictures[KEY] = png("red")
        picture = await alice.photo(size=48)
        assert picture is not None
        assert picture.media_type == "image/png"
        assert Image.open(io.BytesIO(picture.data)).size == (48, 48)


async def test_without_one_there_is_a_placeholder_or_none_where_that_is_allowed() -> None:
    async with office() as (_, _, alice):
        placeholder = await alice.photo()
        assert placeholder is not None
        assert placeholder.media_type == "image/svg+xml"
        assert placeholder.data.startswith(b"<svg")
        assert await alice.photo(allow_null=True) is None


async def test_it_is_cached_until_it_changes() -> None:
    async with office(contact(KEY, photo_id="1")) as (source, _, alice):
        source.pictures[KEY] = png("red")
        first = await alice.photo()
        assert await alice.photo() == first
        assert fetches(source) == 1
        source.pictures[KEY] = png("blue")
        source.tell(contact(KEY, photo_id="2"))
        await until(lambda: alice.photo_id == "2", "another photo")
        assert await alice.photo() != first


async def test_many_at_once_are_one_fetch() -> None:
    async with office(contact(KEY, photo_id="1")) as (source, _, alice):
        source.pictures[KEY] = png("red")
        pictures = await asyncio.gather(*(alice.photo() for _ in range(5)))
        assert all(picture == pictures[0] for picture in pictures)
        assert fetches(source) == 1


async def test_a_hub_that_is_gone_is_no_error() -> None:
    source = Scripted(ALICE)
    hub = HubServer([ACCOUNT], [source], linger=0.0)
    await hub.__aenter__()
    async with lampfield.connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx:
        (alice,) = pbx.contacts
        await hub.__aexit__(None, None, None)
        picture = await alice.photo()
        assert picture is not None
        assert picture.media_type == "image/svg+xml"


@pytest.mark.parametrize("size", [0, -1, 5000])
async def test_a_size_out_of_bounds_is_refused(size: int) -> None:
    async with office() as (_, _, alice):
        with pytest.raises(ValueError, match="pixels"):
            await alice.photo(size=size)
