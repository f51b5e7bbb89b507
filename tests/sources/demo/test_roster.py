"""What an account sees of the office's contacts: each property, over the links that are up."""

import msgspec
import pytest
from msgspec import UNSET

from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from lampfield.sources.demo.phones import NO_PHONE
from lampfield.sources.demo.roster import Guest
from tests.sources.demo.desk import Desk

GUEST = ContactKey("guest@elsewhere.example")
BOTH = {LinkName.CHAT, LinkName.PHONE}
CHAT_FIELDS = {"states", "show_since", "relationship", "subscription"}
PHONE_FIELDS = {"blf", "blf_reason", "party", "blf_since"}


def filled(patch: ContactPatch) -> set[str]:
    return {name for name in patch.__struct_fields__ if getattr(patch, name) is not UNSET}


def with_guest(*, asked: bool = False) -> Desk:
    desk = Desk()
    desk.seat.roster.guests[GUEST] = Guest("Gail\nGuest", ("elsewhere",))
    desk.seat.relations.put(GUEST, Subscription.BOTH, asked=asked)
    return desk


def test_a_person_has_all_that_the_office_knows() -> None:
    desk = Desk()
    for person in desk.office.floor.people:
        told = desk.seat.roster.whole(person.key, set())
        assert told == ContactPatch(
            name=person.name,
            uname=person.uname,
            company=person.company,
            company_name=person.company_name,
            email=person.email,
            can_call=person.number != "",
            can_tag=person.can_tag,
            chat_id=person.key,
            tags=person.tags,
            number=person.number,
            photo_id=person.photo_id,
        )


@pytest.mark.parametrize(
    ("up", "more"),
    [
        ({LinkName.CHAT}, CHAT_FIELDS),
        ({LinkName.PHONE}, PHONE_FIELDS),
        (BOTH, CHAT_FIELDS | PHONE_FIELDS),
    ],
)
def test_over_each_link_comes_its_side_alone(up: set[LinkName], more: set[str]) -> None:
    desk = Desk()
    bare, told = (desk.seat.roster.whole(desk.people[2], links) for links in (set(), up))
    assert filled(told) - filled(bare) == more
    desk.office.floor.presence.states[2] = {"desk": State("dnd")}
    desk.office.floor.presence.since[2] = 7.0
    chat = desk.seat.roster.whole(desk.people[2], BOTH)
    assert (chat.states, chat.show_since, chat.relationship, chat.subscription) == (
        {"desk": State("dnd")},
        7.0,
        Relationship.MUTUAL,
        Subscription.BOTH,
    )
    phone = desk.office.floor.exchange.phones[2]
    assert (chat.blf, chat.blf_reason, chat.party, chat.blf_since) == (
        phone.blf,
        phone.fault,
        phone.party,
        phone.since,
    )


@pytest.mark.parametrize(
    ("subscription", "sees"),
    [
        (Subscription.BOTH, True),
        (Subscription.TO, True),
        (Subscription.FROM, False),
        (Subscription.NONE, False),
    ],
)
def test_presence_is_seen_by_subscription(subscription: Subscription, *, sees: bool) -> None:
    desk = Desk()
    key = desk.people[2]
    desk.office.floor.presence.states[2] = {"desk": State("dnd")}
    desk.office.floor.presence.since[2] = 7.0
    desk.seat.relations.put(key, subscription)
    told = desk.seat.roster.chat(key)
    assert (told.states, told.show_since) == (({"desk": State("dnd")}, 7.0) if sees else ({}, 0.0))


def test_one_of_elsewhere_has_an_address_and_no_phone() -> None:
    desk = with_guest()
    told = desk.seat.roster.whole(GUEST, BOTH)
    assert told == ContactPatch(
        name="Gail\nGuest",
        uname=GUEST,
        can_call=False,
        can_tag=True,
        chat_id=GUEST,
        tags=("elsewhere",),
        states={"phone": State()},
        show_since=0.0,
        relationship=Relationship.MUTUAL,
        subscription=Subscription.BOTH,
        blf=None,
        blf_reason=NO_PHONE,
    )
    desk.seat.roster.guests[GUEST] = Guest("", ())
    assert desk.seat.roster.whole(GUEST, set()).name == GUEST


def test_names_and_photos() -> None:
    desk = with_guest()
    roster, people = desk.seat.roster, desk.office.floor.people
    assert [roster.name(key) for key in (people[2].key, GUEST, ContactKey("x"))] == [
        people[2].name,
        "Gail Guest",
        "x",
    ]
    assert len(roster.name(ContactKey("x" * 99))) == 60
    with_photo = next(it for it in people if it.photo_id)
    assert [roster.photo_id(key) for key in (with_photo.key, GUEST)] == [with_photo.photo_id, ""]
    assert roster.keys() == [*desk.people, GUEST]


def test_tags_of_each_kind_of_contact_are_kept() -> None:
    desk = with_guest()
    roster = desk.seat.roster
    person = next(it for it in desk.office.floor.people if it.can_tag)
    for key in (person.key, GUEST):
        assert roster.set_tags(key, (" a ", "", "b", "a")) == ContactPatch(tags=("a", "b"))
        assert roster.whole(key, set()).tags == ("a", "b")
    assert roster.guests[GUEST].name == "Gail\nGuest"
    with pytest.raises(Refusal) as refused:
        roster.set_tags(ContactKey("\x1bnobody"), ())
    assert refused.value.word is RefusalCode.UNKNOWN_CONTACT
    assert refused.value.sentence.isprintable()


@pytest.mark.parametrize(("tag", "kept"), [("x" * 60, True), ("x" * 61, False), ("a\nb", False)])
def test_a_tag_is_one_line_of_a_length(tag: str, *, kept: bool) -> None:
    roster = Desk().seat.roster
    if kept:
        assert roster.checked_tags((tag,)) == (tag,)
        return
    with pytest.raises(Refusal, match="one line of up to 60 characters") as refused:
        roster.checked_tags(("fine", tag))
    assert refused.value.word is RefusalCode.BAD_TEXT


def test_a_patch_of_the_chat_leaves_the_rest_as_it_was() -> None:
    desk = Desk()
    base = ContactPatch(name="kept")
    told = desk.seat.roster.chat(desk.people[2], base)
    assert msgspec.structs.replace(
        told, states=UNSET, show_since=UNSET, relationship=UNSET, subscription=UNSET
    ) == (base)
