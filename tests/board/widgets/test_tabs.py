"""The tabs of groups: the chosen one is in sight, and what has no room is hinted at."""

import pytest
from textual import events

from lampfield.board.widgets.group_tabs import GroupTabs
from lampfield.frontend.search.groups import ALL, FAVOURITES, Group, Kind

FRONT, SALES, BERLIN = (Group(Kind.TAG, name) for name in ("Front desk", "Sales", "Berlin"))
GROUPS = {ALL: 120, FAVOURITES: None, FRONT: 5, SALES: 24, BERLIN: 18}


def tabs(current: Group, found: str = "") -> GroupTabs:
    """Return tabs of which one is chosen."""
    made = GroupTabs(id="tabs")
    made.show(GROUPS, current, found)
    return made


def text(made: GroupTabs, width: int) -> str:
    """Return the line as it is read."""
    (line,) = made.lines(width)
    return "".join(part for part, _ in line)


@pytest.mark.parametrize(
    ("current", "width", "line"),
    [
        (ALL, 60, " All 120  Favourites  Front desk 5  Sales 24  Berlin 18 "),
        (ALL, 57, " All 120  Favourites  Front desk 5  Sales 24  Berlin 18 "),
        (ALL, 56, " All 120  Favourites  Front desk 5  Sales 24 ›"),
        (ALL, 46, " All 120  Favourites  Front desk 5  Sales 24 ›"),
        (ALL, 45, " All 120  Favourites  Front desk 5 ›"),
        (BERLIN, 40, "‹ Front desk 5  Sales 24  Berlin 18 "),
        (BERLIN, 15, "‹ Berlin 18 "),
        (SALES, 30, "‹ Front desk 5  Sales 24 ›"),
    ],
)
def test_as_many_stand_there_as_have_room_and_the_chosen_one_always(
    current: Group, width: int, line: str
) -> None:
    assert text(tabs(current), width) == line


def test_what_a_search_came_to_stands_before_them_and_takes_of_their_room() -> None:
    made = tabs(SALES, "3 of 24")
    assert text(made, 40) == " 3 of 24 ‹ Front desk 5  Sales 24 ›"
    (line,) = made.lines(40)
    assert line[0] == (" 3 of 24 ", "bold $accent")
    assert dict(line)[" Sales 24 "] == "bold reverse $primary"
    assert {style for part, style in line[1:] if part != " Sales 24 "} == {"$muted"}


@pytest.mark.parametrize(
    ("x", "group"), [(0, None), (8, None), (9, None), (10, FRONT), (23, FRONT), (24, SALES), (34, None)]
)
def test_a_click_chooses_the_tab_under_it(x: int, group: Group | None) -> None:
    made, chosen = tabs(SALES, "3 of 24"), list[Group]()
    made.lines(40)
    made.post_message = lambda it: chosen.append(it.group) or True  # type: ignore[assignment, attr-defined, func-returns-value, method-assign]
    made.on_click(events.Click(None, x, 0, 0, 0, 1, False, False, False))
    assert chosen == ([group] if group is not None else [])


def test_the_same_again_paints_nothing() -> None:
    made, painted = GroupTabs(), list[bool]()
    made.look_again = lambda: painted.append(True)  # type: ignore[method-assign]
    for groups, current, found in (
        (GROUPS, ALL, ""),
        (GROUPS, ALL, ""),
        (GROUPS, SALES, ""),
        (GROUPS, SALES, "1"),
    ):
        made.show(groups, current, found)
    assert len(painted) == 3
