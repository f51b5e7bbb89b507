"""The typing notifications that the other party receives."""

import pytest

from lampfield.model.room import Typing
from tests.sources.xmpp.harness import BOB, ChatHarness, connected_session

pytestmark = pytest.mark.virtual_time

STATES = "http://jabber.org/protocol/chatstates"


async def chatting(harness: ChatHarness) -> None:
    """Let Bob be there and the chat with him be open."""
    harness.server.shows(f"{BOB}/pc")
    await harness.seen.until(lambda: harness.shows(BOB), "Bob")
    await harness.session.open_chat(BOB)


@pytest.mark.parametrize(
    ("typing", "word"),
    [(Typing.COMPOSING, "composing"), (Typing.PAUSED, "paused"), (Typing.IDLE, "active")],
)
async def test_typing_is_sent_and_not_archived(typing: Typing, word: str) -> None:
    async with connected_session() as harness:
        await chatting(harness)
        await harness.session.send_typing(BOB, typing)
        await harness.server.wait_asked("message chat")
        (stanza,) = harness.server.stanzas("message chat")
        assert stanza.get("to") == BOB
        assert [child.tag for child in stanza] == [f"{{{STATES}}}{word}", "{urn:xmpp:hints}no-store"]


async def test_typing_needs_an_open_chat_and_an_online_contact() -> None:
    async with connected_session() as harness:
        await harness.session.send_typing(BOB, Typing.COMPOSING)
        await chatting(harness)
        harness.server.shows(f"{BOB}/pc", kind="unavailable")
        await harness.seen.until(lambda: not harness.shows(BOB), "Bob's end")
        await harness.session.send_typing(BOB, Typing.COMPOSING)
        await harness.session.post(BOB, "hi", "")
        assert len(harness.server.stanzas("message chat")) == 1
