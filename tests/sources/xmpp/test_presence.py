"""What a presence says, beside what every one does."""

import pytest

from lampfield.model.show import State, can_chat_from_states
from lampfield.sources.xmpp.presence import NO_RESOURCE, read_presence
from tests.sources.xmpp.stanzas import NOW, stanza


def state(inside: str) -> State:
    found = read_presence(stanza(f"<presence from='bob@acme.test/x'>{inside}</presence>"), NOW).state
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<priority>-1</priority>", State("away", "takes no messages", -1, NOW)),
        ("<show>chat</show><priority>-128</priority>", State("away", "takes no messages", -128, NOW)),
        ("<show>dnd</show><status>busy</status><priority>-1</priority>", State("dnd", "busy", -1, NOW)),
        ("<priority>0</priority>", State("available", "", 0, NOW)),
        ("<priority>1</priority>", State("available", "", 1, NOW)),
        ("<priority>-999</priority>", State("away", "takes no messages", -128, NOW)),
        ("<priority>high</priority>", State("available", "", 0, NOW)),
    ],
)
def test_a_client_that_takes_no_messages_is_not_online(inside: str, expected: State) -> None:
    assert state(inside) == expected
    assert can_chat_from_states({"x": expected}) == (expected.priority >= 0)


def test_one_client_that_takes_messages_is_enough() -> None:
    assert can_chat_from_states({"a": State(priority=-1), "b": State(priority=0)})


def test_one_without_a_resource_is_somebody_to_chat_with() -> None:
    presence = read_presence(stanza("<presence from='gw.acme.test'/>"), NOW)
    assert presence.resource == NO_RESOURCE
    assert presence.state is not None
    assert can_chat_from_states({presence.resource: presence.state})


@pytest.mark.parametrize("kind", ["unavailable", "error", "subscribe"])
def test_what_ends_a_presence_without_a_resource_ends_all(kind: str) -> None:
    assert read_presence(stanza(f"<presence from='bob@acme.test' type='{kind}'/>"), NOW).resource == ""


def test_who_asks_says_name_and_why() -> None:
    asks = stanza(
        "<presence from='kim@acme.test' type='subscribe'><status> It's Kim of Acme </status>"
        "<nick xmlns='http://jabber.org/protocol/nick'> Kim Kern </nick></presence>"
    )
    presence = read_presence(asks, NOW)
    assert (presence.key, presence.type, presence.nick, presence.words) == (
        "kim@acme.test",
        "subscribe",
        "Kim Kern",
        "It's Kim of Acme",
    )
    leaves = stanza(
        "<presence from='kim@acme.test/x' type='unavailable'><status>gone home</status></presence>"
    )
    assert read_presence(leaves, NOW).words == ""
