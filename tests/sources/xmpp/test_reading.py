"""From stanzas to what they say."""

from xml.etree.ElementTree import fromstring

import pytest

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal
from lampfield.model.relationship import Subscription
from lampfield.model.room import Receipt, Typing
from lampfield.sources.xmpp.address import person_address
from lampfield.sources.xmpp.avatars import read_avatar_news
from lampfield.sources.xmpp.message import Archived, Said, read_message
from lampfield.sources.xmpp.presence import read_presence
from lampfield.sources.xmpp.roster import Entry, read_roster
from lampfield.sources.xmpp.stamps import epoch_seconds
from tests.sources.xmpp import stanzas
from tests.sources.xmpp.stanzas import NOW, OWN, stanza

BOB = ContactKey("bob@acme.test")
HALF_PAST_NINE = 1_795_512_600.0


def read(xml: str) -> Said | Archived | None:
    return read_message(stanza(xml), ContactKey(OWN), NOW)


def said(xml: str) -> Said:
    heard = read(xml)
    assert isinstance(heard, Said)
    return heard


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


def test_an_error_is_told_with_the_server_s_words() -> None:
    presence = read_presence(stanza(stanzas.REMOTE_REFUSED), NOW)
    assert (presence.type, presence.state) == ("error", None)
    assert presence.error == "not-allowed: Communication with remote domains is not enabled"


def test_a_roster_gives_names_groups_and_how_one_stands() -> None:
    bob, kim, dan = read_roster(fromstring(stanzas.ROSTER))
    assert bob == Entry(key=BOB, name="Bobby", groups=("Front desk", "Sales"), subscription=Subscription.BOTH)
    assert (kim.asked, kim.subscription) == (True, Subscription.NONE)
    assert dan.removed


def test_a_live_message_and_its_archived_copy_are_one() -> None:
    live, archived = said(stanzas.LIVE), read(stanzas.ARCHIVED)
    assert isinstance(archived, Archived)
    assert (archived.query, archived.archive_id) == ("q1", "a1")
    assert archived.said is not None
    assert archived.said.id == live.id
    assert archived.said.time_ms == int(HALF_PAST_NINE * 1000)
    assert (live.key, live.own, live.text, live.markable) == (BOB, False, "Is Mr Brown there?", True)


def test_a_carbon_of_ours_is_our_own_message() -> None:
    carbon = said(stanzas.SENT_CARBON.format(wrapper=OWN))
    assert (carbon.key, carbon.own, carbon.text, carbon.id) == (BOB, True, "from my phone", "o:m2")


def test_a_carbon_of_anybody_else_is_a_forgery() -> None:
    assert read(stanzas.SENT_CARBON.format(wrapper="mallory@acme.test")) is None


@pytest.mark.parametrize(
    ("xml", "receipt"),
    [
        (stanzas.RECEIPT, Receipt.RECEIVED),
        (stanzas.DISPLAYED, Receipt.READ),
        (stanzas.UNDELIVERED, Receipt.FAILED),
    ],
)
def test_what_became_of_our_message_names_it(xml: str, receipt: Receipt) -> None:
    assert (said(xml).receipt, said(xml).receipt_of) == (receipt, "o:m3")


def test_typing_is_heard() -> None:
    assert said(stanzas.COMPOSING).typing is Typing.COMPOSING


@pytest.mark.parametrize("kind", ["groupchat", "headline"])
def test_what_is_no_chat_of_two_is_nothing(kind: str) -> None:
    assert read(f'<message from="room@acme.test/x" type="{kind}"><body>hi</body></message>') is None


def test_an_avatar_is_announced_and_taken_back() -> None:
    assert read_avatar_news(stanza(stanzas.AVATAR)) == (BOB, "bd7a")
    gone = stanzas.AVATAR.replace('<info id="bd7a" type="image/png" bytes="152"/>', "")
    assert read_avatar_news(stanza(gone)) == (BOB, "")
    assert read_avatar_news(stanza(stanzas.LIVE)) is None


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
