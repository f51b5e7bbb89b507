"""Two boards of one person on one machine: what either changes stays, whoever writes last."""

import multiprocessing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.config.locked import locked
from lampfield.config.memory import Memory
from lampfield.config.memory_file import MemoryFile
from lampfield.config.merged import merged_map, merged_order
from lampfield.config.notes_file import NotesFile
from lampfield.config.settings_file import SettingsFile

MAPS = st.dictionaries(st.integers(0, 5), st.integers(0, 3))
ORDERS = st.lists(st.integers(0, 6), unique=True)


@pytest.mark.parametrize(
    ("before", "now", "theirs", "merged"),
    [
        ((1, 2), (1, 2, 3), (1, 2, 4), (1, 2, 4, 3)),
        ((1, 2), (1,), (1, 2, 4), (1, 4)),
        ((1, 2), (2, 1), (1, 2, 4), (2, 1, 4)),
        ((1, 2), (1, 2, 3), (2, 1), (2, 1, 3)),
        ((1, 2), (1, 2, 3), (2,), (2, 3)),
        ((), (1,), (), (1,)),
    ],
)
def test_favourites_have_what_either_board_added_removed_or_moved(
    before: tuple[int, ...], now: tuple[int, ...], theirs: tuple[int, ...], merged: tuple[int, ...]
) -> None:
    assert merged_order(before, now, theirs) == merged


@given(ORDERS, ORDERS)
def test_a_list_that_nobody_else_changed_is_as_this_board_wants_it(before: list[int], now: list[int]) -> None:
    assert list(merged_order(before, now, before)) == now
    assert list(merged_order(before, before, now)) == now
    assert list(merged_order(now, now, now)) == now


@given(MAPS, MAPS)
def test_a_map_that_nobody_else_changed_is_as_this_board_wants_it(
    before: dict[int, int], now: dict[int, int]
) -> None:
    assert merged_map(before, now, before) == now
    assert merged_map(before, before, now) == now


@given(MAPS, MAPS, MAPS)
def test_an_entry_that_this_board_did_not_touch_is_the_other_board_s(
    before: dict[int, int], now: dict[int, int], theirs: dict[int, int]
) -> None:
    merged = merged_map(before, now, theirs)
    for key in range(6):
        touched = before.get(key) != now.get(key)
        assert merged.get(key) == (now if touched else theirs).get(key)


def test_what_could_not_be_written_is_written_with_the_next_change(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    file = MemoryFile(tmp_path / "taken" / "board.json")
    for values in ({"toured": True}, {"told_of_plain": True}):
        assert file.change(**values).endswith("cannot be written: File exists")
    (tmp_path / "taken").unlink()
    assert file.change(drafts={"a@hub": {1: "hello"}}) == ""
    written = MemoryFile.read(tmp_path / "taken" / "board.json").values
    assert written == Memory(toured=True, told_of_plain=True, drafts={"a@hub": {1: "hello"}})


WRITES = 20


def write_much(folder: Path, name: str) -> None:
    memory, notes = MemoryFile.read(folder / "board.json"), NotesFile(folder / "notes.json")
    for place in range(WRITES):
        key = f"{name}{place}"
        memory.edit(lambda old, key=key: msgspec.structs.replace(old, drafts={**old.drafts, key: {1: key}}))  # type: ignore[misc]
        notes.write([key], key)
        settings = SettingsFile(folder / "board.toml")
        if name == "a":
            settings.change("look", "density", "normal")
        else:
            settings.change("look", "theme", "lampfield-light")


def test_boards_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    boards = [spawning.Process(target=write_much, args=(tmp_path, name)) for name in "ab"]
    for board in boards:
        board.start()
    for board in boards:
        board.join()
    keys = {f"{name}{place}" for name in "ab" for place in range(WRITES)}
    assert [board.exitcode for board in boards] == [0, 0]
    assert set(MemoryFile.read(tmp_path / "board.json").values.drafts) == keys
    assert {key for key in keys if NotesFile(tmp_path / "notes.json").of([key]) == key} == keys
    look = SettingsFile.read(tmp_path / "board.toml").values.look
    assert (look.density, look.theme) == ("normal", "lampfield-light")


def test_a_board_that_is_stopped_with_the_lock_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    with locked(path) as mine, locked(path, seconds=0.0) as theirs:
        assert (mine, theirs) == (True, False)
    with locked(path, seconds=0.0) as again:
        assert again
