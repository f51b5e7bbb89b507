"""From stanzas to what they say."""

from xml.etree.ElementTree import fromstring

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal
from lampfield.model.relationship import Subscription
from lampfield.model.room import Receipt, Typing
from lampfield.sources.xmpp.address import person_address
from lampfield.sources.xmpp.avatars import read_avatar_update
from lampfield.sources.xmpp.content import Content
from lampfield.sources.xmpp.message import ArchivedMessage, Marker, ParsedMessage, read_message
from lampfield.sources.xmpp.presence import read_presence
from lampfield.sources.xmpp.roster import RosterEntry, read_roster
from lampfield.sources.xmpp.stanzas import epoch_seconds
from tests.sources.xmpp import stanzas
from tests.sources.xmpp.stanzas import NOW, OWN, stanza

BOB = ContactKey("bob@acme.test")
HALF_PAST_NINE = 1_795_512_600.0


def read(xml: str) -> ParsedMessage | ArchivedMessage | None:
    return read_message(stanza(xml), ContactKey(OWN), NOW)


def parsed(xml: str) -> ParsedMessage:
    seen = read(xml)
    assert isinstance(seen, ParsedMessage)
    return seen


def test_a_presence_says_resource_show_status_priority_and_since_when() -> None:
    presence = read_presence(stanza(stanzas.AWAY), NOW)
    assert (presence.key, presence.resource, presence.type) == (BOB, "laptop", "")
    state = presence.state
    assert state is not None
    assert (state.show, state.status, state.priority, state.since) == (
        "xa",
        "lunch till 1",
        5,
        HALF_PAST_NINE,
    )
    assert presence.photo_hash == "bd7a6da73b63e81d382372484a4a1df5aa019bc0"


@pytest.mark.parametrize("word", ["", "<show/>", "<show>busy</show>"])
def test_a_presence_without_a_known_word_is_available(word: str) -> None:
    presence = read_presence(stanza(f'<presence from="bob@acme.test/x">{word}</presence>'), NOW)
    assert presence.state is not None
    assert (presence.state.show, presence.state.since) == ("available", NOW)
    assert presence.photo_hash is None


def test_since_is_never_in_the_future() -> None:
    ahead = stanza(stanzas.AWAY.replace("2026-11-24T09:30:00Z", "2099-01-01T00:00:00Z"))
    state = read_presence(ahead, NOW).state
    assert state is not None
    assert state.since == NOW


def test_error_has_the_server_s_text() -> None:
    presence = read_presence(stanza(stanzas.REMOTE_REFUSED), NOW)
    assert (presence.type, presence.state) == ("error", None)
    assert presence.error == "not-allowed: Communication with remote domains is not enabled"


def test_a_roster_gives_names_groups_and_how_one_stands() -> None:
    bob, kim, dan = read_roster(fromstring(stanzas.ROSTER))
    assert bob == RosterEntry(
        key=BOB, name="Bobby", groups=("Front desk", "Sales"), subscription=Subscription.BOTH
    )
    assert (kim.asked, kim.subscription) == (True, Subscription.NONE)
    assert dan.removed


def test_a_live_message_and_its_archived_copy_are_one() -> None:
    live, archived = parsed(stanzas.LIVE), read(stanzas.ARCHIVED)
    assert isinstance(archived, ArchivedMessage)
    assert (archived.query, archived.archive_id) == ("q1", "a1")
    assert archived.stamp_ms == int(HALF_PAST_NINE * 1000)
    assert archived.parsed is not None
    assert archived.parsed.archive_id == live.archive_id == "a1"
    assert (live.key, live.own, live.content.text, live.sender_ids) == (
        BOB,
        False,
        "Is Mr Brown there?",
        ("m1",),
    )
    assert (live.markable, live.wants_receipt, live.typing) == (True, True, Typing.IDLE)


@pytest.mark.parametrize("sender", ["mallory@acme.test", "acme.test"])
def test_archive_result_from_another_sender_is_a_forgery(sender: str) -> None:
    assert read(stanzas.ARCHIVED.replace('from="alice@acme.test"', f'from="{sender}"', 1)) is None


def test_a_server_s_id_counts_only_in_its_own_name_and_where_it_gives_any() -> None:
    """Prosody leaves an id that the sender made up in its name, and adds its own after it."""
    forged = '<stanza-id xmlns="urn:xmpp:sid:0" id="forged" by="alice@acme.test"/>'
    foreign = '<stanza-id xmlns="urn:xmpp:sid:0" id="foreign" by="bob@acme.test"/>'
    both = stanzas.LIVE.replace("<stanza-id", f"{forged}<stanza-id", 1).replace(
        "</message>", f"{foreign}</message>"
    )
    assert parsed(both).archive_id == "a1"
    only = f'<message from="bob@acme.test/x" type="chat"><body>hi</body>{foreign}</message>'
    assert parsed(only).archive_id == ""
    seen = read_message(stanza(stanzas.LIVE), ContactKey(OWN), NOW, trusts_ids=False)
    assert isinstance(seen, ParsedMessage)
    assert seen.archive_id == ""


def test_a_carbon_of_ours_is_our_own_message() -> None:
    carbon = parsed(stanzas.SENT_CARBON.format(wrapper=OWN))
    assert (carbon.key, carbon.own, carbon.content.text) == (BOB, True, "from my phone")
    assert (carbon.sender_ids, carbon.sender, carbon.to_resource) == (("m2",), "alice@acme.test/phone", False)


