"""What may be shown of a contact, and what may not."""

from typing import Any

import pytest
from msgspec.structs import replace

from lampfield.frontend.staleness import FRESH, Staleness
from lampfield.frontend.views import (
    LinkView,
    PhoneView,
    PresenceView,
    device_name,
    link_of,
    phone_of,
    presence_of,
)
from lampfield.model import no_phone
from lampfield.model.contact import Contact, Party
from lampfield.model.device import Device
from lampfield.model.identity import ContactId, DeviceName
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.show import Show, State

PARTY = Party("Ito", "205")
BUSY = Contact(
    cid=ContactId(1),
    name="Ann",
    chat_id="ann@acme.test",
    blf=1,
    blf_since=5.0,
    party=PARTY,
    labels=("sales",),
)
UP = Link(LinkName.CHAT, LinkState.UP, 1.0, "xmpp")


def mailbox() -> Contact:
    reason = next(iter(no_phone.REASONS))
    return Contact(cid=ContactId(2), name="Box", blf_reason=reason, blf_since=5.0, labels=("2 new",))


def test_of_a_stale_phone_nothing_is_shown_but_what_it_was() -> None:
    view = phone_of(replace(BUSY, blf_reason="no hint"), Staleness(phone=9.0))
    assert view == PhoneView(Lamp.ON_CALL, "", 9.0)


def test_of_a_phone_the_party_and_labels_are_shown_and_no_reason_where_the_state_is_known() -> None:
    view = phone_of(replace(BUSY, blf_reason="no hint"), Staleness(chat=9.0))
    assert view == PhoneView(Lamp.ON_CALL, "", None, 5.0, "", ("sales",), PARTY)
    unknown = phone_of(replace(BUSY, blf=None, blf_reason="no hint"), FRESH)
    assert (unknown.lamp, unknown.reason) == (Lamp.UNKNOWN, "no hint")


def test_of_a_mailbox_its_place_is_shown_instead_of_labels_and_reason() -> None:
    assert phone_of(mailbox(), FRESH) == PhoneView(Lamp.UNKNOWN, "2 new", None, 5.0)
    assert phone_of(mailbox(), Staleness(phone=9.0)) == PhoneView(Lamp.UNKNOWN, "2 new", 9.0)


@pytest.mark.parametrize(
    ("more", "word", "why"),
    [
        ({"show": Show.DND}, "dnd", ""),
        ({"states": {"pc": State("odd")}}, "offline", ""),
        ({}, "offline", "not shown to you: no relationship"),
        ({"chat_id": ""}, "", "no chat address"),
        ({"relationship": Relationship.BLOCKED}, "blocked", "you block this contact"),
    ],
)
def test_why_there_is_no_presence_is_shown_only_where_there_is_none(
    more: dict[str, Any], word: str, why: str
) -> None:
    view = presence_of(replace(BUSY, **more), FRESH, UP)
    assert (view.word, view.reason, view.stale_since) == (word, why, None)
    assert presence_of(replace(BUSY, **more), Staleness(chat=9.0), UP) == PresenceView(word, 9.0)


def test_resources_are_in_order_and_have_a_word_of_their_own_where_they_use_one() -> None:
    states = {"pc": State("xa", priority=3), "": State("available")}
    view = presence_of(replace(BUSY, states=states), FRESH, UP)
    assert [(it.name, it.show, it.word, it.priority) for it in view.resources] == [
        ("", Show.ONLINE, "online", 0),
        ("pc", Show.AWAY, "xa", 3),
    ]


def test_an_absent_link_has_no_age() -> None:
    down = Link(LinkName.PHONE, LinkState.DOWN, 7.0, "asterisk", "cut")
    assert link_of(down) == LinkView("down", 7.0, "asterisk", "cut")
    assert link_of(replace(down, state=LinkState.ABSENT))[:2] == ("none is configured", 0.0)


def test_a_device_without_a_label_is_called_by_its_name() -> None:
    bare = Device(name=DeviceName("PJSIP/201"))
    assert device_name(bare) == "PJSIP/201"
    assert device_name(replace(bare, label="Desk")) == "Desk"
