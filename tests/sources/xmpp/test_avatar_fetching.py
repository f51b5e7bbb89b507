"""Avatars at a scripted chat server: announced, fetched where they are, and not believed when damaged."""

import base64
import hashlib

import pytest

from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.port import Photo
from lampfield.sources.xmpp import avatars
from tests.sources.cues import Manner
from tests.sources.xmpp.desk import BOB, CARA, Desk, desk

pytestmark = pytest.mark.virtual_time

PNG = b"\x89PNG\r\n\x1a\n of Bob"
ENCODED = base64.b64encode(PNG).decode()
DATA = ("bob@acme.test", "urn:xmpp:avatar:data")
ITEM = "<item id='h1'><data xmlns='urn:xmpp:avatar:data'>{}</data></item>"
CARD = "<PHOTO><TYPE>image/png</TYPE><BINVAL>{}</BINVAL></PHOTO>"


async def announce(sitting: Desk, photo_id: str) -> None:
    """Let Bob announce an avatar."""
    info = f"<info id='{photo_id}' type='image/png' bytes='9'/>" if photo_id else ""
    sitting.server.send(
        f"<message from='{BOB}' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
        f"<items node='urn:xmpp:avatar:metadata'><item id='{photo_id}'>"
        f"<metadata xmlns='urn:xmpp:avatar:metadata'>{info}</metadata></item></items></event></message>"
    )
    await sitting.heard.until(lambda: sitting.heard.contacts[BOB].photo_id == photo_id, f"photo {photo_id!r}")


async def test_a_published_avatar_is_fetched_by_its_hash_and_the_next_one_by_its_own() -> None:
    async with desk() as sitting:
        for photo_id in ("h1", "h2"):
            await announce(sitting, photo_id)
            sitting.server.published[DATA] = ITEM.format(f" {ENCODED[:8]}\n{ENCODED[8:]} ")
            assert await sitting.session.photo(BOB) == Photo(PNG, photo_id)
            (wanted,) = sitting.server.stanzas("get pubsub http://jabber.org/protocol/pubsub")[-1:]
            item = next(wanted.iter("{http://jabber.org/protocol/pubsub}item"))
            assert (wanted.get("to"), item.get("id")) == (BOB, photo_id)
        await announce(sitting, "")
        assert await sitting.session.photo(BOB) is None


async def test_where_none_was_published_the_vcard_has_it() -> None:
    async with desk() as sitting:
        sitting.server.vcards[CARA] = CARD.format(ENCODED)
        sha1 = hashlib.sha1(PNG, usedforsecurity=False).hexdigest()
        assert await sitting.session.photo(CARA) == Photo(PNG, sha1)
        assert sitting.server.count("get pubsub http://jabber.org/protocol/pubsub") == 0
        await announce(sitting, "h1")
        sitting.server.vcards[BOB] = CARD.format(ENCODED)
        assert await sitting.session.photo(BOB) == Photo(PNG, "h1"), "what cannot be read there is read here"


@pytest.mark.parametrize("text", ["", "no base64!", "AAA", CARD.format("?")])
async def test_what_is_damaged_is_no_avatar(text: str) -> None:
    async with desk() as sitting:
        await announce(sitting, "h1")
        sitting.server.published[DATA] = ITEM.format(text) if "<" not in text else "<item id='h1'/>"
        sitting.server.vcards[BOB] = CARD.format("?")
        assert await sitting.session.photo(BOB) is None


async def test_what_is_too_large_is_no_avatar(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk() as sitting:
        sitting.server.vcards[BOB] = CARD.format(ENCODED)
        monkeypatch.setattr(avatars, "MAX_BYTES", len(PNG))
        assert await sitting.session.photo(BOB) is not None
        monkeypatch.setattr(avatars, "MAX_BYTES", len(PNG) - 1)
        assert await sitting.session.photo(BOB) is None


async def test_a_server_that_does_not_answer_is_no_word_that_there_is_none() -> None:
    async with desk() as sitting:
        sitting.server.cue("get vCard vcard-temp", Manner.SILENT)
        with pytest.raises(Refusal) as caught:
            await sitting.session.photo(BOB)
        assert caught.value.word is RefusalCode.TIMED_OUT