def test_a_carbon_of_what_another_device_got_asks_for_no_receipt() -> None:
    request = '<request xmlns="urn:xmpp:receipts"/></message></forwarded>'
    carbon = stanzas.SENT_CARBON.format(wrapper=OWN).replace("</message></forwarded>", request)
    got = carbon.replace("sent", "received").replace(
        'from="alice@acme.test/phone" to="bob@acme.test"', 'from="bob@acme.test/x" to="alice@acme.test/phone"'
    )
    assert (parsed(got).own, parsed(got).content.text, parsed(got).wants_receipt) == (
        False,
        "from my phone",
        False,
    )


def test_a_carbon_of_anybody_else_is_a_forgery() -> None:
    assert read(stanzas.SENT_CARBON.format(wrapper="mallory@acme.test")) is None


@pytest.mark.parametrize(
    ("xml", "receipt"),
    [
        (stanzas.RECEIPT, Receipt.RECEIVED),
        (stanzas.DISPLAYED, Receipt.READ),
        (stanzas.DISPLAYED.replace("displayed", "acknowledged"), Receipt.READ),
        (stanzas.DISPLAYED.replace("displayed", "received"), Receipt.RECEIVED),
        (stanzas.UNDELIVERED, Receipt.FAILED),
    ],
)
def test_what_became_of_our_message_names_it(xml: str, receipt: Receipt) -> None:
    assert parsed(xml).markers == (Marker(receipt, "m3"),)


def test_an_error_says_why_in_the_server_s_words_and_has_no_text_of_its_own() -> None:
    assert (parsed(stanzas.UNDELIVERED).bounce, parsed(stanzas.UNDELIVERED).content) == (
        "service unavailable",
        Content(),
    )
    words = '<text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">blocked by policy</text></error>'
    assert parsed(stanzas.UNDELIVERED.replace("</error>", words)).bounce == "blocked by policy"
    bare = '<message from="bob@acme.test" type="error" id="m3"/>'
    assert parsed(bare).bounce == "no reason is given"


def test_typing_is_parsed() -> None:
    assert parsed(stanzas.COMPOSING).typing is Typing.COMPOSING


def test_room_and_self_messages_are_ignored() -> None:
    assert read('<message from="room@acme.test/x" type="groupchat"><body>hi</body></message>') is None
    assert read(f'<message from="{OWN}/phone" to="{OWN}" type="chat"><body>hi</body></message>') is None


def delayed(*stamps: tuple[str, str]) -> tuple[int | None, int]:
    """Return what is believed of the stamps of a message, in seconds after `HALF_PAST_NINE`, and what not."""
    xml = "".join(f'<delay xmlns="urn:xmpp:delay" from="{by}" stamp="{stamp}"/>' for by, stamp in stamps)
    seen = parsed(f'<message from="bob@acme.test/x" type="chat"><body>hi</body>{xml}</message>')
    return seen.server_ms, seen.claimed_ms


@pytest.mark.parametrize("by", ["acme.test", OWN, "ACME.test"])
def test_own_server_s_stamp_is_trusted_up_to_now(by: str) -> None:
    assert delayed((by, "2026-11-24T09:30:00Z")) == (int(HALF_PAST_NINE * 1000), 0)
    assert delayed((by, "9999-12-31T23:59:59Z")) == (int(NOW * 1000), 0)
    assert delayed((by, "2001-01-01T00:00:00Z"), (by, "2026-11-24T09:30:00Z"))[0] == int(
        HALF_PAST_NINE * 1000
    )


@pytest.mark.parametrize("by", ["bob@acme.test/x", "gw.acme.test", "", "evil.test"])
def test_a_stamp_of_anybody_else_is_only_claimed(by: str) -> None:
    assert delayed((by, "2026-11-24T09:30:00Z")) == (None, int(HALF_PAST_NINE * 1000))
    for nonsense in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "never"):
        assert delayed((by, nonsense)) == (None, 0)


def test_an_avatar_is_announced_and_taken_back() -> None:
    assert read_avatar_update(stanza(stanzas.AVATAR)) == (BOB, "bd7a")
    gone = stanzas.AVATAR.replace('<info id="bd7a" type="image/png" bytes="152"/>', "")
    assert read_avatar_update(stanza(gone)) == (BOB, "")
    assert read_avatar_update(stanza(stanzas.LIVE)) is None


@pytest.mark.parametrize("text", ["alice", "@acme.test", "a b@acme.test", "kim@acme.test/desk", ""])
def test_what_is_no_person_s_address(text: str) -> None:
    with pytest.raises(Refusal):
        person_address(text)


def test_an_address_is_spelled_as_servers_do() -> None:
    assert person_address(" Kim@ACME.test ") == "kim@acme.test"


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [
        ("2026-11-24T09:30:00Z", HALF_PAST_NINE),
        ("2026-11-24T09:30:00.500000Z", HALF_PAST_NINE + 0.5),
        ("2026-11-24T10:30:00+01:00", HALF_PAST_NINE),
        ("yesterday", None),
        ("", None),
    ],
)
def test_stamps(stamp: str, seconds: float | None) -> None:
    assert epoch_seconds(stamp) == seconds
