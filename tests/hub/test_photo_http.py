"""Photos over HTTP: status, kind, headers and body of each answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from lampfield.hub.server import HubServer
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.placeholder import placeholder_svg
from tests.client.test_photos import png
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted, contact

PRIVATE = "private, max-age=60"
HEADERS = (
    "content-type",
    "cache-control",
    "etag",
    "retry-after",
    "www-authenticate",
    "content-security-policy",
)


class Asking:
    """A client over HTTP of a hub that knows Alice."""

    def __init__(self, hub: HubServer, client: httpx.AsyncClient, token: str, cid: int) -> None:
        self.hub = hub
        self.cid = cid
        self._client = client
        self._token = token

    async def get(self, query: str = "", *, token: str | None = None, **headers: str) -> httpx.Response:
        """Ask for Alice's photo."""
        bearer = {"Authorization": f"Bearer {self._token if token is None else token}"}
        return await self._client.get(f"/contacts/{self.cid}/photo{query}", headers=bearer | headers)


@asynccontextmanager
async def asking(source: Scripted, *, start: bool = True) -> AsyncIterator[Asking]:
    """Have such a client, which is logged in over the feed."""
    async with serving(source) as hub, calling(hub) as caller:
        token = (await caller.login())["token"]
        started = await caller.ask("feed.start") if start else {"contacts": [{"cID": 1}]}
        url = hub.url.replace("ws://", "http://")
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            yield Asking(hub, client, token, started["contacts"][0]["cID"])


def said(answer: httpx.Response) -> tuple[int, dict[str, str]]:
    """Return status and the headers that say something of the photo."""
    return answer.status_code, {name: answer.headers[name] for name in HEADERS if name in answer.headers}


async def test_a_photo_is_a_png_with_a_mark_by_which_it_is_known_again() -> None:
    source = Scripted(contact("1", name="Alice", photo_id="p1"))
    source.pictures["1"] = png("red")
    async with asking(source) as alice:
        first = await alice.get("?size=32")
        etag = first.headers["etag"]
        assert said(first) == (
            200,
            {"content-type": "image/png", "cache-control": PRIVATE, "etag": etag},
        )
        again = await alice.get("?size=32", **{"If-None-Match": etag})
        assert said(again) == (304, {"cache-control": PRIVATE, "etag": etag})
        assert again.content == b""
        other = await alice.get("?size=64", **{"If-None-Match": etag})
        assert other.status_code == 200
        assert other.headers["etag"] != etag


async def test_where_there_is_none_a_placeholder_stands_or_nothing() -> None:
    async with asking(Scripted(contact("1", name="Alice Ames"))) as alice:
        answer = await alice.get("?size=48")
        assert said(answer) == (
            200,
            {
                "content-type": "image/svg+xml",
                "cache-control": PRIVATE,
                "content-security-policy": "default-src 'none'",
            },
        )
        assert answer.content == placeholder_svg("Alice Ames", 48)
        for query in ("?allownull", "?allownull=1", "?allownull=TRUE"):
            assert said(await alice.get(query)) == (204, {"cache-control": PRIVATE})
        for query in ("?allownull=0", "?allownull=False", ""):
            assert (await alice.get(query)).status_code == 200


async def test_a_photo_that_cannot_be_fetched_now_is_not_kept_as_none() -> None:
    source = Scripted(contact("1", name="Alice", photo_id="p1"))
    source.refusal = Refusal(RefusalCode.TIMED_OUT, "no answer")
    async with asking(source) as alice:
        answer = await alice.get()
        assert answer.content == placeholder_svg("Alice", 128)
        assert answer.headers["cache-control"] == "no-store"
        answer = await alice.get("?allownull")
        assert (answer.status_code, answer.text.strip()) == (
            503,
            "The photo is not available at present. Try again later.",
        )
        assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    "query", ["?size=15", "?size=-32", "?size=9999", "?size=x", "?size=12345", "?size=%C2%B2", "?size=1.5"]
)
async def test_a_size_out_of_bounds_says_which_are_not(query: str) -> None:
    async with asking(Scripted(contact("1", name="Alice"))) as alice:
        answer = await alice.get(query)
        assert answer.status_code == 400
        assert answer.text.strip() == "The size must be 16 to 512 pixels, for example size=128."


@pytest.mark.parametrize("query", ["", "?size=", "?size=null", "?size=128", "?size=16&size=128"])
async def test_the_usual_size_is_128_and_the_last_one_counts(query: str) -> None:
    async with asking(Scripted(contact("1", name="Alice"))) as alice:
        assert (await alice.get(query)).content == placeholder_svg("Alice", 128)


async def test_who_may_not_ask_is_told_what_to_do() -> None:
    async with asking(Scripted(contact("1", name="Alice"))) as alice:
        answer = await alice.get(token="wrong")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.text.strip() == "Send the token of your login as a bearer token."
        alice.cid += 1
        answer = await alice.get()
        assert (answer.status_code, answer.text.strip()) == (404, "There is no such contact.")
    async with asking(Scripted(contact("1", name="Alice")), start=False) as early:
        answer = await early.get()
        assert (answer.status_code, answer.text.strip()) == (503, "Start the feed first.")
        assert answer.headers["retry-after"] == "1"
