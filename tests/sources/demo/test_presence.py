"""The presence of people with prescribed random numbers."""

import pytest

from lampfield.model.contact import ContactPatch
from lampfield.model.show import State
from lampfield.sources.demo.presence import Presence
from lampfield.sources.demo.scheduler import Scheduler
from tests.sources.demo.scripted_random import ScriptedRandom


def presence(*numbers: float, then: float = 0.5, hostile: int = -1) -> Presence:
    return Presence(Scheduler(10_000.0), ScriptedRandom(*numbers, then=then), hostile)


@pytest.mark.parametrize(("chance", "online"), [(0.17, False), (0.18, True)])
def test_some_people_are_offline_at_the_start(chance: float, *, online: bool) -> None:
    people = presence(then=chance)
    people.add_people(1)
    assert people.is_online(0) is online
    assert people.since == ([people.states[0]["desk"].since] if online else [0.0])


def test_online_people_have_been_online_for_some_time() -> None:
    people = presence()
    people.add_people(2)
    assert people.states == [{"desk": State("available", "", 10, 7300.0)}] * 2
    assert people.patch(1) == ContactPatch(states=people.states[1], show_since=7300.0)


def test_resource_changes_and_the_time_changes_only_with_the_show() -> None:
    people = presence(then=0.5)
    people.add_people(1)
    people._rng = ScriptedRandom(0.0, 0.2, 0.5)
    before = people.states[0]
    assert people.change() == 0
    assert people.states[0] == {"desk": State("available", "", 10, 10_000.0)}
    assert before == {"desk": State("available", "", 10, 7300.0)}
    assert people.since == [7300.0]
    people._rng = ScriptedRandom(0.0, 0.2, 0.99)
    people.change()
    assert (people.states[0]["desk"].show, people.since) == ("dnd", [10_000.0])
    people._rng = ScriptedRandom(0.0, 0.19)
    people.change()
    assert not people.is_online(0)


def test_hostile_person_may_be_in_any_batch_and_never_changes() -> None:
    people = presence(hostile=3)
    people.add_people(2)
    people.add_people(2)
    assert [len([name for name in it if not name.isprintable()]) for it in people.states] == [0, 0, 0, 1]
    (kept,) = people.states[3].items()
    people._rng = ScriptedRandom(0.99)
    assert people.change() == 0
    assert [*people.states[3].items()] == [kept]
    assert kept[1].since == 10_000.0
