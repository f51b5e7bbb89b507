"""The settings of announcements."""

from pathlib import Path

import pytest

from lampfield.config.error import ConfigError
from lampfield.config.settings import USUALLY_ANNOUNCED, Settings
from lampfield.config.settings_text import parse_settings, text_of
from lampfield.model.announcement import AnnouncementTopic

FILE = Path("board.toml")


def test_what_stands_in_the_file_counts() -> None:
    table = parse_settings(
        '[announce]\nto = "/run/x"\nwhat = ["calls"]\npeople = ["204"]\n', FILE, Settings
    ).announce
    assert (table.to, table.what, table.people) == ("/run/x", (AnnouncementTopic.CALLS,), ("204",))


def test_everybody_s_lamps_are_announced_only_where_it_is_wanted() -> None:
    assert parse_settings("", FILE, Settings).announce.what == USUALLY_ANNOUNCED
    assert AnnouncementTopic.ALL_LAMPS not in USUALLY_ANNOUNCED


def test_it_can_be_written_and_read_again() -> None:
    settings = parse_settings('[announce]\nwhat = ["calls", "links"]\npeople = ["204"]\n', FILE, Settings)
    assert parse_settings(text_of(settings), FILE, Settings) == settings


def test_an_event_that_there_is_not_is_named() -> None:
    with pytest.raises(ConfigError, match=r"board.toml:2: announce.what"):
        parse_settings('[announce]\nwhat = ["lampz"]\n', FILE, Settings)
