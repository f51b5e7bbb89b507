"""How well a contact is found: the best first, and nothing that is written is missed."""

from collections.abc import Mapping
from string import ascii_lowercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lampfield.frontend.search.matching import Found, Matcher
from lampfield.frontend.search.query import parsed
from lampfield.frontend.search.text import folded, keypad_digits, words_of
from lampfield.frontend.search.typos import meant
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.show import State


def contact(name: str = "", **properties: object) -> Contact:
    return Contact(cid=ContactId(0), name=name, **properties)  # type: ignore[arg-type]


def found(query: str, *contacts: Contact) -> list[str]:
    """Return the names of those who are found."""
    result, numbered = searched(query, contacts)
    return [numbered[cid].name for cid in result.cids]


def searched(query: str, contacts: tuple[Contact, ...]) -> tuple[Found, Mapping[ContactId, Contact]]:
    from msgspec.structs import replace

    numbered = {ContactId(place): replace(it, cid=ContactId(place)) for place, it in enumerate(contacts)}
    return Matcher().found(parsed(query).readings, numbered, numbered), numbered


DAN = contact(
    "Dan Dietz", number="204", company_name="Acme Ltd", email="d.dietz@acme.test", tags=("Front desk",)
)


def test_a_number_comes_before_names_and_these_before_parts_and_letters_on_keys() -> None:
    names = ["Ed 32", "Room 321", "32 Main Street", "Number", "Part", "Keys"]
    contacts = [contact(name) for name in names[:3]]
    contacts += [contact("Number", number="32"), contact("Part", number="4325"), contact("Da", email="x@y.z")]
    assert found("32", *contacts) == ["Number", "32 Main Street", "Ed 32", "Room 321", "Part", "Da"]


def test_names_come_before_words_initials_and_parts() -> None:
    contacts = [
        contact("Odd Ness"),
        contact("Dag Dunn"),
        contact("Zoe", company_name="DD Cars"),
        contact("Ann Ddamba"),
        contact("Dds Group"),
    ]
    assert found("dd", *contacts) == ["Dds Group", "Ann Ddamba", "Zoe", "Dag Dunn", "Odd Ness"]


def test_the_worst_word_counts_and_equals_stay_in_their_order() -> None:
    contacts = [contact("Anna Bell"), contact("Bella Ann"), contact("Ann Bell"), contact("Joann Bell")]
    assert found("ann bell", *contacts) == ["Anna Bell", "Bella Ann", "Ann Bell", "Joann Bell"]


@pytest.mark.parametrize(
    "query",
    [
        "dd",
        "326",
        "dietz",
        "IETZ",
        "204",
        "20",
        "acme",
        "d.dietz@",
        "front desk",
        "desk dan",
        "34389",
        "32634",
    ],
)
def test_initials_keys_and_parts_find(query: str) -> None:
    assert found(query, DAN) == ["Dan Dietz"]


@pytest.mark.parametrize("query", ["obrien", "o'brien", "o’brien", "O Brien", "brien"])
@pytest.mark.parametrize("name", ["Una O'Brien", "Una O’Brien"])
def test_signs_in_names_may_be_left_out_or_be_others(query: str, name: str) -> None:
    assert found(query, contact(name)) == [name]


@pytest.mark.parametrize("query", ["0161 496", "0161496", "(0161) 4", "496-0000", "1614960"])
def test_a_number_is_found_however_it_is_spaced(query: str) -> None:
    for number in ("0161 496 0000", "01614960000", "0161/496-0000"):
        assert found(query, contact("Brown", number=number)) == ["Brown"], number


def test_a_status_is_found_as_it_is_now() -> None:
    matcher, cid = Matcher(), ContactId(0)
    before = {cid: contact("Ann", states={"desk": State(status="Lunch till 1")})}
    after = {cid: contact("Ann", states={"desk": State(status="Back")})}
    assert matcher.found([("lunch",)], before, before).cids == [cid]
    matcher.mark_status_changed(cid)
    assert matcher.found([("lunch",)], after, after).cids == []
    assert matcher.found([("back",)], after, after).cids == [cid]


