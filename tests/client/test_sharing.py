"""What many contacts have in common takes its place once; what they say stays as it is."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.client import replica
from lampfield.client.replica import Interner, Replica
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.link import Me
from lampfield.model.show import State
from lampfield.protocol.notifications import ContactNew
from lampfield.protocol.requests import Started

words = st.sampled_from(["", "Acme", "desk", "lunch till 1"])
contacts = st.builds(
    Contact,
    cid=st.integers(1, 9).map(ContactId),
    company_name=words,
    email=words,
    chat_id=words,
    tags=st.none() | st.lists(words, max_size=2).map(tuple),
    states=st.dictionaries(
        words, st.builds(State, show=words, status=words, since=st.floats(0, 1)), max_size=2
    ),
    blf_reason=words,
    labels=st.lists(words, max_size=2).map(tuple),
    show_since=st.floats(0, 1),
)


def read(contact: Contact) -> Contact:
    """Return a contact as it comes from the wire: equal, with texts of its own."""
    return msgspec.json.decode(msgspec.json.encode(contact), type=Contact)


@given(st.lists(contacts))
def test_nothing_that_a_contact_says_is_changed(values: list[Contact]) -> None:
    shared = Interner()
    for value in values:
        came = read(value)
        shared.intern(came)
        assert came == value


def test_only_so_much_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "MAX_INTERNED", 3)
    shared = Interner()
    for number in range(100):
        shared.intern(Contact(cid=ContactId(1), company_name=f"company {number}"))
        assert shared.known <= 3 + 1


def alike(cid: int) -> Contact:
    states = {"desk": State("away", "lunch till 1", since=5.5)}
    return read(
        Contact(
            cid=ContactId(cid),
            company_name="Acme Ltd",
            email=f"{cid}@acme.test",
            chat_id=f"{cid}@acme.test",
            tags=("Sales", "Berlin"),
            states=states,
            show_since=5.5,
        )
    )


def test_contacts_of_a_snapshot_and_those_that_come_later_share() -> None:
    replica = Replica()
    me = Me(account="reception")
    replica.apply([Started(epoch="e", seq=1, me=me, links=(), contacts=(alike(1), alike(2)))])
    replica.apply([ContactNew(seq=2, contact=alike(3))])
    one, *others = replica.contacts.values()
    for other in others:
        assert other.company_name is one.company_name
        assert other.tags is one.tags
        assert other.states["desk"].status is one.states["desk"].status
        assert other.chat_id is other.email


def test_a_snapshot_that_says_the_same_leaves_the_contacts_that_are_there() -> None:
    replica = Replica()
    me = Me(account="reception")
    for _ in range(2):
        before = replica.contacts.get(ContactId(1))
        batch = replica.apply([Started(epoch="e", seq=1, me=me, links=(), contacts=(alike(1),))])
    assert replica.contacts[ContactId(1)] is before
    assert not batch.contacts_updated
