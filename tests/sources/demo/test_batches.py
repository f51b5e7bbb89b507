"""A big office opens wing by wing: the first people at once, the others before anything happens."""

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
    """A seat in an office that is opened wing by wing."""

    def __init__(self, rate: float = 0.0) -> None:
        self.simulation = Simulation(PEOPLE, rate, 1, EPOCH)
        self.view = self.simulation.view(ACCOUNT)
        self.view.links.has_listeners = True
        self.replica = Replica(self.view.snapshot())

    def add_people(self) -> None:
        self.simulation.add_people()
        self.replica.apply(self.view.links.drain())


def test_the_first_people_are_there_at_once_and_the_others_are_told_when_they_come() -> None:
    harness = BatchHarness()
    counts = [len(harness.replica.contacts)]
    while not harness.simulation.is_complete:
        harness.add_people()
        counts.append(len(harness.replica.contacts))
        harness.replica.assert_equals(Replica(harness.view.snapshot()))
    assert counts == [FIRST_BATCH_SIZE, FIRST_BATCH_SIZE + BATCH_SIZE, PEOPLE]
    harness.add_people()
    assert len(harness.replica.contacts) == PEOPLE


def test_whoever_comes_is_told_whole_and_once() -> None:
    harness = BatchHarness()
    known = set(harness.replica.contacts)
    harness.simulation.add_people()
    changes = [change for change in harness.view.links.drain() if getattr(change, "key", None) not in known]
    assert len(changes) == BATCH_SIZE
    assert all(getattr(change, "patch").name for change in changes)  # noqa: B009 - changes differ in kind


@pytest.mark.parametrize("rate", [0.0, 50.0])
def test_all_are_there_before_time_passes(rate: float) -> None:
    harness = BatchHarness(rate)
    harness.simulation.advance(1.0)
    assert harness.simulation.is_complete
    harness.replica.apply(harness.view.links.drain())
    harness.replica.assert_equals(Replica(harness.view.snapshot()))


def test_it_is_the_same_office_whenever_a_seat_is_taken() -> None:
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


def test_over_a_cut_link_nothing_of_it_is_told() -> None:
    harness = BatchHarness()
    for name in (LinkName.PHONE, LinkName.CHAT):
        harness.view.links.cut(name)
    harness.add_people()
    assert len(harness.replica.contacts) == FIRST_BATCH_SIZE


async def test_a_session_tells_the_first_people_before_the_others() -> None:
    async with listening(DemoSource(PEOPLE, rate=0)) as (recorder,):
        first = Replica(change for batch in recorder.batches[:2] for change in batch)
        assert len(first.contacts) == FIRST_BATCH_SIZE
        await until(lambda: len(recorder.replica.contacts) == PEOPLE, "all people")


async def test_one_can_wait_for_the_last_one() -> None:
    async with listening(DemoSource(PEOPLE, rate=0), 2) as (one, other):
        await one.session.wait_for_snapshot()
        assert len(one.replica.contacts) == len(other.replica.contacts) == PEOPLE
        await other.session.wait_for_snapshot()
