"""A big office opens wing by wing: the first people at once, the others before anything happens."""

import pytest

from lampfield.model.link import LinkName
from lampfield.sources.demo.simulation import FIRST_WING, WING, Simulation
from lampfield.sources.demo.source import DemoSource
from tests.sources.demo.desk import ACCOUNT, EPOCH
from tests.sources.demo.picture import Picture
from tests.sources.demo.test_source import listening
from tests.waiting import until

PEOPLE = FIRST_WING + WING + 100


class Opening:
    """A seat in an office that is opened wing by wing."""

    def __init__(self, rate: float = 0.0) -> None:
        self.office = Simulation(PEOPLE, rate, 1, EPOCH)
        self.seat = self.office.seat(ACCOUNT)
        self.seat.links.attended = True
        self.picture = Picture(self.seat.snapshot())

    def open_wing(self) -> None:
        self.office.open_wing()
        self.picture.hear(self.seat.links.take())


def test_the_first_people_are_there_at_once_and_the_others_are_told_when_they_come() -> None:
    desk = Opening()
    counts = [len(desk.picture.contacts)]
    while not desk.office.is_whole:
        desk.open_wing()
        counts.append(len(desk.picture.contacts))
        desk.picture.same_as(Picture(desk.seat.snapshot()))
    assert counts == [FIRST_WING, FIRST_WING + WING, PEOPLE]
    desk.open_wing()
    assert len(desk.picture.contacts) == PEOPLE


def test_whoever_comes_is_told_whole_and_once() -> None:
    desk = Opening()
    known = set(desk.picture.contacts)
    desk.office.open_wing()
    told = [change for change in desk.seat.links.take() if getattr(change, "key", None) not in known]
    assert len(told) == WING
    assert all(getattr(change, "patch").name for change in told)  # noqa: B009 - changes differ in kind


@pytest.mark.parametrize("rate", [0.0, 50.0])
def test_all_are_there_before_time_passes(rate: float) -> None:
    desk = Opening(rate)
    desk.office.advance(1.0)
    assert desk.office.is_whole
    desk.picture.hear(desk.seat.links.take())
    desk.picture.same_as(Picture(desk.seat.snapshot()))


def test_it_is_the_same_office_whenever_a_seat_is_taken() -> None:
    early, late = Opening(), Simulation(PEOPLE, 0.0, 1, EPOCH)
    for office in (early.office, late):
        office.advance(1.0)
    seat = late.seat(ACCOUNT)
    early.picture.hear(early.seat.links.take())
    contacts = Picture(seat.snapshot()).contacts
    assert early.picture.contacts == contacts
    assert {key: contact["relationship"] for key, contact in contacts.items()} == {
        key: early.seat.relations.of(key).word for key in contacts
    }


def test_over_a_cut_link_nothing_of_it_is_told() -> None:
    desk = Opening()
    for name in (LinkName.PHONE, LinkName.CHAT):
        desk.seat.links.cut(name)
    desk.open_wing()
    assert len(desk.picture.contacts) == FIRST_WING


async def test_a_session_tells_the_first_people_before_the_others() -> None:
    async with listening(DemoSource(PEOPLE, rate=0)) as (ear,):
        first = Picture(change for batch in ear.batches[:2] for change in batch)
        assert len(first.contacts) == FIRST_WING
        await until(lambda: len(ear.picture.contacts) == PEOPLE, "all people")


async def test_one_can_wait_for_the_last_one() -> None:
    async with listening(DemoSource(PEOPLE, rate=0), 2) as (one, other):
        await one.session.wait_for_snapshot()
        assert len(one.picture.contacts) == len(other.picture.contacts) == PEOPLE
        await other.session.wait_for_snapshot()
