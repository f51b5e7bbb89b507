"""Where announcements go and which there are: an option beats the settings."""

from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

import pytest

from lampfield.cli.announcing import HERE, Announcing, find_announcing
from lampfield.cli.boards import _announcer
from lampfield.cli.failure import Unusable
from lampfield.cli.parser import parser
from lampfield.config.settings import AnnounceTable
from lampfield.model.announcement import AnnouncementTopic

SAVED = AnnounceTable(to="/var/told", what=(AnnouncementTopic.MESSAGES,), people=("201",), digits_apart=True)


def test_without_an_option_the_settings_hold() -> None:
    for args in (None, Namespace(), Namespace(announce=None, announce_what=None)):
        assert find_announcing(args, SAVED) == Announcing("/var/told", SAVED.what, ("201",), True)


def test_an_option_beats_the_settings_even_where_it_is_empty() -> None:
    for to, is_here in ((HERE, True), ("", False), ("/var/x", False)):
        found = find_announcing(Namespace(announce=to), SAVED)
        assert (found.to, found.is_here, found.what) == (to, is_here, SAVED.what)


def test_kinds_are_separated_by_commas_and_known() -> None:
    names = [kind.value for kind in AnnouncementTopic][:2]
    found = find_announcing(Namespace(announce_what=f" {names[0]} ,,{names[1]}"), SAVED)
    assert found.what == tuple(map(AnnouncementTopic, names))
    assert all(isinstance(kind, AnnouncementTopic) for kind in found.what)
    with pytest.raises(Unusable, match=r"there is no letter; there are .*messages"):
        find_announcing(Namespace(announce_what="messages,letter"), SAVED)


def test_digits_stand_apart_only_where_it_is_wanted() -> None:
    apart = find_announcing(None, SAVED)
    assert (
        apart.spoken("rings, 201") != "rings, 201" == apart._replace(digits_apart=False).spoken("rings, 201")
    )


def test_what_has_no_place_of_its_own_opens_nothing() -> None:
    for to in (HERE, ""):
        with find_announcing(Namespace(announce=to), SAVED).stream() as say:
            assert say is None


@pytest.mark.parametrize("words", [("watch",), ("demo",), ("--plain",)])
def test_a_command_takes_both_options_and_leaves_the_rest_to_the_settings(words: tuple[str, ...]) -> None:
    given = parser().parse_args([*words, "--announce", "x", "--announce-what", "lamps,links"])
    found = find_announcing(given, SAVED)
    assert (found.to, found.what) == ("x", (AnnouncementTopic.LAMPS, AnnouncementTopic.LINKS))
    assert find_announcing(parser().parse_args(list(words)), SAVED).to == SAVED.to


@pytest.mark.parametrize(("apart", "line"), [(True, "free, 2 0 1\n"), (False, "free, 201\n")])
def test_a_board_announces_into_the_file_that_is_named(tmp_path: Path, line: str, *, apart: bool) -> None:
    file = tmp_path / "told"
    announcing = find_announcing(Namespace(announce=str(file)), SAVED)._replace(digits_apart=apart)
    with ExitStack() as stack:
        announcer = _announcer(announcing, stack)
        assert announcer is not None
        announcer.say("free, 201")
    assert file.read_text() == line


def test_a_board_announces_nothing_where_nobody_asked_and_never_on_its_own_terminal() -> None:
    with ExitStack() as stack:
        assert _announcer(find_announcing(Namespace(announce=""), SAVED), stack) is None
        with pytest.raises(Unusable, match="the board has the terminal"):
            _announcer(find_announcing(Namespace(announce=HERE), SAVED), stack)
