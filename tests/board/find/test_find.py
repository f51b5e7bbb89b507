"""Who is found, in which groups and order."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.board.find.directory import Directory
from lampfield.board.find.groups import ALL, Group, Kind, groups_of
from lampfield.board.find.matching import Matcher
from lampfield.board.find.order import ordered
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
        assert Matcher().matching(query)(ZOE), query
    assert not Matcher().matching("zoe anna")(ZOE)


def test_a_changed_contact_is_read_anew() -> None:
    matcher = Matcher()
    assert not matcher.matching("berlin")(ZOE)
    assert matcher.matching("berlin")(contact(1, "Zoë", tags=("Berlin",)))


def test_the_order_is_by_name_whatever_the_case_and_the_signs() -> None:
    assert ordered(ALL_THREE.values(), lambda _: True) == [ANNA.cid, MALLORY.cid, ZOE.cid]


def test_groups_are_everybody_companies_and_tags_with_their_numbers() -> None:
    assert list(groups_of(ALL_THREE.values()).items()) == [
        (ALL, 3),
        (Group(Kind.COMPANY, "Acme"), 2),
        (Group(Kind.COMPANY, "Birch"), 1),
        (Group(Kind.TAG, "Front desk"), 2),
        (Group(Kind.TAG, "VIP"), 1),
    ]


def test_one_company_alone_is_no_group() -> None:
    assert list(groups_of([ANNA])) == [ALL, Group(Kind.TAG, "Front desk"), Group(Kind.TAG, "VIP")]


def test_a_change_of_presence_moves_nobody() -> None:
    directory = Directory()
    assert directory.moved(ALL_THREE, ALL_THREE)
    away = contact(2, ANNA.name, number="118", company_name="Birch", tags=ANNA.tags, show=Show.AWAY, blf=2)
    assert not directory.moved({**ALL_THREE, ANNA.cid: away}, [ANNA.cid])
    assert directory.moved({ZOE.cid: ZOE}, [ANNA.cid])


def test_a_group_that_is_empty_now_gives_way_to_everybody() -> None:
    directory = Directory()
    directory.group = Group(Kind.TAG, "VIP")
    directory.refresh(ALL_THREE)
    assert directory.order == [ANNA.cid]
    directory.refresh({ZOE.cid: ZOE})
    assert (directory.group, directory.order) == (ALL, [ZOE.cid])


@given(steps=st.lists(st.sampled_from([1, -1])))
def test_stepping_through_the_groups_comes_round(steps: list[int]) -> None:
    directory = Directory()
    directory.refresh(ALL_THREE)
    for step in steps:
        directory.step_group(step)
    for _ in range(sum(steps) % len(directory.groups)):
        directory.step_group(-1)
    assert directory.group == ALL
