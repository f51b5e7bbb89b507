"""The changes of people, compared as a whole."""

import msgspec
import pytest

from lampfield.model.change import ContactChange, ContactGone
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from lampfield.sources.xmpp.people import People
from lampfield.sources.xmpp.presence import Presence
from lampfield.sources.xmpp.roster import RosterEntry

OWN = ContactKey("alice@acme.test")
BOB, KIM = ContactKey("bob@acme.test"), ContactKey("kim@acme.test")
FRIEND = RosterEntry(key=BOB, name="Bobby", groups=("Sales",), subscription=Subscription.TO)
HERE = State("dnd", "busy", 7, 5.0)


def people() -> People:
    known = People(OWN)
    known.apply_roster([FRIEND])
    known.snapshot()
    return known


def shows(key: ContactKey = BOB, state: State = HERE, photo: str | None = None) -> Presence:
    return Presence(key=key, resource="desk", type="", state=state, photo_hash=photo)


def asks(nick: str = "Kim Kern", words: str = "Hello") -> Presence:
    return Presence(key=KIM, resource="", type="subscribe", nick=nick, request_text=words)


def test_all_of_a_friend() -> None:
    known = people()
    known.apply_presence(shows(photo="f1"))
    assert known.apply_roster_push(FRIEND) == [
        ContactChange(
            BOB,
            ContactPatch(
                name="Bobby",
                uname="bob",
                chat_id=BOB,
                tags=("Sales",),
                can_tag=True,
                states={"desk": HERE},
                relationship=Relationship.ONE_WAY,
                subscription=Subscription.TO,
                request_text="",
                photo_id="f1",
            ),
        )
    ]
    assert known.entry(BOB) == FRIEND
    assert known.entry(KIM) is None


def test_all_of_a_requesting_contact() -> None:
    known = people()
    told = ContactPatch(
        name="Kim Kern",
        uname="kim",
        chat_id=KIM,
        tags=None,
        can_tag=False,
        states={},
        relationship=Relationship.ASKING,
        subscription=Subscription.NONE,
        request_text="Hello",
        photo_id="",
    )
    assert known.apply_presence(asks()) == [ContactChange(KIM, told)]
    again = msgspec.structs.replace(told, request_text="Again")
    assert known.apply_presence(asks("", "Again")) == [ContactChange(KIM, again)]


def test_stranger_who_wrote_has_no_request() -> None:
    known = people()
    (change,) = known.add_stranger(KIM)
    assert isinstance(change, ContactChange)
    assert (change.patch.name, change.patch.request_text, change.patch.relationship) == (
        "kim",
        "",
        Relationship.NONE,
    )


def test_presence_is_emitted_with_all_its_values() -> None:
    known = people()
    assert known.apply_presence(shows(photo="f1")) == [
        ContactChange(BOB, ContactPatch(states={"desk": HERE})),
        ContactChange(BOB, ContactPatch(photo_id="f1")),
    ]
    assert known.apply_presence(shows(photo="f1")) == [
        ContactChange(BOB, ContactPatch(states={"desk": HERE}))
    ]
    assert known.apply_presence(shows(photo="")) == [
        ContactChange(BOB, ContactPatch(states={"desk": HERE})),
        ContactChange(BOB, ContactPatch(photo_id="")),
    ]
    assert known.apply_presence(shows()) == [ContactChange(BOB, ContactPatch(states={"desk": HERE}))]
    gone = Presence(key=BOB, resource="desk", type="unavailable")
    assert known.apply_presence(gone) == [ContactChange(BOB, ContactPatch(states={}))]
    assert known.apply_presence(gone) == []
    known.apply_presence(shows())
    other = Presence(key=BOB, resource="phone", type="unavailable")
    assert known.apply_presence(other) == [ContactChange(BOB, ContactPatch(states={"desk": HERE}))]