@pytest.mark.parametrize("query", ["deitz", "dietzt", "ditz", "dan dietx", "fromt", "frnot desk"])
def test_a_slip_finds_what_was_meant_when_nobody_has_what_was_typed(query: str) -> None:
    other = contact("Cara Cole", tags=("Front desk",)) if "r" in query else contact("Cara Cole")
    assert "Dan Dietz" in found(query, DAN, other)


def test_a_slip_is_only_thought_of_when_nobody_has_what_was_typed() -> None:
    assert found("dietz", DAN, contact("Jo Deitz")) == ["Dan Dietz"]
    assert searched("dietz", (DAN,))[0].meant == ()
    assert searched("deitz", (DAN,))[0].meant == ("dietz",)


@pytest.mark.parametrize("query", ["205", "2O4", "xy", "zzzzzz", "dietz xxxxxx"])
def test_a_number_and_what_is_near_nothing_are_no_slips(query: str) -> None:
    assert found(query, DAN) == []


def test_a_word_may_be_meant_before_it_is_typed_to_its_end() -> None:
    assert meant("alixan", ["alexander", "bertram"]) == ("alexan",)
    assert meant("beckre", ["becker", "beckett"]) == ("becker",)


letters = st.text(ascii_lowercase + "éöß -'.@0123456789", min_size=1, max_size=12)
people = st.lists(
    st.builds(
        contact,
        letters,
        number=st.text("0123456789 +-/", max_size=8),
        company_name=letters,
        email=letters,
        uname=letters,
        tags=st.lists(letters, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=6,
)


@given(people, st.data())
def test_any_part_of_any_field_finds(contacts: list[Contact], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(contacts) - 1))
    it = contacts[place]
    fields = [it.name, it.uname, it.number, it.company_name, it.email, *(it.tags or ())]
    field = data.draw(st.sampled_from([field for field in fields if field]))
    begin = data.draw(st.integers(0, len(field) - 1))
    part = field[begin : data.draw(st.integers(begin + 1, len(field)))]
    assert ContactId(place) in searched(part.upper(), tuple(contacts))[0].cids


@given(people, st.data())
def test_more_typed_finds_nobody_else(contacts: list[Contact], data: st.DataObject) -> None:
    """From two characters on: a single digit is no letter on a key yet."""
    fields = [f"{it.name} {it.number} {it.company_name}".strip() for it in contacts]
    field = data.draw(st.sampled_from(fields))
    more = field[: data.draw(st.integers(1, len(field)))]
    fewer = more[: data.draw(st.integers(1, len(more)))]
    assume(all(len(word) > 1 for word in words_of(fewer)))
    fewer_found, more_found = (searched(query, tuple(contacts))[0] for query in (fewer, more))
    if not (fewer_found.meant or more_found.meant):
        assert set(more_found.cids) <= set(fewer_found.cids)


@given(people, st.text(ascii_lowercase + "0123456789 ", min_size=1, max_size=4))
def test_who_is_found_does_not_depend_on_the_order_and_equals_keep_theirs(
    contacts: list[Contact], query: str
) -> None:
    _, numbered = searched(query, tuple(contacts))
    readings = parsed(query).readings
    there = Matcher().found(readings, list(numbered), numbered).cids
    back = Matcher().found(readings, list(numbered)[::-1], numbered).cids
    assert sorted(there) == sorted(back)
    assert Matcher().found(readings, there, numbered).cids == there


@given(st.lists(st.text(ascii_lowercase, min_size=2, max_size=8), min_size=1, max_size=3), st.data())
def test_the_keys_of_the_beginning_of_any_word_of_a_name_find_it(
    names: list[str], data: st.DataObject
) -> None:
    name = " ".join(names)
    typed = keypad_digits(data.draw(st.sampled_from([*names, "".join(names)])))
    size = data.draw(st.integers(2, len(typed)))
    assert found(typed[:size], contact(name)) == [name]


@given(st.text(ascii_lowercase, min_size=1))
def test_there_is_a_key_for_every_letter(word: str) -> None:
    assert keypad_digits(word).isdecimal()
    assert len(keypad_digits(word)) == len(word)


@given(st.text(), st.text())
def test_words_are_folded_and_hold_no_sign(one: str, other: str) -> None:
    for word in words_of(f"{one} {other}"):
        assert word == folded(word) or not word.isascii()
        assert not word.isascii() or word.isalnum()
