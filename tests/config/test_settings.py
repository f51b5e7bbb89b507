"""The settings of the board: read with reasons, changed without a loss."""

from pathlib import Path

import pytest

from lampfield.config.error import ConfigError
from lampfield.config.settings import DensityChoice, Settings
from lampfield.config.settings_file import SettingsFile
from lampfield.config.whole_file import write_whole

WRITTEN = """\
# mine
[look]
theme = "dusk"  # easy on the eyes

[keys]
map = "numpad"
"""


def test_without_a_file_everything_is_as_it_comes(tmp_path: Path) -> None:
    assert SettingsFile.read(tmp_path / "board.toml").values == Settings()


def test_a_change_leaves_all_else_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_text(WRITTEN)
    file = SettingsFile.read(path)
    file.change("look", "density", "close")
    text = path.read_text()
    assert text == WRITTEN.replace("the eyes\n", 'the eyes\ndensity = "close"\n')
    assert SettingsFile.read(path).values == file.values
    assert file.values.look.density is DensityChoice.CLOSE


def test_the_first_change_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "board.toml"
    file = SettingsFile.read(path)
    file.change("look", "motion", value=False)
    assert path.read_text() == "[look]\nmotion = false\n"
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_text(WRITTEN)
    file = SettingsFile.read(path)
    before = file.values
    with pytest.raises(ConfigError, match="density"):
        file.change("look", "density", "huge")
    assert (path.read_text(), file.values) == (WRITTEN, before)


def test_a_file_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    file = SettingsFile(tmp_path / "taken" / "board.toml")
    with pytest.raises(ConfigError, match="it cannot be written"):
        file.change("look", "theme", "dusk")
    assert file.values == Settings()


def test_without_a_path_changes_hold_for_now() -> None:
    file = SettingsFile()
    file.change("look", "theme", "dusk")
    file.change("keys", "map", "numpad")
    assert (file.values.look.theme, file.values.keys.map) == ("dusk", "numpad")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[look]\nthem = 'x'", r"board.toml:2: look.them: there is no such key: did you mean theme\?"),
        ("[lok]\n", r"board.toml:1: lok: there is no \[lok\]: did you mean look\?"),
        ("[look]\n\nmotion = 3", "board.toml:3: look.motion: expected `bool`, got `int`"),
        ("look", "this is no TOML"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "board.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=said):
        SettingsFile.read(path)


def test_a_setting_that_is_forgotten_is_as_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_text(WRITTEN)
    file = SettingsFile.read(path)
    file.forget("look", "theme")
    file.forget("look", "density")
    assert path.read_text() == WRITTEN.replace('theme = "dusk"  # easy on the eyes\n', "")
    assert file.values.look == Settings().look
    assert file.values.keys.map == "numpad"


def test_what_was_written_by_hand_meanwhile_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    file = SettingsFile.read(path)
    path.write_text(WRITTEN)
    file.read_again()
    assert file.values.look.theme == "dusk"
    path.write_text("[look]\nmotion = 3\n")
    with pytest.raises(ConfigError, match="motion"):
        file.read_again()
    assert file.values.look.theme == "dusk"


@pytest.mark.parametrize("text", ["look", "look = 3\n", "[look\n"])
def test_a_file_that_is_no_settings_file_is_not_changed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "board.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"board\.toml"):
        SettingsFile(path).change("look", "theme", "dusk")
    assert path.read_text() == text


def test_a_link_to_the_file_stays_one(tmp_path: Path) -> None:
    kept = tmp_path / "kept.toml"
    kept.write_text(WRITTEN)
    path = tmp_path / "board.toml"
    path.symlink_to(kept)
    SettingsFile.read(path).change("look", "motion", value=False)
    assert path.is_symlink()
    assert "motion = false" in kept.read_text()


def test_nothing_is_left_of_a_file_that_could_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "board.toml").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "board.toml", "")
    assert [path.name for path in tmp_path.iterdir()] == ["board.toml"]


def test_a_byte_order_mark_is_no_part_of_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_bytes(b"\xef\xbb\xbf" + b'# mine\n[look]\ntheme = "dusk"\n')
    file = SettingsFile.read(path)
    assert file.values.look.theme == "dusk"
    file.change("tell", "bell", False)
    assert path.read_bytes().startswith(b'# mine\n[look]\ntheme = "dusk"\n')
