"""Photos are fetched one at a time, at the source and at the hub, and connections are given back."""

import asyncio
from typing import Any

import pytest
from websockets.http11 import Response

import lampfield
from lampfield.hub.http import response
from lampfield.hub.server import HubServer
from tests.client.test_photos import png
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

PEOPLE = [contact(str(number), name=f"Person {number}", photo_id="1") for number in range(4)]


class AtOnce:
    """Counts what is under way at the same time."""

    def __init__(self) -> None:
        self.now = self.most = self.whole = 0

    async def __aenter__(self) -> None:
        self.now += 1
        self.whole += 1
        self.most = max(self.most, self.now)
        for _ in range(20):
            await asyncio.sleep(0)

    async def __aexit__(self, *_: object) -> None:
        self.now -= 1


async def test_the_source_is_asked_for_one_photo_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Scripted(*PEOPLE)
    source.pictures = {str(number): png("red") for number in range(len(PEOPLE))}
    async with (
        HubServer([ACCOUNT], [source]) as hub,
        lampfield.connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret),
    ):
        (desk,) = hub.context.accounts
        session, at_once = source.sessions[0], AtOnce()
        fetch = session.photo

        async def photo(key: Any) -> Any:
            async with at_once:
                return await fetch(key)

        monkeypatch.setattr(session, "photo", photo)
        people = list(desk.store.contacts.values.values())
        for _ in range(2):
            pictures = await asyncio.gather(*(desk.photos.png(person, 32) for person in people))
            assert all(picture.startswith(b"\x89PNG") for picture in pictures)
        assert (at_once.most, at_once.whole) == (1, len(PEOPLE))


async def test_the_hub_is_asked_for_one_photo_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = AtOnce()

    async def answer(*_: object) -> Response:
        async with at_once:
            return response(200, b"picture", "image/png")

    monkeypatch.setattr("lampfield.hub.routes.answer", answer)
    async with (
        HubServer([ACCOUNT], [Scripted(*PEOPLE)]) as hub,
        lampfield.connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        pictures = await asyncio.gather(*(person.photo(32) for person in pbx.contacts))
        assert {picture.data for picture in pictures if picture} == {b"picture"}
        assert (at_once.most, at_once.whole) == (1, len(PEOPLE))


async def test_a_client_that_leaves_gives_its_connections_back() -> None:
    async with HubServer([ACCOUNT], [Scripted(*PEOPLE)]) as hub:
        async with lampfield.connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx:
            await next(iter(pbx.contacts)).photo(32)
            client = pbx.photos._client
            assert client is not None
            assert not client.is_closed
        assert client.is_closed
        await until(lambda: len(hub.context.connections) == 0, "no connection is left")
