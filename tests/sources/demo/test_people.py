"""The generated people."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.demo.names import COMPANIES, FIXED_NAMES, FRONT_DESK, HOSTILE_NAME
from lampfield.sources.demo.people import HOSTILE_INDEX, MAX_PEOPLE, PeopleGenerator, Person, generate_people


@given(st.integers(1, 300), st.integers(0, 50))
def test_people_are_as_many_as_requested_and_unique(count: int, seed: int) -> None:
    people = generate_people(count, Random(seed))
    assert len(people) == count
    for words in ({p.key for p in people}, {p.uname for p in people}):
        assert len(words) == count
    numbers = [p.number for p in people if p.number]
    assert len(set(numbers)) == len(numbers)
    assert [p.index for p in people] == list(range(count))


def test_largest_office() -> None:
    people = generate_people(MAX_PEOPLE, Random(1))
    assert len({p.key for p in people}) == MAX_PEOPLE
    assert {len(p.number) for p in people} == {0, 5}


@pytest.mark.parametrize("count", [0, -1, MAX_PEOPLE + 1])
def test_count_out_of_bounds_is_refused_with_the_bounds(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 10000"):
        generate_people(count, Random(1))


def test_people_have_varied_properties() -> None:
    people = PeopleGenerator(120, Random(1), hostile_index=HOSTILE_INDEX).next(120)
    assert [p.name for p in people[: len(FIXED_NAMES)]] == list(FIXED_NAMES)
    assert {p.company for p in people} == {company.id for company in COMPANIES}
    assert people[HOSTILE_INDEX].name == HOSTILE_NAME
    assert any(p.tags is None and not p.can_tag for p in people)
    for lacks in ("email", "number", "photo_id"):
        assert 0 < sum(not getattr(p, lacks) for p in people) < 90, lacks
    assert 35 < sum(bool(p.photo_id) for p in people) < 85


@given(st.integers(0, 1000))
def test_people_depend_on_the_seed_alone(seed: int) -> None:
    assert _dump(generate_people(20, Random(seed))) == _dump(generate_people(20, Random(seed)))


def _dump(people: list[Person]) -> list[tuple[object, ...]]:
    return [(p.key, p.name, p.number, p.tags, p.email, p.photo_id) for p in people]


@pytest.mark.parametrize(
    ("count", "first"), [(1, 201), (799, 201), (800, 2_001), (7_999, 2_001), (8_000, 20_001)]
)
def test_larger_office_has_longer_extensions(count: int, first: int) -> None:
    assert PeopleGenerator(count, Random(1)).first_extension == first


def test_fixed_names_and_front_desk_are_the_same_in_every_office() -> None:
    people = generate_people(60, Random(1), phoneless=1.0)
    assert [person.name for person in people[: len(FIXED_NAMES)]] == list(FIXED_NAMES)
    assert [bool(person.number) for person in people] == [index < len(FIXED_NAMES) for index in range(60)]
    assert {bool(person.number) for person in generate_people(60, Random(1), phoneless=0.0)} == {True}
    for index in (0, 25, 50):
        assert (people[index].tags or (FRONT_DESK,))[0] == FRONT_DESK
    assert all(person.uname == person.key.partition("@")[0] for person in people)
    assert all(person.email in ("", person.key) for person in people)
    assert [person.index for person in people] == list(range(60))
