"""The contacts of an account: each property, over the links that are up."""

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
from lampfield.sources.demo.roster import ExternalContact
from tests.sources.demo.harness import Harness

EXTERNAL = ContactKey("guest@elsewhere.example")
BOTH = {LinkName.CHAT, LinkName.PHONE}
CHAT_FIELDS = {"states", "show_since", "relationship", "subscription"}
PHONE_FIELDS = {"blf", "blf_reason", "party", "blf_since"}


def filled(patch: ContactPatch) -> set[str]:
    return {name for name in patch.__struct_fields__ if getattr(patch, name) is not UNSET}


def with_guest(*, asked: bool = False) -> Harness:
    harness = Harness()
    harness.view.roster.external[EXTERNAL] = ExternalContact("Gail\nGuest", ("elsewhere",))
    harness.view.relations.set(EXTERNAL, Subscription.BOTH, asked=asked)
    return harness


def test_patch_holds_every_property_of_a_person() -> None:
    harness = Harness()
    for person in harness.simulation.world.people:
        changes = harness.view.roster.full_patch(person.key, set())
        assert changes == ContactPatch(
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
def test_each_link_carries_its_own_fields_only(up: set[LinkName], more: set[str]) -> None:
    harness = Harness()
    bare, changes = (harness.view.roster.full_patch(harness.people[2], links) for links in (set(), up))
    assert filled(changes) - filled(bare) == more
    harness.simulation.world.presence.states[2] = {"desk": State("dnd")}
    harness.simulation.world.presence.since[2] = 7.0
    chat = harness.view.roster.full_patch(harness.people[2], BOTH)
    assert (chat.states, chat.show_since, chat.relationship, chat.subscription) == (
        {"desk": State("dnd")},
        7.0,
        Relationship.MUTUAL,
        Subscription.BOTH,
    )
    phone = harness.simulation.world.phone_system.phones[2]
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
def test_subscription_decides_whether_presence_is_visible(subscription: Subscription, *, sees: bool) -> None:
    harness = Harness()
    key = harness.people[2]
    harness.simulation.world.presence.states[2] = {"desk": State("dnd")}
    harness.simulation.world.presence.since[2] = 7.0
    harness.view.relations.set(key, subscription)
    changes = harness.view.roster.chat_patch(key)
    assert (changes.states, changes.show_since) == (({"desk": State("dnd")}, 7.0) if sees else ({}, 0.0))


def test_external_contact_has_an_address_and_no_phone() -> None:
    harness = with_guest()
    changes = harness.view.roster.full_patch(EXTERNAL, BOTH)
    assert changes == ContactPatch(
        name="Gail\nGuest",
        uname=EXTERNAL,
        can_call=False,
        can_tag=True,
        chat_id=EXTERNAL,
        tags=("elsewhere",),
        states={"phone": State()},
        show_since=0.0,
        relationship=Relationship.MUTUAL,
        subscription=Subscription.BOTH,
        blf=None,
        blf_reason=NO_PHONE,
    )
    harness.view.roster.external[EXTERNAL] = ExternalContact("", ())
    assert harness.view.roster.full_patch(EXTERNAL, set()).name == EXTERNAL


def test_names_and_photos() -> None:
    harness = with_guest()
    roster, people = harness.view.roster, harness.simulation.world.people
    assert [roster.name(key) for key in (people[2].key, EXTERNAL, ContactKey("x"))] == [
        people[2].name,
        "Gail Guest",
        "x",
    ]
    assert len(roster.name(ContactKey("x" * 99))) == 60
    with_photo = next(it for it in people if it.photo_id)
    assert [roster.photo_id(key) for key in (with_photo.key, EXTERNAL)] == [with_photo.photo_id, ""]
    assert roster.keys() == [*harness.people, EXTERNAL]


def test_tags_of_people_and_external_contacts_are_stored() -> None:
    harness = with_guest()
    roster = harness.view.roster
    person = next(it for it in harness.simulation.world.people if it.can_tag)
    for key in (person.key, EXTERNAL):
        assert roster.set_tags(key, (" a ", "", "b", "a")) == ContactPatch(tags=("a", "b"))
        assert roster.full_patch(key, set()).tags == ("a", "b")
    assert roster.external[EXTERNAL].name == "Gail\nGuest"
    with pytest.raises(Refusal) as refused:
        roster.set_tags(ContactKey("\x1bnobody"), ())
    assert refused.value.word is RefusalCode.UNKNOWN_CONTACT
    assert refused.value.sentence.isprintable()


def test_chat_patch_keeps_the_other_fields() -> None:
    harness = Harness()
    base = ContactPatch(name="kept")
    changes = harness.view.roster.chat_patch(harness.people[2], base)
    assert msgspec.structs.replace(
        changes, states=UNSET, show_since=UNSET, relationship=UNSET, subscription=UNSET
    ) == (base)
