"""What is told of people, compared as a whole."""

import msgspec
import pytest

from lampfield.model.change import ContactChange, ContactGone
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from lampfield.sources.xmpp.people import People
from lampfield.sources.xmpp.presence import Presence
from lampfield.sources.xmpp.roster import Entry

OWN = ContactKey("alice@acme.test")
BOB, KIM = ContactKey("bob@acme.test"), ContactKey("kim@acme.test")
FRIEND = Entry(key=BOB, name="Bobby", groups=("Sales",), subscription=Subscription.TO)
HERE = State("dnd", "busy", 7, 5.0)


def people() -> People:
    known = People(OWN)
    known.begin([FRIEND])
    known.snapshot()
    return known


def shows(key: ContactKey = BOB, state: State = HERE, photo: str | None = None) -> Presence:
    return Presence(key=key, resource="desk", type="", state=state, photo_hash=photo)


def asks(nick: str = "Kim Kern", words: str = "Hello") -> Presence:
    return Presence(key=KIM, resource="", type="subscribe", nick=nick, words=words)


def test_all_of_a_friend() -> None:
    known = people()
    known.heard(shows(photo="f1"))
    assert known.pushed(FRIEND) == [
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


def test_all_of_one_who_asks() -> None:
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
    assert known.heard(asks()) == [ContactChange(KIM, told)]
    again = msgspec.structs.replace(told, request_text="Again")
    assert known.heard(asks("", "Again")) == [ContactChange(KIM, again)]


def test_who_only_wrote_asks_nothing() -> None:
    known = people()
    (change,) = known.met(KIM)
    assert isinstance(change, ContactChange)
    assert (change.patch.name, change.patch.request_text, change.patch.relationship) == (
        "kim",
        "",
        Relationship.NONE,
    )


def test_a_presence_is_told_with_all_that_it_says() -> None:
    known = people()
    assert known.heard(shows(photo="f1")) == [
        ContactChange(BOB, ContactPatch(states={"desk": HERE})),
        ContactChange(BOB, ContactPatch(photo_id="f1")),
    ]
    assert known.heard(shows(photo="f1")) == [ContactChange(BOB, ContactPatch(states={"desk": HERE}))]
    assert known.heard(shows(photo="")) == [
        ContactChange(BOB, ContactPatch(states={"desk": HERE})),
        ContactChange(BOB, ContactPatch(photo_id="")),
    ]
    assert known.heard(shows()) == [ContactChange(BOB, ContactPatch(states={"desk": HERE}))]
    gone = Presence(key=BOB, resource="desk", type="unavailable")
    assert known.heard(gone) == [ContactChange(BOB, ContactPatch(states={}))]
    assert known.heard(gone) == []
    known.heard(shows())
    other = Presence(key=BOB, resource="phone", type="unavailable")
    assert known.heard(other) == [ContactChange(BOB, ContactPatch(states={"desk": HERE}))]


def test_nobody_is_nobody() -> None:
    known = people()
    assert known.heard(shows(ContactKey(""))) == []
    assert known.heard(shows(OWN)) == []
    assert known.heard(shows(KIM)) == []
    assert known.published(OWN, "f1") == []
    assert known.photo_id(OWN) == ""


def test_an_avatar_is_told_once_and_of_strangers_when_they_come() -> None:
    known = people()
    assert known.photo_id(BOB) == ""
    assert known.published(BOB, "f1") == [ContactChange(BOB, ContactPatch(photo_id="f1"))]
    assert known.published(BOB, "f1") == []
    assert known.published(BOB, "f2") == [ContactChange(BOB, ContactPatch(photo_id="f2"))]
    assert known.published(KIM, "k1") == []
    (change,) = known.met(KIM)
    assert isinstance(change, ContactChange)
    assert change.patch.photo_id == "k1"
    assert known.published(KIM, "") == [ContactChange(KIM, ContactPatch(photo_id=""))]


def test_a_name_of_one_s_own_counts_less_than_the_roster_s() -> None:
    known = people()
    known.met(KIM)
    assert (known.is_nameless(BOB), known.is_nameless(KIM), known.is_nameless(ContactKey("x@y"))) == (
        False,
        True,
        False,
    )
    assert known.named(KIM, "") == []
    assert known.named(KIM, "Kim") == [ContactChange(KIM, ContactPatch(name="Kim"))]
    assert known.named(KIM, "Kim") == []
    assert not known.is_nameless(KIM)
    assert known.named(KIM, "Kim Kern") == [ContactChange(KIM, ContactPatch(name="Kim Kern"))]
    assert known.named(KIM, "") == []
    assert known.named(BOB, "Robert") == [ContactChange(BOB, ContactPatch(name="Bobby"))]
    assert known.named(ContactKey("x@y"), "X") == []
    assert known.name(ContactKey("dan@acme.test")) == "dan"


def test_a_blocked_resource_is_told_of_its_contact() -> None:
    known = people()
    known.heard(shows())
    known.heard(Presence(key=BOB, resource="phone", type="", state=HERE))
    phone = ContactChange(BOB, ContactPatch(states={"phone": HERE}))
    assert known.blocked([f"{BOB}/desk"]) == [phone]
    assert known.heard(shows()) == []
    assert known.heard(Presence(key=BOB, resource="phone", type="", state=HERE)) == [phone]


def test_the_presence_of_one_who_went_is_gone_with_it() -> None:
    known = people()
    known.heard(shows())
    assert known.pushed(Entry(key=BOB, removed=True, subscription=Subscription.BOTH)) == [ContactGone(BOB)]
    (change,) = known.pushed(FRIEND)
    assert isinstance(change, ContactChange)
    assert change.patch.states == {}


def test_requests_end_with_the_session_that_does_not_repeat_them() -> None:
    known = people()
    known.heard(asks())
    known.begin([FRIEND])
    known.heard(Presence(key=ContactKey("dan@acme.test"), resource="", type="subscribe"))
    known.refused(ContactKey("dan@acme.test"))
    known.snapshot()
    assert not known.asks(KIM)
    assert not known.asks(ContactKey("dan@acme.test"))


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
    known.begin([Entry(key=BOB, subscription=subscription)])
    assert known.sees(BOB) is sees
    assert not known.sees(KIM)
