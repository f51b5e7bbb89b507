"""Old names of tables and keys work for one more version, with a line in the log that says the new one."""

import logging
from pathlib import Path

import pytest

from lampfield.config.error import ConfigError
from lampfield.config.notify import Notify
from lampfield.config.renamed import text_with_new_names
from lampfield.config.settings_file import SettingsFile

OLD = '[look]\nmotion = false\n\n# at night\n[tell]  # sounds\nnotify = "osc9"\nquiet = "18:00-08:00"\n'
NEW = '[look]\nmotion = false\n\n# at night\n[notify]  # sounds\ndesktop = "osc9"\nquiet = "18:00-08:00"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "board.toml"


def test_an_old_table_is_read_and_its_new_name_logged(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.write_text(OLD)
    with caplog.at_level(logging.WARNING):
        table = SettingsFile.read(path).values.notify
    assert (table.desktop, table.quiet) == (Notify.OSC9, "18:00-08:00")
    said = "[tell] is now called [notify] (notify -> desktop): rename it"
    assert [record.getMessage() for record in caplog.records] == [f"{path}: {said}"]


def test_what_can_be_used_of_a_damaged_file_has_its_new_name_too(path: Path) -> None:
    path.write_text(f"{OLD}bell = 7\n")
    file = SettingsFile.read_usable(path)
    assert file.values.notify.desktop is Notify.OSC9
    assert [str(fault) for fault in file.faults] == [
        f"{path}:8: notify.bell: expected true or false, got a whole number"
    ]


def test_an_error_under_an_old_name_names_its_line(path: Path) -> None:
    path.write_text(OLD.replace("osc9", "osc8"))
    with pytest.raises(ConfigError) as caught:
        SettingsFile.read(path)
    assert (caught.value.line, caught.value.key) == (6, "notify.desktop")


def test_a_change_writes_the_new_names_and_leaves_all_else(path: Path) -> None:
    path.write_text(OLD)
    SettingsFile.read(path).change("notify", "bell", False)
    assert path.read_text() == f"{NEW}bell = false\n"


def test_where_both_names_are_the_new_one_counts(path: Path) -> None:
    path.write_text('tell = {quiet = "01:00-02:00", bell = false}\n[notify]\nquiet = "03:00-04:00"\n')
    table = SettingsFile.read(path).values.notify
    assert (table.quiet, table.bell) == ("03:00-04:00", False)


def test_other_tables_keep_their_keys() -> None:
    text = "[look]\nnotify = 1\n[[tell]]\nnotify = 2\n"
    assert text_with_new_names(text) == text
