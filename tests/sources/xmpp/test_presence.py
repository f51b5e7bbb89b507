"""What a presence says, beside what every one does."""

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.show import State, can_chat_from_states
from lampfield.sources.xmpp.presence import NO_RESOURCE, Presence, read_presence
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
def test_unavailable_without_a_resource_ends_all(kind: str) -> None:
    assert read_presence(stanza(f"<presence from='bob@acme.test' type='{kind}'/>"), NOW).resource == ""


def test_request_has_name_and_text() -> None:
    asks = stanza(
        "<presence from='kim@acme.test' type='subscribe'><status> It's Kim of Acme </status>"
        "<nick xmlns='http://jabber.org/protocol/nick'> Kim Kern </nick></presence>"
    )
    presence = read_presence(asks, NOW)
    assert (presence.key, presence.type, presence.nick, presence.request_text) == (
        "kim@acme.test",
        "subscribe",
        "Kim Kern",
        "It's Kim of Acme",
    )
    leaves = stanza(
        "<presence from='kim@acme.test/x' type='unavailable'><status>gone home</status></presence>"
    )
    assert read_presence(leaves, NOW).request_text == ""


WHOLE = """<presence from='Bob@acme.test/Desk'{kind}><show>dnd</show><status>busy</status>
<priority>5</priority><x xmlns='vcard-temp:x:update'><photo>f1</photo></x><error type='cancel'>
<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>"""


def test_each_kind_of_presence_says_its_own_and_no_more() -> None:
    bob = ContactKey("bob@acme.test")
    assert read_presence(stanza(WHOLE.format(kind="")), NOW) == Presence(
        key=bob, resource="Desk", type="", state=State("dnd", "busy", 5, NOW), photo_hash="f1"
    )
    for kind in ("unavailable", "subscribed", "unsubscribe", "unsubscribed", "probe"):
        assert read_presence(stanza(WHOLE.format(kind=f" type='{kind}'")), NOW) == Presence(
            key=bob, resource="Desk", type=kind
        )
    assert read_presence(stanza(WHOLE.format(kind=" type='error'")), NOW) == Presence(
        key=bob, resource="Desk", type="error", error="gone"
    )
    assert read_presence(stanza(WHOLE.format(kind=" type='subscribe'")), NOW) == Presence(
        key=bob, resource="Desk", type="subscribe", request_text="busy"
    )


def test_a_presence_without_a_sender_is_nobody_s() -> None:
    assert read_presence(stanza("<presence type='subscribe'/>"), NOW) == Presence(
        key=ContactKey(""), resource="", type="subscribe"
    )


def test_removed_avatar_has_an_empty_hash() -> None:
    empty = "<x xmlns='vcard-temp:x:update'><photo/></x>"
    assert read_presence(stanza(f"<presence from='bob@acme.test/x'>{empty}</presence>"), NOW).photo_hash == ""
    unsaid = "<x xmlns='vcard-temp:x:update'/>"
    assert (
        read_presence(stanza(f"<presence from='bob@acme.test/x'>{unsaid}</presence>"), NOW).photo_hash is None
    )


SPACE = "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("", "error"),
        ("<error/>", "error"),
        (f"<error><gone {SPACE}/></error>", "gone"),
        (f"<error><text {SPACE}>Gone.</text></error>", "error: Gone."),
        (f"<error><text {SPACE}> Gone. </text><gone {SPACE}/></error>", "gone: Gone."),
        (f"<error><gone {SPACE}/><text {SPACE}/></error>", "gone"),
        (f"<error><other xmlns='urn:x'/><gone {SPACE}/></error>", "gone"),
    ],
)
def test_error_text(inside: str, text: str) -> None:
    assert read_presence(stanza(f"<presence type='error'>{inside}</presence>"), NOW).error == text


@pytest.mark.parametrize(
    ("priority", "read"), [("127", 127), ("128", 127), ("-128", -128), ("-129", -128), ("", 0)]
)
def test_a_priority_is_a_byte(priority: str, read: int) -> None:
    assert state(f"<priority>{priority}</priority>").priority == read