def test_presence_without_a_sender_or_contact_is_ignored() -> None:
    known = people()
    assert known.apply_presence(shows(ContactKey(""))) == []
    assert known.apply_presence(shows(OWN)) == []
    assert known.apply_presence(shows(KIM)) == []
    assert known.apply_published_avatar(OWN, "f1") == []
    assert known.photo_id(OWN) == ""


def test_an_avatar_is_told_once_and_of_strangers_when_they_come() -> None:
    known = people()
    assert known.photo_id(BOB) == ""
    assert known.apply_published_avatar(BOB, "f1") == [ContactChange(BOB, ContactPatch(photo_id="f1"))]
    assert known.apply_published_avatar(BOB, "f1") == []
    assert known.apply_published_avatar(BOB, "f2") == [ContactChange(BOB, ContactPatch(photo_id="f2"))]
    assert known.apply_published_avatar(KIM, "k1") == []
    (change,) = known.add_stranger(KIM)
    assert isinstance(change, ContactChange)
    assert change.patch.photo_id == "k1"
    assert known.apply_published_avatar(KIM, "") == [ContactChange(KIM, ContactPatch(photo_id=""))]


def test_a_name_of_one_s_own_counts_less_than_the_roster_s() -> None:
    known = people()
    known.add_stranger(KIM)
    assert (known.is_nameless(BOB), known.is_nameless(KIM), known.is_nameless(ContactKey("x@y"))) == (
        False,
        True,
        False,
    )
    assert known.apply_full_name(KIM, "") == []
    assert known.apply_full_name(KIM, "Kim") == [ContactChange(KIM, ContactPatch(name="Kim"))]
    assert known.apply_full_name(KIM, "Kim") == []
    assert not known.is_nameless(KIM)
    assert known.apply_full_name(KIM, "Kim Kern") == [ContactChange(KIM, ContactPatch(name="Kim Kern"))]
    assert known.apply_full_name(KIM, "") == []
    assert known.apply_full_name(BOB, "Robert") == [ContactChange(BOB, ContactPatch(name="Bobby"))]
    assert known.apply_full_name(ContactKey("x@y"), "X") == []
    assert known.name(ContactKey("dan@acme.test")) == "dan"


def test_a_blocked_resource_is_told_of_its_contact() -> None:
    known = people()
    known.apply_presence(shows())
    known.apply_presence(Presence(key=BOB, resource="phone", type="", state=HERE))
    phone = ContactChange(BOB, ContactPatch(states={"phone": HERE}))
    assert known.apply_block([f"{BOB}/desk"]) == [phone]
    assert known.apply_presence(shows()) == []
    assert known.apply_presence(Presence(key=BOB, resource="phone", type="", state=HERE)) == [phone]


def test_presence_of_a_removed_contact_is_dropped() -> None:
    known = people()
    known.apply_presence(shows())
    assert known.apply_roster_push(RosterEntry(key=BOB, removed=True, subscription=Subscription.BOTH)) == [
        ContactGone(BOB)
    ]
    (change,) = known.apply_roster_push(FRIEND)
    assert isinstance(change, ContactChange)
    assert change.patch.states == {}


def test_requests_end_with_the_session_that_does_not_repeat_them() -> None:
    known = people()
    known.apply_presence(asks())
    known.apply_roster([FRIEND])
    known.apply_presence(Presence(key=ContactKey("dan@acme.test"), resource="", type="subscribe"))
    known.drop_request(ContactKey("dan@acme.test"))
    known.snapshot()
    assert not known.has_request(KIM)
    assert not known.has_request(ContactKey("dan@acme.test"))


@pytest.mark.parametrize(
    ("subscription", "sees"),
    [
        (Subscription.NONE, False),
        (Subscription.FROM, False),
        (Subscription.TO, True),
        (Subscription.BOTH, True),
    ],
)
def test_whose_presence_comes(subscription: Subscription, sees: bool) -> None:
    known = People(OWN)
    known.apply_roster([RosterEntry(key=BOB, subscription=subscription)])
    assert known.sees(BOB) is sees
    assert not known.sees(KIM)
