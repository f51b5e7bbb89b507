"""What is known of people, from what is heard."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.change import Change, ContactChange, ContactGone
from lampfield.model.identity import ContactKey
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from lampfield.sources.xmpp.people import People
from lampfield.sources.xmpp.presence import Presence
from lampfield.sources.xmpp.roster import RosterEntry

OWN = ContactKey("alice@acme.test")
BOB = ContactKey("bob@acme.test")
FRIEND = RosterEntry(key=BOB, name="Bobby", groups=("Sales",), subscription=Subscription.BOTH)


def people(*entries: RosterEntry) -> People:
    known = People(OWN)
    known.apply_roster(entries)
    known.snapshot()
    return known


def available(resource: str, show: str = "available", since: float = 1.0) -> Presence:
    return Presence(key=BOB, resource=resource, type="", state=State(show, since=since))


def seen(known: People, kind: str, resource: str = "") -> list[Change]:
    return known.apply_presence(Presence(key=BOB, resource=resource, type=kind))


def states(changes: Sequence[Change]) -> object:
    (change,) = changes
    assert isinstance(change, ContactChange)
    return change.patch.states


def test_every_resource_counts_until_it_goes() -> None:
    known = people(FRIEND)
    known.apply_presence(available("laptop"))
    assert states(known.apply_presence(available("mobile"))) == known.resources(BOB)
    assert set(known.resources(BOB)) == {"laptop", "mobile"}
    seen(known, "unavailable", "laptop")
    assert set(known.resources(BOB)) == {"mobile"}
    assert states(seen(known, "unavailable")) == {}


@pytest.mark.parametrize(("resource", "left"), [("", set()), ("laptop", {"mobile"})])
def test_a_presence_error_ends_what_was_known(resource: str, left: set[str]) -> None:
    """As when the contact's server cannot be reached any more (RFC 6121, 4.3.2)."""
    known = people(FRIEND)
    known.apply_presence(available("laptop"))
    known.apply_presence(available("mobile"))
    (change,) = seen(known, "error", resource)
    assert isinstance(change, ContactChange)
    assert set(known.resources(BOB)) == left
    assert change.patch.states == known.resources(BOB)


def test_presence_of_the_last_session_counts_no_more() -> None:
    known = people(FRIEND)
    known.apply_presence(available("laptop"))
    known.apply_roster([FRIEND])
    (change,) = known.snapshot()
    assert isinstance(change, ContactChange)
    assert change.patch.states == {}


def test_a_request_that_was_accepted_on_another_device_waits_no_more() -> None:
    known = people()
    seen(known, "subscribe")
    known.apply_roster_push(RosterEntry(key=BOB, subscription=Subscription.FROM))
    assert known.relationship(BOB) is Relationship.ONE_WAY
    assert not known.has_request(BOB)
    seen(known, "subscribe")
    assert not known.has_request(BOB)


def test_a_request_still_waits_where_only_the_other_direction_is_there() -> None:
    known = people()
    seen(known, "subscribe")
    known.apply_roster_push(RosterEntry(key=BOB, subscription=Subscription.TO))
    assert known.relationship(BOB) is Relationship.ASKING


def test_a_repeated_presence_keeps_since_when() -> None:
    known = people(FRIEND)
    known.apply_presence(available("laptop", since=1.0))
    known.apply_presence(available("laptop", since=9.0))
    assert known.resources(BOB)["laptop"].since == 1.0
    known.apply_presence(available("laptop", "away", since=9.0))
    assert known.resources(BOB)["laptop"].since == 9.0


def test_the_end_of_a_subscription_ends_presence() -> None:
    known = people(FRIEND)
    known.apply_presence(available("laptop"))
    one_way = RosterEntry(key=BOB, name="Bobby", subscription=Subscription.FROM)
    assert states(known.apply_roster_push(one_way)) == {}


def test_request_appears_and_is_withdrawn() -> None:
    known = people()
    seen(known, "subscribe")
    assert known.relationship(BOB) is Relationship.ASKING
    assert seen(known, "unsubscribe") == [ContactGone(BOB)]
    assert BOB not in known


def test_a_request_that_a_new_session_does_not_repeat_was_withdrawn() -> None:
    known = people()
    seen(known, "subscribe")
    known.apply_roster([])
    assert known.snapshot() == [ContactGone(BOB)]


def test_a_request_that_a_new_session_repeats_stays() -> None:
    known = people()
    seen(known, "subscribe")
    known.apply_roster([])
    seen(known, "subscribe")
    assert [type(change) for change in known.snapshot()] == [ContactChange]


def test_contact_removed_meanwhile_is_gone() -> None:
    known = people(FRIEND)
    known.apply_roster([])
    assert known.snapshot() == [ContactGone(BOB)]


def test_the_own_address_is_no_contact() -> None:
    known = people(RosterEntry(key=OWN, subscription=Subscription.BOTH))
    assert OWN not in known
    assert known.apply_presence(Presence(key=OWN, resource="x", type="", state=State())) == []
    assert known.add_stranger(OWN) == []


def test_a_stranger_who_writes_becomes_a_contact_once() -> None:
    known = people()
    assert len(known.add_stranger(BOB)) == 1
    assert known.add_stranger(BOB) == []
    assert known.relationship(BOB) is Relationship.NONE


def test_a_published_avatar_counts_more_than_a_client_s_word() -> None:
    known = people(FRIEND)
    known.apply_published_avatar(BOB, "new")
    known.apply_presence(Presence(key=BOB, resource="old", type="", state=State(), photo_hash=""))
    assert known.photo_id(BOB) == "new"


KINDS = st.sampled_from(
    ["subscribe", "unsubscribe", "unsubscribed", "unavailable", "available", "roster", "removed"]
)


@given(st.lists(KINDS, max_size=30))
def test_changes_add_up_to_the_snapshot(kinds: list[str]) -> None:
    """The contacts emitted and not removed are those of a snapshot, whatever stanzas arrive."""
    known = people()
    there = False
    for kind in kinds:
        match kind:
            case "available":
                changes = known.apply_presence(available("x"))
            case "roster":
                changes = known.apply_roster_push(FRIEND)
            case "removed":
                changes = known.apply_roster_push(RosterEntry(key=BOB, removed=True))
            case _:
                changes = seen(known, kind)
        for change in changes:
            assert isinstance(change, ContactGone | ContactChange)
            assert not (isinstance(change, ContactGone) and not there)
            there = isinstance(change, ContactChange)
        assert there == (BOB in known)
