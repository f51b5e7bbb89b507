"""What the other party is told while the operator types."""

import pytest

from lampfield.model.room import Typing
from tests.sources.xmpp.desk import BOB, Desk, desk

pytestmark = pytest.mark.virtual_time

STATES = "http://jabber.org/protocol/chatstates"


async def chatting(sitting: Desk) -> None:
    """Let Bob be there and the chat with him be open."""
    sitting.server.shows(f"{BOB}/pc")
    await sitting.heard.until(lambda: sitting.shows(BOB), "Bob")
    await sitting.session.open_chat(BOB)


@pytest.mark.parametrize(
    ("typing", "word"),
    [(Typing.COMPOSING, "composing"), (Typing.PAUSED, "paused"), (Typing.IDLE, "active")],
)
async def test_the_other_party_is_told_and_nothing_of_it_is_kept(typing: Typing, word: str) -> None:
    async with desk() as sitting:
        await chatting(sitting)
        await sitting.session.send_typing(BOB, typing)
        await sitting.server.until_asked("message chat")
        (stanza,) = sitting.server.stanzas("message chat")
        assert stanza.get("to") == BOB
        assert [child.tag for child in stanza] == [f"{{{STATES}}}{word}", "{urn:xmpp:hints}no-store"]


async def test_nobody_is_told_without_a_chat_or_while_off_line() -> None:
    async with desk() as sitting:
        await sitting.session.send_typing(BOB, Typing.COMPOSING)
        await chatting(sitting)
        sitting.server.shows(f"{BOB}/pc", kind="unavailable")
        await sitting.heard.until(lambda: not sitting.shows(BOB), "Bob's end")
        await sitting.session.send_typing(BOB, Typing.COMPOSING)
        await sitting.session.post(BOB, "hi", "")
        assert len(sitting.server.stanzas("message chat")) == 1
