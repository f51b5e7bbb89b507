"""Which photos are asked for again: the hub's mark of one saves it from being sent twice."""

from typing import Any, cast

import httpx
import pytest

from lampfield.client.options import Options
from lampfield.client.photos import PhotoImage, Photos
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId

RED = httpx.Response(200, content=b"red", headers={"ETag": "r", "Content-Type": "image/webp"})
BLUE = httpx.Response(200, content=b"blue")
NONE, SAME, BUSY = httpx.Response(204), httpx.Response(304), httpx.Response(503)


class Hub:
    """A hub over HTTP that answers what a test says, and notes what it is asked."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.asked: list[tuple[str, dict[str, Any], str]] = []
        """Address, query, and the mark that was shown; empty: none."""
        self._answers = iter(answers)

    async def get(self, url: str, *, params: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
        assert headers["Authorization"] == "Bearer t"
        self.asked.append((url, params, headers.get("If-None-Match", "")))
        return next(self._answers)


def photos_of(hub: Hub) -> Photos:
    photos = Photos(Options(url="ws://127.0.0.1:1/hub"), lambda: "t")
    photos._client = cast("Any", hub)
    return photos


async def seen(photos: Photos, photo_id: str, size: int = 48) -> bytes | None:
    """Return Ann's picture after her ``photo_id`` was set."""
    ann = Contact(cid=ContactId(7), name="Ann", photo_id=photo_id)
    picture = await photos.fetch(ann, size, allow_null=True)
    return picture.data if picture is not None else None


async def test_a_photo_is_asked_for_by_contact_size_and_mark() -> None:
    hub = Hub(RED, BLUE)
    photos = photos_of(hub)
    ann = Contact(cid=ContactId(7), photo_id="1")
    assert await photos.fetch(ann, 48, allow_null=True) == PhotoImage(b"red", "image/webp")
    assert await seen(photos, "2") == b"blue"
    url, query = "http://127.0.0.1:1/hub/contacts/7/photo", {"size": 48, "allownull": 1}
    assert hub.asked == [(url, query, ""), (url, query, "r")]


@pytest.mark.parametrize(
    ("answers", "ids", "pictures"),
    [
        # The last answer is asked for only where what is known does not serve.
        ([RED, BLUE], ["1", "1", "2", "2"], [b"red", b"red", b"blue", b"blue"]),
        ([RED, SAME], ["1", "2", "2"], [b"red", b"red", b"red"]),
        ([RED, BUSY, BLUE], ["1", "2", "2"], [b"red", b"red", b"blue"]),
        ([NONE, BLUE], ["1", "1", "2"], [None, None, b"blue"]),
        ([RED, NONE], ["1", "2", "2"], [b"red", None, None]),
        ([SAME, BUSY, RED], ["1", "1", "1"], [None, None, b"red"]),
    ],
)
async def test_a_photo_is_asked_for_again_when_it_changed_or_did_not_come(
    answers: list[httpx.Response], ids: list[str], pictures: list[bytes | None]
) -> None:
    hub = Hub(*answers)
    photos = photos_of(hub)
    assert [await seen(photos, photo_id) for photo_id in ids] == pictures
    assert len(hub.asked) == len(answers)


async def test_each_size_is_a_picture_of_its_own() -> None:
    hub = Hub(RED, BLUE)
    photos = photos_of(hub)
    assert [await seen(photos, "1", size) for size in (48, 64, 48)] == [b"red", b"blue", b"red"]
