"""An account without a chat address."""

import pytest

from lampfield.model.account import Account
from lampfield.model.change import Change, LinkChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.xmpp.source import XmppSource


async def test_an_account_without_an_address_has_no_chat_and_is_told_where_it_is_missing() -> None:
    told: list[Change] = []
    session = XmppSource("chat.acme.test").open(Account(name="wall"), told.extend)
    await session.start()
    reason = "The account wall has no jid in the site file."
    assert told == [LinkChange(Link(LinkName.CHAT, LinkState.ABSENT, 0.0, "xmpp", reason))]
    with pytest.raises(Refusal) as caught:
        await session.open_chat(ContactKey("bob@acme.test"))
    assert caught.value.word is RefusalCode.UNSUPPORTED
    await session.close()
