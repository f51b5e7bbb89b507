"""What happened is found by comparing: nothing twice, nothing lost."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from lampfield.frontend.events.differences import Differences
from lampfield.frontend.events.event import Event, Kind
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.link import Link, LinkName, LinkState

People = dict[ContactId, Contact]

cids = st.integers(1, 4).map(ContactId)
contacts = st.builds(
    Contact, cid=cids, name=st.sampled_from(["", "Ann", "Bob"]), blf=st.sampled_from([None, 0, 1])
)
pictures = st.lists(contacts, max_size=4).map(lambda people: {person.cid: person for person in people})


def replayed(people: People, events: list[Event]) -> People:
    """Return who is there after what happened."""
    after = dict(people)
    for event in events:
        match event:
            case Event(Kind.CAME, Contact() as contact):
                assert contact.cid not in after
                after[contact.cid] = contact
            case Event(Kind.CHANGED, Contact() as contact, properties=properties):
                changed: dict[str, Any] = dict(properties)
                after[contact.cid] = msgspec.structs.replace(after[contact.cid], **changed)
            case Event(Kind.WENT, Contact() as contact):
                assert after.pop(contact.cid) == contact
    return after


@given(st.lists(pictures, min_size=1))
def test_replaying_what_happened_gives_what_is_there(looks: list[People]) -> None:
    differences, found = Differences(), People()
    for people in looks:
        found = replayed(found, differences.since(people, {*found, *people}, {}))
        assert found == people


@given(pictures)
def test_the_same_picture_again_is_nothing_new(people: People) -> None:
    differences = Differences()
    differences.since(people, people, {})
    assert differences.since(people, people, {}) == []


@given(pictures, cids)
def test_only_those_who_were_touched_are_looked_at(people: People, cid: ContactId) -> None:
    found = Differences().since(people, [cid], {})
    assert found == ([Event(Kind.CAME, people[cid])] if cid in people else [])


def test_links_come_before_what_they_are_about() -> None:
    differences = Differences()
    up = {LinkName.PHONE: Link(LinkName.PHONE, LinkState.UP)}
    ann = Contact(cid=ContactId(1), name="Ann")
    assert differences.since({ann.cid: ann}, [ann.cid], up) == [
        Event(Kind.LINK, link=up[LinkName.PHONE]),
        Event(Kind.CAME, ann),
    ]
    down = {LinkName.PHONE: Link(LinkName.PHONE, LinkState.DOWN)}
    assert differences.since({}, [], down) == [Event(Kind.LINK, link=down[LinkName.PHONE])]
    assert differences.since({}, [], down) == []
