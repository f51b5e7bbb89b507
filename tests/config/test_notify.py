"""The settings of telling: quiet hours, ways, and the command."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.config.error import ConfigError
from lampfield.config.notify import Channel, EventKind, Notify, NotifyTable
from lampfield.config.quiet import QuietHours, quiet_hours
from lampfield.config.settings_file import SettingsFile

MINUTES = st.integers(0, 24 * 60 - 1)

WRITTEN = """\
[notify]
bell = false
desktop = "osc777"
command = ["notify-send", "{title}", "{text}"]
quiet = "18:00-08:00"
asks = ["bell2", "command"]
message = []
"""


@given(MINUTES, MINUTES, MINUTES)
def test_the_hours_and_those_the_other_way_round_are_the_day(begin: int, end: int, minute: int) -> None:
    if begin != end:
        covered = [QuietHours(*hours).covers(minute) for hours in ((begin, end), (end, begin))]
        assert sorted(covered) == [False, True]


@given(MINUTES, MINUTES)
def test_hours_begin_at_their_first_minute_and_end_before_their_last(begin: int, end: int) -> None:
    if begin != end:
        hours = quiet_hours(f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}")
        assert hours == (begin, end)
        assert hours is not None
        assert hours.covers(begin)
        assert not hours.covers(end)


def test_over_midnight() -> None:
    hours = quiet_hours("18:00 - 8:00")
    assert hours is not None
    at = {hour: hours.covers(hour * 60) for hour in (17, 18, 0, 7, 8, 12)}
    assert at == {17: False, 18: True, 0: True, 7: True, 8: False, 12: False}


def test_no_hours_are_none() -> None:
    assert quiet_hours(" ") is None


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_text(WRITTEN)
    table = SettingsFile.read(path).values.notify
    assert (table.bell, table.desktop, table.command[0]) == (False, Notify.OSC777, "notify-send")
    assert table.channels(EventKind.ASKS) == (Channel.BELL_TWICE, Channel.COMMAND)
    assert table.channels(EventKind.MESSAGE) == ()
    assert table.channels(EventKind.FREE) == NotifyTable().free


def test_every_occasion_has_its_key() -> None:
    assert all(NotifyTable().channels(occasion) for occasion in EventKind)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('quiet = "evening"', r"quiet: 'evening' are not hours"),
        ('quiet = "18:00-24:00"', r"a day goes from 00:00 to 23:59"),
        ('quiet = "8:00-08:00"', r"begin and end at the same time"),
        ('command = [""]', r"the first text must be a program"),
        ('command = ["say", "{titel}"]', r"there is no \{titel\}; known are \{event\}"),
        ('command = "say hello"', r"board.toml:2: notify.command: expected"),
        ('asks = ["shout"]', r"board.toml:2: notify.asks.*shout"),
        ('ask = ["bell"]', r"board.toml:2: notify.ask: there is no such key: did you mean asks\?"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "board.toml"
    path.write_text(f"[notify]\n{line}\n")
    with pytest.raises(ConfigError, match=said):
        SettingsFile.read(path)
