"""What is sent of a message, and what is not."""

from xml.etree.ElementTree import Element

import pytest

from lampfield.model.change import MessageChange, ReceiptChange
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import Receipt
from tests.sources.xmpp.harness import BOB, ChatHarness, connected_session

pytestmark = pytest.mark.virtual_time

BODY = "{jabber:client}body"


def sent(harness: ChatHarness) -> list[Element]:
    """Return the messages that the server got."""
    return harness.server.stanzas("message chat")


async def test_a_message_goes_out_under_its_name_and_is_told_as_sent_once_the_server_has_it() -> None:
    async with connected_session() as harness:
        await harness.session.open_chat(BOB)
        message_id = await harness.session.post(BOB, "<hi> & bye", "post-1")
        (stanza,) = sent(harness)
        assert (stanza.get("id"), stanza.get("to"), stanza.findtext(BODY)) == ("post-1", BOB, "<hi> & bye")
        (told,) = harness.seen.of(MessageChange)
        assert (told.id, told.own, told.text) == (message_id, True, "<hi> & bye")
        receipts = [(it.id, it.receipt) for it in harness.seen.of(ReceiptChange)]
        assert receipts[-1:] == [(message_id, Receipt.SENT)]


async def test_messages_without_a_name_have_one_of_their_own() -> None:
    async with connected_session() as harness:
        await harness.session.open_chat(BOB)
        ids = {await harness.session.post(BOB, "hi") for _ in range(3)}
        assert len(ids) == len({stanza.get("id") for stanza in sent(harness)}) == 3


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ufffeb", "a\ud800b"])
async def test_text_that_would_end_the_stream_is_refused(text: str) -> None:
    async with connected_session() as harness:
        await harness.session.open_chat(BOB)
        with pytest.raises(Refusal, match="has control characters") as caught:
            await harness.session.post(BOB, text)
        assert caught.value.word is RefusalCode.BAD_TEXT
        assert (sent(harness), harness.seen.of(MessageChange)) == ([], [])


async def test_unknown_contact_gets_no_message() -> None:
    async with connected_session() as harness:
        with pytest.raises(Refusal) as caught:
            await harness.session.post(ContactKey("nobody@acme.test"), "hi")
        assert caught.value.word is RefusalCode.UNKNOWN_CONTACT
        assert sent(harness) == []
