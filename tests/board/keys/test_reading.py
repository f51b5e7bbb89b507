"""What is wrong with a key map is named, all of it, by file and line."""

from pathlib import Path

import pytest

from lampfield.board.keys.reading import KeyMapError, map_path, read_map
from lampfield.config.error import ConfigError


def written(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def test_a_map_says_only_what_is_other(tmp_path: Path) -> None:
    keys = read_map(written(tmp_path, 'extends = "mnemonic"\n[keys]\nchat = ["ctrl+t", "F9"]\nremove = []\n'))
    assert keys.name == "mine"
    assert keys.by_id["chat"].keys == ("ctrl+t", "f9")
    assert keys.by_id["chat"].shown == "^t"
    assert keys.by_id["remove"].keys == ()
    assert keys.by_id["dial"].keys == ("d",)


def test_a_map_of_one_s_own_may_extend_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, 'extends = "mnemonic"\n[keys]\nchat = "Y"\n', "mnemonic")
    assert map_path("mnemonic", tmp_path) == path
    assert read_map(path).by_id["chat"].keys == ("Y",)


def test_an_old_name_of_an_action_works_and_the_log_says_the_new_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = written(tmp_path, 'extends = "mnemonic"\n[keys]\nmoment = "Y"\naskers = "d"\n')
    with pytest.raises(KeyMapError) as caught:
        read_map(path)
    assert str(caught.value).startswith(f"{path}:4: keys.askers: the key d is dial already")
    keys = read_map(written(tmp_path, 'extends = "mnemonic"\n[keys]\nmoment = "Y"\n', "other"))
    assert keys.by_id["primary"].keys == ("Y",)
    assert "[keys] moment is called primary now" in caplog.text


FAULTY = """\
extends = "mnemonic"
colour = "red"
find_by = "words"
[keys]
chat = "d"
dail = "Y"
tags = ["ctrl+F13", "hyper+pagedwn", 7]
card = ["Y", "Y"]
answer = "Q"
take-found = "z"
help = []
"""


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, FAULTY)
    with pytest.raises(KeyMapError) as caught:
        read_map(path)
    assert str(caught.value).splitlines() == [
        f"{path}:2: colour: there is no such key; known are extends, find_by, keys",
        f"{path}:6: keys.dail: there is no such action: did you mean dial?",
        f'{path}:7: keys.tags: there is no key "hyper+pagedwn": did you mean pagedown?',
        f'{path}:7: keys.tags: 7 is no key: write "d", or ["d", "f2"] for two, or [] for none',
        f"{path}:5: keys.chat: the key d is dial already: give dial another key, or none (dial = [])",
        f"{path}:8: keys.card: the key Y stands here twice",
        f"{path}:9: keys.answer: it works while you type too: give it a key that types nothing, such as F3",
        f"{path}:10: keys.take-found: the key z types into the box: take one that types nothing",
        f"{path}:11: keys.help: this action must have a key: give it one",
        f"{path}:3: find_by: 'words' is none of key, digits, all",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[keys\n", "mine.toml: this is not TOML"),
        ("keys = 3\n", "write [keys], and under it lines"),
        (
            'extends = "mnemonc"\n',
            "mine.toml:1: extends: there is no key map mnemonc: did you mean mnemonic?",
        ),
        ('extends = "mine"\n', "mine.toml:1: extends: there is no key map mine"),
        ('[keys]\ndial = "d"\n', "keys.answer: this action must have a key"),
    ],
)
def test_what_is_no_map_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_map(written(tmp_path, text))
    assert words in str(caught.value)


def test_maps_that_extend_one_another_are_told(tmp_path: Path) -> None:
    written(tmp_path, 'extends = "mine"\n', "other")
    with pytest.raises(ConfigError, match="mine also extends this map: remove one of the two"):
        read_map(written(tmp_path, 'extends = "other"\n'))


def test_a_map_that_is_not_there_is_told(tmp_path: Path) -> None:
    written(tmp_path, "", "evenings")
    with pytest.raises(ConfigError, match="there is no key map evening: did you mean evenings"):
        map_path("evening", tmp_path)
