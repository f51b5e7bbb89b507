"""Who is found, in which groups and order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.frontend.search import index
from lampfield.frontend.search.contact_view import ContactView
from lampfield.frontend.search.groups import ALL, Group, Kind, Tally
from lampfield.frontend.search.matching import Matcher
from lampfield.frontend.search.text import folded, sort_key
from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.show import Show


def contact(cid: int, name: str, **properties: object) -> Contact:
    return Contact(cid=ContactId(cid), name=name, **properties)  # type: ignore[arg-type]


ZOE = contact(1, "Zoë Öztürk", number="207", company_name="Acme", email="zoe@acme.test", tags=("Front desk",))
ANNA = contact(2, "anna Ivanova", number="118", company_name="Birch", tags=("VIP", "Front desk"))
MALLORY = contact(3, "[red]Mallory", company_name="Acme")
ALL_THREE = {value.cid: value for value in (ZOE, ANNA, MALLORY)}


def test_any_part_of_name_number_company_email_and_tag_is_found_without_case_and_accents() -> None:
    for query in ("zoe", "OZTURK", "207", "acm", "zoe@", "front", "desk zo"):
        assert found(ContactView(), {ZOE.cid: ZOE}, query) == [ZOE.cid], query
    assert not found(ContactView(), ALL_THREE, "zoe anna")


def test_contacts_are_read_for_a_search_a_few_at_a_time() -> None:
    matcher = Matcher()
    assert [matcher.read(ALL_THREE, 2), matcher.read(ALL_THREE, 2), matcher.read(ALL_THREE, 2)] == [1, 0, 0]
    matcher.forget(ZOE.cid)
    assert matcher.found([("zoe",)], ALL_THREE, ALL_THREE).cids == [ZOE.cid]


def found(directory: ContactView, contacts: dict[ContactId, Contact], query: str) -> list[ContactId]:
    directory.query = query
    directory.refresh(contacts)
    return directory.order


def test_a_changed_contact_is_read_anew() -> None:
    directory = ContactView()
    assert found(directory, ALL_THREE, "berlin") == []
    moved = {**ALL_THREE, ZOE.cid: contact(1, "Zoë", tags=("Berlin",))}
    assert directory.moved(moved, [ZOE.cid])
    assert found(directory, moved, "berlin") == [ZOE.cid]
    assert found(directory, moved, "ozturk") == []


def test_who_is_gone_before_it_is_told_spoils_no_search() -> None:
    """The values are ahead of what the board was told: somebody is gone, and another has come."""
    directory = ContactView()
    assert found(directory, ALL_THREE, "") == [ANNA.cid, MALLORY.cid, ZOE.cid]
    ahead = {**ALL_THREE, ContactId(4): contact(4, "Dora")}
    del ahead[ZOE.cid]
    directory.note(ahead, [ZOE.cid])
    directory.group = Group(Kind.COMPANY, "Acme")
    assert found(directory, ahead, "mal") == [MALLORY.cid]
    directory.group = ALL
    assert directory.moved(ahead, [ZOE.cid, ContactId(4)])
    assert found(directory, ahead, "") == [ANNA.cid, ContactId(4), MALLORY.cid]
    assert found(directory, ahead, "zoe") == []


def test_who_is_renamed_before_it_is_told_finds_their_place_when_it_is() -> None:
    """What is told first is a change of the lamp; the value has the new name already."""
    directory = ContactView()
    assert found(directory, ALL_THREE, "") == [ANNA.cid, MALLORY.cid, ZOE.cid]
    ahead = {**ALL_THREE, ZOE.cid: contact(1, "Adam")}
    directory.note(ahead, [ZOE.cid])
    assert directory.moved(ahead, [ZOE.cid])
    assert found(directory, ahead, "") == [ZOE.cid, ANNA.cid, MALLORY.cid]
    assert found(directory, ahead, "adam") == [ZOE.cid]


def test_the_order_is_by_name_whatever_the_case_and_the_signs() -> None:
    assert sorted(ALL_THREE.values(), key=sort_key) == [ANNA, MALLORY, ZOE]


texts = st.text("aB é0\0☎", max_size=3)
people = st.builds(
    contact,
    st.integers(1, 6),
    texts,
    number=texts,
    company_name=st.sampled_from(["", "Acme", "Birch"]),
    tags=st.sampled_from([None, (), ("VIP",), ("VIP", "IT"), ("IT", "IT")]),
)


@pytest.mark.parametrize("few", [0, index.MIN_SORTED_RATIO], ids=["one by one", "sorted"])
@given(
    happenings=st.lists(people),
    query=st.sampled_from(["", "a", "vip b"]),
    company=st.sampled_from(["", "Acme"]),
)
def test_whoever_comes_moves_and_goes_it_is_as_if_all_had_come_at_once(
    happenings: list[Contact], query: str, company: str, few: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "MIN_SORTED_RATIO", few)
        _come_move_and_go(happenings, query, company)


def _come_move_and_go(happenings: list[Contact], query: str, company: str) -> None:
    step_by_step = ContactView()
    contacts: dict[ContactId, Contact] = {}
    for happening in happenings:
        if contacts.get(happening.cid) == happening:
            del contacts[happening.cid]
        else:
            contacts[happening.cid] = happening
        step_by_step.moved(contacts, [happening.cid])
        step_by_step.refresh(contacts)
    at_once = ContactView()
    for directory in (step_by_step, at_once):
        directory.query, directory.group = query, Group(Kind.COMPANY, company) if company else ALL
        directory.refresh(contacts)
    assert (step_by_step.order, step_by_step.groups) == (at_once.order, at_once.groups)
    assert list(step_by_step.groups.items()) == list(at_once.groups.items())


@given(people, people)
def test_names_count_before_numbers_and_who_has_none_is_last(one: Contact, other: Contact) -> None:
    def parts(value: Contact) -> tuple[bool, str]:
        name = "".join(filter(str.isalnum, folded(value.name or value.uname)))
        return (not name, name)

    if parts(one) != parts(other):
        assert (sort_key(one) < sort_key(other)) == (parts(one) < parts(other))


def groups_of(*contacts: Contact) -> dict[Group, int]:
    tally = Tally()
    for value in contacts:
        tally.count(value)
    return tally.groups()


def test_groups_are_everybody_companies_tags_and_sources_with_their_numbers() -> None:
    assert list(groups_of(*ALL_THREE.values()).items()) == [
        (ALL, 3),
        (Group(Kind.COMPANY, "Acme"), 2),
        (Group(Kind.COMPANY, "Birch"), 1),
        (Group(Kind.TAG, "Front desk"), 2),
        (Group(Kind.TAG, "VIP"), 1),
        (Group(Kind.SOURCE, "Phone only"), 2),
        (Group(Kind.SOURCE, "Neither"), 1),
    ]


def test_one_company_or_source_alone_is_no_group() -> None:
    assert list(groups_of(ANNA)) == [ALL, Group(Kind.TAG, "Front desk"), Group(Kind.TAG, "VIP")]


def test_a_change_of_presence_moves_nobody() -> None:
    directory = ContactView()
    assert directory.moved(ALL_THREE, ALL_THREE)
    away = contact(2, ANNA.name, number="118", company_name="Birch", tags=ANNA.tags, show=Show.AWAY, blf=2)
    assert not directory.moved({**ALL_THREE, ANNA.cid: away}, [ANNA.cid])
    assert directory.moved({ZOE.cid: ZOE}, [ANNA.cid])


def test_a_group_that_is_empty_now_gives_way_to_everybody() -> None:
    directory = ContactView()
    directory.group = Group(Kind.TAG, "VIP")
    directory.refresh(ALL_THREE)
    assert directory.order == [ANNA.cid]
    directory.refresh({ZOE.cid: ZOE})
    assert (directory.group, directory.order) == (ALL, [ZOE.cid])


@given(steps=st.lists(st.sampled_from([1, -1])))
def test_stepping_through_the_groups_comes_round(steps: list[int]) -> None:
    directory = ContactView()
    directory.refresh(ALL_THREE)
    for step in steps:
        directory.step_group(step)
    for _ in range(sum(steps) % len(directory.groups)):
        directory.step_group(-1)
    assert directory.group == ALL
