"""Header and footer in each width: what gives way first, and what a click on each part does."""

from typing import Any

import pytest

from lampfield.board.keys.default import default_map
from lampfield.board.keys.keymap import Key
from lampfield.board.kit.outcome import Kind, Outcome
from lampfield.board.paint.part import Part
from lampfield.board.widgets.footer import FooterLine
from lampfield.board.widgets.header import HeaderFacts, header_parts, made_up
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.show import Show

ME = Me(account="alice", name="Alice Ames", show=Show.AWAY, status="lunch")
LINKS = {name: Link(name, LinkState.UP, 40.0) for name in LinkName}
DOWN = {**LINKS, LinkName.CHAT: Link(LinkName.CHAT, LinkState.DOWN, 40.0)}
DEMO = {**LINKS, LinkName.PHONE: Link(LinkName.PHONE, LinkState.UP, 40.0, "demo")}
NOW = 100.0


def facts(links: dict[LinkName, Link] = LINKS, me: Me | None = ME, **more: Any) -> HeaderFacts:
    """Return what a header shows when nothing waits; its clock is left out."""
    return HeaderFacts(me, links, 0, 0, 0.0)._replace(**more)


def text(parts: list[Part]) -> str:
    """Return a line as it is read."""
    return "".join(part.text for part in parts)


WAITING: dict[str, Any] = {"asking": 2, "unread": 3, "late": 1, "silence": "muted"}


@pytest.mark.parametrize(
    ("width", "left"),
    [
        (130, " lampfield DEMO  Alice Ames (alice)  you: ▚ away lunch           "),
        (110, " lampfield DEMO  Alice …  you: ▚ away lunch  "),
        (108, " lampfield DEMO  Alic…  you: ▚ away lunch  "),
        (105, " lampfield DEMO  you: ▚ away lunch      "),
        (100, " DEMO  you: ▚ away lunch           "),
    ],
)
def test_the_name_gives_way_first_then_the_title(width: int, left: str) -> None:
    right = "● hub  ● phone  ● chat  muted  2 requests  »3 unread  1 overdue  "
    assert text(header_parts(facts(DEMO, **WAITING), width)) == left + right


def test_in_a_narrow_line_a_word_gives_way_before_the_own_show() -> None:
    line = text(header_parts(facts(DEMO, **WAITING), 84))
    assert line == " DEMO  you: ▚ away lunch  ● hub  ● phone  ● chat  muted  2 requests  »3  1 overdue  "


def test_each_part_leads_to_what_it_tells_of() -> None:
    parts = header_parts(facts(**WAITING), 140)
    leads = {part.text.split()[0]: part.action_id for part in parts if part.action_id}
    assert leads == {
        "you:": "own-presence",
        "●": "links",
        "muted": "mute",
        "2": "requests",
        "»3": "next-unread",
        "1": "next-unread",
    }


def test_nothing_stands_there_of_what_does_not_wait() -> None:
    assert text(header_parts(facts(), 100)).split()[-6:] == ["●", "hub", "●", "phone", "●", "chat"]
    assert "1 request  " in text(header_parts(facts(asking=1), 100))


def test_a_link_that_is_down_has_its_age_and_makes_the_own_show_doubtful() -> None:
    parts = header_parts(facts(DOWN, now=NOW), 100)
    assert "✗ chat 1m  " in text(parts)
    assert "you: ┊ ~away lunch" in text(parts)
    (chat,) = [part for part in parts if "chat" in part.text]
    assert chat.style == "$error bold"


def test_an_age_below_a_minute_counts_seconds_only_where_it_may() -> None:
    for by_second, age in ((True, "50s"), (False, "<1m")):
        assert f"chat {age}  " in text(header_parts(facts(DOWN, now=90.0, by_second=by_second), 100))


def test_the_directory_stands_there_only_while_its_file_is_not_understood() -> None:
    name = LinkName.DIRECTORY
    for state, stands in ((LinkState.UP, False), (LinkState.CONNECTING, False), (LinkState.DOWN, True)):
        parts = header_parts(facts({**LINKS, name: Link(name, state, 40.0)}, now=NOW), 120)
        assert (str(name) in text(parts)) is stands


def test_before_a_login_there_is_no_operator_and_an_invisible_one_is_said_so() -> None:
    assert text(header_parts(facts(me=None), 60)).startswith(" lampfield    ")
    unseen = Me(account="Alice", name="Alice", show=Show.OFFLINE)
    assert text(header_parts(facts(me=unseen), 100)).startswith(" lampfield Alice  you: ▏ invisible ")


def test_only_demo_and_replay_have_people_who_are_not_there() -> None:
    assert (made_up(LINKS), made_up(DEMO)) == ("", "demo")
    replayed = {**LINKS, LinkName.CHAT: Link(LinkName.CHAT, LinkState.UP, 1.0, "replay")}
    assert made_up(replayed) == "replay"


def keys(*names: str) -> tuple[Key, ...]:
    """Return keys of the default map."""
    return tuple(default_map().by_id[name] for name in names)


def foot(outcome: Outcome | None = None, default: str = "", *, of_search: bool = False) -> FooterLine:
    """Return a footer."""
    made = FooterLine(keys("primary", "dial", "take-found", "help"), id="footer")
    made.say(outcome)
    made.show_default(default, of_search=of_search)
    return made


SENT = Outcome(Kind.DONE, "The call was sent to Bo.")


def words(made: FooterLine, width: int) -> str:
    """Return the footer as it is read; it is exactly as wide as there is room."""
    (line,) = made.lines(width)
    read = "".join(part for part, _ in line)
    assert len(read) == width
    return " ".join(read.split())


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (60, "✓ The call was sent to Bo. ⏎ action d dial ? keys"),
        (48, "✓ The call was sent to Bo. ⏎ action ? keys"),
        (34, "✓ The call was … ⏎ action ? keys"),
    ],
)
def test_an_outcome_leaves_room_for_the_first_key_and_the_last(width: int, line: str) -> None:
    made = foot(SENT)
    assert words(made, width) == line
    assert made.room_for(SENT, width) is ("…" not in line)


def test_keys_stand_in_their_order_as_far_as_there_is_room() -> None:
    assert words(foot(), 29) == "⏎ action d dial ? keys"
    assert words(foot(), 19) == "⏎ action ? keys"


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_of_outcome_has_a_sign_and_a_style_of_its_own(kind: Kind) -> None:
    told = {it: foot(Outcome(it, "So."))._parts(80)[0] for it in Kind}
    others = [part for it, part in told.items() if it is not kind]
    assert told[kind].text[0] not in {part.text[0] for part in others}
    assert told[kind].style not in {part.style for part in others}


def test_the_default_key_says_what_it_does_now_and_in_an_empty_search_so_does_the_other() -> None:
    assert "⏎ answer " in words(foot(default="answer"), 80)
    labels = [part.text for part in foot(default="dial it", of_search=True)._parts(80)]
    assert labels.count(" dial it ") == 2
    assert [part.text for part in foot(default="dial it")._parts(80)].count(" dial it ") == 1
