"""What the header says of the operator."""

import pytest

from lampfield.board.widgets.header import HeaderFacts, header_parts
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.show import Show

ME = Me(account="reception", name="Alice", show=Show.AWAY, status="lunch till 1")


def own_show(me: Me, **links: LinkState) -> tuple[str, str]:
    """Return words and style of the own show, by how the links are."""
    given = {LinkName(name): Link(LinkName(name), state) for name, state in links.items()}
    parts = header_parts(HeaderFacts(me, given, asking=0, unread=0, now=0.0), 120)
    (part,) = (part for part in parts if part.action_id == "own-presence")
    return part.text, part.style


def test_the_own_show_is_what_others_see() -> None:
    up = {"hub": LinkState.UP, "chat": LinkState.UP}
    assert own_show(ME, **up) == ("you: ▚ away lunch till 1", "$show-away")
    assert own_show(Me(account="reception"), **up) == ("you: ▏ invisible", "$show-offline")
    assert own_show(ME, hub=LinkState.UP, chat=LinkState.ABSENT)[1] == "$show-away"
    assert own_show(ME, hub=LinkState.UP, phone=LinkState.DOWN, chat=LinkState.UP)[1] == "$show-away"


@pytest.mark.parametrize("lost", ["hub", "chat"])
@pytest.mark.parametrize("state", [LinkState.DOWN, LinkState.CONNECTING])
def test_without_a_link_to_the_others_it_is_not_known_what_they_see(lost: str, state: LinkState) -> None:
    links = {"hub": LinkState.UP, "chat": LinkState.UP} | {lost: state}
    assert own_show(ME, **links) == ("you: ┊ ~away lunch till 1", "$stale")


def test_a_link_that_is_not_known_is_never_drawn_as_up() -> None:
    links = {
        LinkName.HUB: Link(LinkName.HUB, LinkState.CONNECTING, since=97.0),
        LinkName.PHONE: Link(LinkName.PHONE, LinkState.UNKNOWN, since=97.0),
    }
    parts = header_parts(HeaderFacts(ME, links, asking=0, unread=0, now=100.0), 120)
    shown = [(part.text, part.style) for part in parts if part.action_id == "links"]
    assert shown == [("◌ hub 3s  ", "$warning"), ("~ phone 3s  ", "$warning"), ("~ chat  ", "$warning")]


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize(("source", "word"), [("demo", "DEMO"), ("replay", "REPLAY"), ("asterisk", "")])
def test_it_says_where_people_are_made_up(source: str, word: str, width: int) -> None:
    links = {name: Link(name, LinkState.UP, source=source) for name in (LinkName.PHONE, LinkName.CHAT)}
    for me in (ME, None):
        line = "".join(it.text for it in header_parts(HeaderFacts(me, links, 0, 0, 100.0), width))
        assert [it in line for it in ("DEMO", "REPLAY")] == [word == "DEMO", word == "REPLAY"]
        assert word in line


@pytest.mark.parametrize(("asking", "words"), [(0, ""), (1, "1 request  "), (3, "3 requests  ")])
def test_counts_are_words_that_people_use(asking: int, words: str) -> None:
    parts = header_parts(HeaderFacts(ME, {}, asking, 0, 0.0, late=2), 120)
    assert [part.text for part in parts if part.action_id == "requests"] == ([words] if words else [])
    assert "2 overdue  " in [part.text for part in parts]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Alice", "Alice (reception)  "), ("Reception", "Reception  "), ("", "reception  ")],
)
def test_the_account_stands_beside_a_name_that_is_another(name: str, shown: str) -> None:
    parts = header_parts(HeaderFacts(Me(account="reception", name=name), {}, 0, 0, 0.0), 120)
    assert [part.text for part in parts if part.style == "$foreground"] == [shown]


def test_by_the_minute_no_age_counts_the_seconds() -> None:
    links = {LinkName.HUB: Link(LinkName.HUB, LinkState.DOWN, since=50.0)}
    for now, text in ((51.0, "✗ hub <1m  "), (109.9, "✗ hub <1m  "), (170.0, "✗ hub 2m  ")):
        parts = header_parts(HeaderFacts(ME, links, 0, 0, now, by_second=False), 120)
        assert text in [part.text for part in parts]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_without_an_operator_the_title_begins_where_it_does_with_one(width: int) -> None:
    links = {LinkName.PHONE: Link(LinkName.PHONE, LinkState.UP, source="demo")}
    parts = header_parts(HeaderFacts(None, links, 0, 0, 100.0), width)
    assert sum(len(part.text) for part in parts) == width
    line = "".join(part.text for part in parts)
    assert line.startswith(" lampfield DEMO  " if width > 40 else "DEMO  ")


@pytest.mark.parametrize("width", range(40, 121))
def test_a_name_that_is_cut_does_not_touch_the_own_show(width: int) -> None:
    me = Me(account="reception", name="Alice Ames", show=Show.AWAY)
    facts = HeaderFacts(
        me, {name: Link(name, LinkState.UP) for name in LinkName}, asking=0, unread=0, now=0.0
    )
    line = "".join(part.text for part in header_parts(facts, width))
    before, _, _ = line.partition("you:")
    assert before.endswith(" ")
    assert "Ames" not in before or before.endswith("  ")
