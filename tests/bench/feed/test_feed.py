"""The bench's feed: what it sends is what a hub would, and its probes are known again."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

import lampfield
from lampfield.model.contact import changes_of
from tests.bench.feed.changes import Changes
from tests.bench.feed.pacing import Due, Pace
from tests.bench.feed.people import NOON, PROBED, name_of, people
from tests.bench.feed.probes import LETTERS, word
from tests.bench.feed.running import feed
from tests.bench.rivals.following import UPDATES, Update
from tests.waiting import until


def updates(notices: list[bytes]) -> list[Update]:
    """Return notifications as a rival reads them."""
    return UPDATES.decode(b"[" + b",".join(notices) + b"]")


def test_names_sort_by_their_places() -> None:
    names = [person.name for person in people(200)]
    assert names == sorted(names)
    assert names[7] == name_of(7)


def test_people_are_the_same_in_every_run() -> None:
    assert people(50) == people(50)


def test_a_change_is_one_of_a_real_contact() -> None:
    contacts = people(20)
    by_cid = {contact.cid: contact for contact in contacts}
    made = [update.params for update in updates(Changes(contacts, 10, NOON).anywhere(200))]
    assert [notice.seq for notice in made] == list(range(1, 201))
    patches = {cid: notice.contact for notice in made if (cid := notice.contact.cid) is not UNSET}
    assert patches.keys() == by_cid.keys() - {contacts[PROBED].cid}
    assert all(replace(by_cid[cid], **changes_of(patch)) != by_cid[cid] for cid, patch in patches.items())


def test_changes_in_sight_are_as_many_as_asked() -> None:
    contacts = people(100)
    near = {contact.cid for contact in contacts[:10]}
    made = updates(Changes(contacts, 10, NOON).near_and_far(5, 20))
    assert sum(update.params.contact.cid in near for update in made) == 5
    assert len(made) == 25


def test_a_probe_differs_from_the_next_in_every_letter_and_comes_again_only_late() -> None:
    words = [word(number) for number in range(len(LETTERS))]
    assert len(set(words)) == len(LETTERS)
    assert all(before != after for pair in pairwise(words) for before, after in zip(*pair, strict=True))


@given(st.floats(0, 1000), st.lists(st.floats(0.001, 0.5), min_size=1, max_size=50))
def test_however_late_it_is_asked_all_that_is_due_comes(rate: float, gaps: list[float]) -> None:
    due, now, near, far = Due(Pace(rate, rate / 4), 0.0), 0.0, 0, 0
    for gap in gaps:
        now += gap
        more_near, more_far = due.take(now)
        near, far = near + more_near, far + more_far
    assert near == int(rate / 4 * now)
    assert near + far == int(rate * now)


async def test_a_client_of_the_product_follows_it() -> None:
    async with feed(30, 10) as flow, lampfield.connect(flow.url, account="reception", secret="") as pbx:
        probed = next(contact for contact in pbx.contacts if contact.name == name_of(PROBED))
        assert len(list(pbx.contacts)) == 30
        before = [contact.blf for contact in pbx.contacts]
        (probe,) = await flow.probe(1, 0.0)
        await until(lambda: probed.status == probe.word, "the probe")
        await flow.flow(1000.0)
        await until(lambda: before != [contact.blf for contact in pbx.contacts], "changes")
