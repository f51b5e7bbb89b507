"""What is sent of a message, and what is not."""

from xml.etree.ElementTree import Element

import pytest

from lampfield.model.change import MessageChange, ReceiptChange
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.room import Receipt
from tests.sources.xmpp.desk import BOB, Desk, desk

pytestmark = pytest.mark.virtual_time

BODY = "{jabber:client}body"


def sent(sitting: Desk) -> list[Element]:
    """Return the messages that the server got."""
    return sitting.server.stanzas("message chat")


async def test_a_message_goes_out_under_its_name_and_is_told_as_sent_once_the_server_has_it() -> None:
    async with desk() as sitting:
        await sitting.session.open_chat(BOB)
        message_id = await sitting.session.post(BOB, "<hi> & bye", "post-1")
        (stanza,) = sent(sitting)
        assert (stanza.get("id"), stanza.get("to"), stanza.findtext(BODY)) == ("post-1", BOB, "<hi> & bye")
        (told,) = sitting.heard.of(MessageChange)
        assert (told.id, told.own, told.text) == (message_id, True, "<hi> & bye")
        receipts = [(it.id, it.receipt) for it in sitting.heard.of(ReceiptChange)]
        assert receipts[-1:] == [(message_id, Receipt.SENT)]


async def test_messages_without_a_name_have_one_of_their_own() -> None:
    async with desk() as sitting:
        await sitting.session.open_chat(BOB)
        ids = {await sitting.session.post(BOB, "hi") for _ in range(3)}
        assert len(ids) == len({stanza.get("id") for stanza in sent(sitting)}) == 3


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ufffeb", "a\ud800b"])
async def test_what_would_end_the_stream_is_refused_and_not_sent(text: str) -> None:
    async with desk() as sitting:
        await sitting.session.open_chat(BOB)
        with pytest.raises(Refusal, match="has control characters") as caught:
            await sitting.session.post(BOB, text)
        assert caught.value.word is RefusalCode.BAD_TEXT
        assert (sent(sitting), sitting.heard.of(MessageChange)) == ([], [])


async def test_nothing_is_sent_to_somebody_who_is_not_known() -> None:
    async with desk() as sitting:
        with pytest.raises(Refusal) as caught:
            await sitting.session.post(ContactKey("nobody@acme.test"), "hi")
        assert caught.value.word is RefusalCode.UNKNOWN_CONTACT
        assert sent(sitting) == []
