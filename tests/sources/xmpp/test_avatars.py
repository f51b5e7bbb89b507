"""Avatars at a scripted chat server: announced, fetched where they are, and not believed when damaged."""

import base64
import hashlib

import pytest

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.port import Photo
from lampfield.sources.xmpp import avatars
from tests.sources.cues import Manner
from tests.sources.xmpp.harness import BOB, CARA, ChatHarness, connected_session

pytestmark = pytest.mark.virtual_time

PNG = b"\x89PNG\r\n\x1a\n of Bob"
ENCODED = base64.b64encode(PNG).decode()
DATA = ("bob@acme.test", "urn:xmpp:avatar:data")
ITEM = "<item id='h1'><data xmlns='urn:xmpp:avatar:data'>{}</data></item>"
CARD = "<PHOTO><TYPE>image/png</TYPE><BINVAL>{}</BINVAL></PHOTO>"


async def announce(harness: ChatHarness, photo_id: str) -> None:
    """Let Bob announce an avatar."""
    info = f"<info id='{photo_id}' type='image/png' bytes='9'/>" if photo_id else ""
    harness.server.send(
        f"<message from='{BOB}' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
        f"<items node='urn:xmpp:avatar:metadata'><item id='{photo_id}'>"
        f"<metadata xmlns='urn:xmpp:avatar:metadata'>{info}</metadata></item></items></event></message>"
    )
    await harness.seen.until(lambda: harness.seen.contacts[BOB].photo_id == photo_id, f"photo {photo_id!r}")


async def test_a_published_avatar_is_fetched_by_its_hash_and_the_next_one_by_its_own() -> None:
    async with connected_session() as harness:
        for photo_id in ("h1", "h2"):
            await announce(harness, photo_id)
            harness.server.published[DATA] = ITEM.format(f" {ENCODED[:8]}\n{ENCODED[8:]} ")
            assert await harness.session.photo(BOB) == Photo(PNG, photo_id)
            (wanted,) = harness.server.stanzas("get pubsub http://jabber.org/protocol/pubsub")[-1:]
            item = next(wanted.iter("{http://jabber.org/protocol/pubsub}item"))
            assert (wanted.get("to"), item.get("id")) == (BOB, photo_id)
        await announce(harness, "")
        assert await harness.session.photo(BOB) is None


async def test_where_none_was_published_the_vcard_has_it() -> None:
    async with connected_session() as harness:
        harness.server.vcards[CARA] = CARD.format(ENCODED)
        sha1 = hashlib.sha1(PNG, usedforsecurity=False).hexdigest()
        assert await harness.session.photo(CARA) == Photo(PNG, sha1)
        assert harness.server.count("get pubsub http://jabber.org/protocol/pubsub") == 0
        await announce(harness, "h1")
        harness.server.vcards[BOB] = CARD.format(ENCODED)
        assert await harness.session.photo(BOB) == Photo(PNG, "h1"), "what cannot be read there is read here"


@pytest.mark.parametrize("text", ["", "no base64!", "AAA", CARD.format("?")])
async def test_damaged_avatar_is_ignored(text: str) -> None:
    async with connected_session() as harness:
        await announce(harness, "h1")
        harness.server.published[DATA] = ITEM.format(text) if "<" not in text else "<item id='h1'/>"
        harness.server.vcards[BOB] = CARD.format("?")
        assert await harness.session.photo(BOB) is None


async def test_oversized_avatar_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    async with connected_session() as harness:
        harness.server.vcards[BOB] = CARD.format(ENCODED)
        monkeypatch.setattr(avatars, "MAX_BYTES", len(PNG))
        assert await harness.session.photo(BOB) is not None
        monkeypatch.setattr(avatars, "MAX_BYTES", len(PNG) - 1)
        assert await harness.session.photo(BOB) is None


async def test_missing_answer_does_not_mean_no_avatar() -> None:
    async with connected_session() as harness:
        harness.server.cue("get vCard vcard-temp", Manner.SILENT)
        with pytest.raises(Refusal) as caught:
            await harness.session.photo(BOB)
        assert caught.value.word is RefusalCode.TIMED_OUT
