"""A large office is generated in batches: the first at once, the others before time passes."""

import pytest

from lampfield.model.link import LinkName
from lampfield.sources.demo.simulation import BATCH_SIZE, FIRST_BATCH_SIZE, Simulation
from lampfield.sources.demo.source import DemoSource
from tests.sources.demo.harness import ACCOUNT, EPOCH
from tests.sources.demo.replica import Replica
from tests.sources.demo.test_source import listening
from tests.waiting import until

PEOPLE = FIRST_BATCH_SIZE + BATCH_SIZE + 100


class BatchHarness:
    """A view of a simulation whose batches the test adds."""

    def __init__(self, rate: float = 0.0) -> None:
        self.simulation = Simulation(PEOPLE, rate, 1, EPOCH)
        self.view = self.simulation.view(ACCOUNT)
        self.view.links.has_listeners = True
        self.replica = Replica(self.view.snapshot())

    def add_people(self) -> None:
        self.simulation.add_people()
        self.replica.apply(self.view.links.drain())


def test_first_batch_is_there_at_once_and_later_ones_are_emitted() -> None:
    harness = BatchHarness()
    counts = [len(harness.replica.contacts)]
    while not harness.simulation.is_complete:
        harness.add_people()
        counts.append(len(harness.replica.contacts))
        harness.replica.assert_equals(Replica(harness.view.snapshot()))
    assert counts == [FIRST_BATCH_SIZE, FIRST_BATCH_SIZE + BATCH_SIZE, PEOPLE]
    harness.add_people()
    assert len(harness.replica.contacts) == PEOPLE


def test_each_person_of_a_batch_is_emitted_in_full_and_once() -> None:
    harness = BatchHarness()
    known = set(harness.replica.contacts)
    harness.simulation.add_people()
    changes = [change for change in harness.view.links.drain() if getattr(change, "key", None) not in known]
    assert len(changes) == BATCH_SIZE
    assert all(getattr(change, "patch").name for change in changes)  # noqa: B009 - changes differ in kind


@pytest.mark.parametrize("rate", [0.0, 50.0])
def test_all_people_are_there_before_time_passes(rate: float) -> None:
    harness = BatchHarness(rate)
    harness.simulation.advance(1.0)
    assert harness.simulation.is_complete
    harness.replica.apply(harness.view.links.drain())
    harness.replica.assert_equals(Replica(harness.view.snapshot()))


def test_contacts_do_not_depend_on_when_a_view_is_created() -> None:
    early, late = BatchHarness(), Simulation(PEOPLE, 0.0, 1, EPOCH)
    for simulation in (early.simulation, late):
        simulation.advance(1.0)
    view = late.view(ACCOUNT)
    early.replica.apply(early.view.links.drain())
    contacts = Replica(view.snapshot()).contacts
    assert early.replica.contacts == contacts
    assert {key: contact["relationship"] for key, contact in contacts.items()} == {
        key: early.view.relations.of(key).relationship for key in contacts
    }


def test_batch_is_not_emitted_over_cut_links() -> None:
    harness = BatchHarness()
    for name in (LinkName.PHONE, LinkName.CHAT):
        harness.view.links.cut(name)
    harness.add_people()
    assert len(harness.replica.contacts) == FIRST_BATCH_SIZE


async def test_session_emits_the_first_batch_before_the_others() -> None:
    async with listening(DemoSource(PEOPLE, rate=0)) as (recorder,):
        first = Replica(change for batch in recorder.batches[:2] for change in batch)
        assert len(first.contacts) == FIRST_BATCH_SIZE
        await until(lambda: len(recorder.replica.contacts) == PEOPLE, "all people")


async def test_wait_for_snapshot_waits_for_the_last_batch() -> None:
    async with listening(DemoSource(PEOPLE, rate=0), 2) as (one, other):
        await one.session.wait_for_snapshot()
        assert len(one.replica.contacts) == len(other.replica.contacts) == PEOPLE
        await other.session.wait_for_snapshot()
