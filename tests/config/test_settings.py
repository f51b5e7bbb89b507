"""The settings of the board: read with reasons, changed without a loss."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.config.error import ConfigError
from lampfield.config.settings import DensityChoice, LookTable, Settings
from lampfield.config.settings_file import SettingsFile
from lampfield.config.settings_text import changed_text, usable_settings
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
        ("[look]\n\nmotion = 3", "board.toml:3: look.motion: expected true or false, got a whole number"),
        ("look", "this is not TOML"),
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
    file.change("notify", "bell", False)
    assert path.read_bytes().startswith(b'# mine\n[look]\ntheme = "dusk"\n')


USABLE = {
    "an unknown table": (
        "[lok]\na = 1\n[look]\nmotion = false\n",
        ["board.toml:1: lok: there is no [lok]: did you mean look?"],
    ),
    "an unknown key": (
        "[look]\nmotion = false\ncolour = 1\n",
        ["board.toml:3: look.colour: there is no such key; known are theme, density, glyphs, motion, fields"],
    ),
    "two wrong values": (
        '[look]\nmotion = false\ndensity = 3\n[notify]\nquiet = "25:00-8"\n',
        [
            "board.toml:3: look.density: expected text in quotes, got a whole number",
            "board.toml:5: notify.quiet: '25:00-8' are not hours: write them as \"18:00-08:00\"",
        ],
    ),
    "a key where a table should be": (
        "notify = 3\n[look]\nmotion = false\n",
        ["board.toml:1: notify: this must be a table: write [notify], and its keys below it"],
    ),
    "a line that is not TOML": (
        "[look]\ntheme =\nmotion = false\n",
        ["board.toml:2: this is not TOML: Invalid value (at line 2, column 8)"],
    ),
    "nothing wrong": ("[look]\nmotion = false\n", []),
}


@pytest.mark.parametrize(("text", "faults"), USABLE.values(), ids=USABLE)
def test_what_cannot_be_used_is_left_out_and_named(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = tmp_path / "board.toml"
    path.write_text(text)
    file = SettingsFile.read_usable(path)
    assert file.values == Settings(look=LookTable(motion=False))
    assert [str(fault).removeprefix(f"{tmp_path}/") for fault in file.faults] == faults
    assert path.read_text() == text


@pytest.mark.parametrize("data", [b"\xff\xfe[\0l\0", b'"""\n[look]\n'])
def test_a_file_of_which_nothing_can_be_used_is_as_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "board.toml"
    path.write_bytes(data)
    file = SettingsFile.read_usable(path)
    assert file.values == Settings()
    assert len(file.faults) >= 1
    assert path.read_bytes() == data


def test_without_a_file_nothing_is_wrong(tmp_path: Path) -> None:
    file = SettingsFile.read_usable(tmp_path / "board.toml")
    assert (file.values, file.faults) == (Settings(), [])


@given(st.text(max_size=60), st.text(alphabet='[]="\n look.motionfalse#3', max_size=60))
def test_any_text_can_be_read(some: str, other: str) -> None:
    """Nothing that stands in the file keeps a board from starting."""
    for text in (some, other, f"[look]\nmotion = false\n{other}"):
        usable_settings(text, Path("board.toml"), Settings)


COMMENTED = {
    "a comment of the next table": (
        '[look]\ntheme = "dusk"\n\n# Sound only on weekdays\n[notify]\nbell = true\n',
        '[look]\ntheme = "dusk"\nmotion = false\n\n# Sound only on weekdays\n[notify]\nbell = true\n',
    ),
    "a comment of its own": (
        '[look]\ntheme = "dusk"\n# motion = true\n\n# weekdays\n[notify]\n',
        '[look]\ntheme = "dusk"\n# motion = true\nmotion = false\n\n# weekdays\n[notify]\n',
    ),
    "an empty table": (
        "[look]\n# nothing yet\n\n[notify]\n# the end\n",
        "[look]\n# nothing yet\nmotion = false\n\n[notify]\n# the end\n",
    ),
    "no blank line": (
        '[look]\ntheme = "dusk"\n# weekdays\n[notify]\n',
        '[look]\ntheme = "dusk"\nmotion = false\n# weekdays\n[notify]\n',
    ),
    "a comment at the end": (
        "# mine\n[notify]\nbell = true\n\n# the end\n",
        "# mine\n[notify]\nbell = true\n\n# the end\n\n[look]\nmotion = false\n",
    ),
    "a comment of the line": (
        '[look]\ntheme = "dusk"  # easy\n\n\n# a\n\n# b\n[notify]\n',
        '[look]\ntheme = "dusk"  # easy\nmotion = false\n\n\n# a\n\n# b\n[notify]\n',
    ),
    "a table in one line": (
        'look = {theme = "dusk"}\n# c\n',
        'look = {theme = "dusk", motion = false}\n# c\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), COMMENTED.values(), ids=COMMENTED)
def test_a_new_key_leaves_each_comment_before_what_it_is_about(before: str, after: str) -> None:
    assert changed_text(before, "look", "motion", value=False) == after
