"""What a card says, line by line."""

from typing import Any

import msgspec
import pytest

from lampfield.frontend.staleness import FRESH, Staleness
from lampfield.model import no_phone
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import Show, State
from lampfield.plain.card import FIELD_CHARS, card_lines

NOW = 10_000.0
UP = Link(LinkName.CHAT, LinkState.UP, 1.0, "xmpp")

ALICE = Contact(
    cid=ContactId(7),
    name="Alice Ames",
    uname="alice",
    number="201",
    company="c-1",
    company_name="Ames & Co",
    email="alice@mail.test",
    chat_id="alice@acme.test",
    blf=1,
    blf_since=NOW - 120,
    party=Party("Ito", "205", Direction.IN),
    labels=("sales", "Ghent"),
    show=Show.DND,
    show_since=NOW - 7_200,
    states={
        "": State(Show.AWAY, status="lunch"),
        "desk": State(Show.DND, status="in a talk", priority=5, since=NOW - 60),
    },
    relationship=Relationship.MUTUAL,
    subscription=Subscription.BOTH,
    request_text="please",
    tags=("vip", "east"),
    can_call=True,
)


def card(
    *, stale: Staleness = FRESH, wants_all: bool = False, link: Link | None = UP, **more: Any
) -> list[str]:
    contact = msgspec.structs.replace(ALICE, **more)
    return card_lines(contact, stale, link, NOW, wants_all=wants_all)


DESCRIBED = [
    "relationship: mutual, you see each other",
    "request: please",
    "tags: vip, east",
    "company: Ames & Co",
    "e-mail: alice@mail.test",
    "chat address: alice@acme.test",
]


def test_a_card_says_all_that_tells_something() -> None:
    assert card() == [
        "phone: on call with Ito for 2 min",
        "phone also: sales, Ghent",
        "number: 201",
        "presence: dnd for 2 hours: lunch",
        *DESCRIBED,
    ]


def test_a_card_for_programs_says_everything() -> None:
    assert card(wants_all=True) == [
        *card()[:4],
        "state at the PBX: away, priority 0: lunch",
        "state at desk: dnd, priority 5 for 1 min: in a talk",
        *DESCRIBED,
        "blf: 1",
        "can call: yes",
        "can chat: no",
        "can tag: no",
        "name: Alice Ames",
        "login name: alice",
        "company id: c-1",
        "contact id: 7",
        "photo: no",
    ]
    rest = card(wants_all=True, blf=None, uname="", company="", can_chat=True, can_tag=True, photo_id="p")
    assert rest[-9:] == [
        "blf: not known",
        "can call: yes",
        "can chat: yes",
        "can tag: yes",
        "name: Alice Ames",
        "login name: none",
        "company id: none",
        "contact id: 7",
        "photo: yes",
    ]


def test_what_came_over_a_lost_link_says_since_when_it_was_not_heard_of() -> None:
    assert card(stale=Staleness(phone=NOW - 60, chat=NOW - 180), wants_all=True)[:3] == [
        "phone: not known, was on call; no news for 1 min",
        "number: 201",
        "presence: was dnd: lunch; no news for 3 min",
    ]
    nobody = card(stale=Staleness(chat=NOW - 180), chat_id="", states={}, show=Show.OFFLINE)
    assert nobody[3] == "presence: none; no news for 3 min"


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"blf": None, "blf_reason": "no hint", "blf_since": 0, "party": None}, "phone: not known: no hint"),
        ({"blf": 0, "blf_reason": "no hint", "party": None}, "phone: free for 2 min"),
        ({"blf": 2, "blf_since": 0}, "phone: ringing from Ito"),
    ],
)
def test_why_a_phone_is_not_known_is_said_where_it_is_not(more: dict[str, Any], line: str) -> None:
    assert card(**more)[0] == line


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"chat_id": ""}, "presence: offline, no chat address"),
        ({}, "presence: offline, not signed in to chat"),
        ({"show_since": NOW - 60}, "presence: offline for 1 min, not signed in to chat"),
        ({"states": {"desk": State("odd word")}}, "presence: offline"),
        ({"show": Show.ONLINE}, "presence: online"),
    ],
)
def test_why_there_is_no_presence_is_said_where_there_is_none(more: dict[str, Any], line: str) -> None:
    known: dict[str, Any] = {"show": Show.OFFLINE, "show_since": 0, "states": {}}
    assert card(**known | more)[3] == line


def test_a_mailbox_says_what_is_in_it_in_place_of_a_phone() -> None:
    box = card(blf=None, blf_reason=next(iter(no_phone.REASONS)), labels=("2 new",), party=None)
    assert box[:2] == ["phone: 2 new for 2 min", "number: 201"]


def test_a_word_that_stands_for_another_is_said_beside_it() -> None:
    [line] = [it for it in card(wants_all=True, states={"pc": State("xa")}) if it.startswith("state at")]
    assert line == "state at pc: away (xa), priority 0"


def test_an_empty_card_says_little() -> None:
    assert card_lines(Contact(cid=ContactId(1)), FRESH, None, NOW, wants_all=False) == [
        "phone: not known",
        "number: none",
        "presence: offline, there is no chat server",
        "relationship: no relationship",
    ]


@pytest.mark.parametrize(
    ("subscription", "words"),
    [(Subscription.TO, ", you see them"), (Subscription.FROM, ", they see you"), (Subscription.NONE, "")],
)
def test_who_sees_whom(subscription: Subscription, words: str) -> None:
    lines = card(subscription=subscription, relationship=Relationship.ONE_WAY)
    assert f"relationship: one way{words}" in lines


@pytest.mark.parametrize("more", [0, 1])
def test_no_property_is_longer_than_a_line_bears(more: int) -> None:
    size = FIELD_CHARS + more
    long, cut = "x" * size, "x" * (FIELD_CHARS - more) + "…" * more
    lines = card(
        blf=None,
        blf_reason=long,
        blf_since=0,
        party=None,
        labels=(long,),
        number=long,
        request_text=long,
        tags=(long,),
        company_name=long,
        email=long,
        chat_id=long,
        states={"desk": State(status=long)},
        show=Show.ONLINE,
        show_since=0,
    )
    assert [line.rpartition(": ")[2] for line in lines] == [
        cut,
        cut,
        cut,
        cut,
        "mutual, you see each other",
        *[cut] * 5,
    ]
