"""What the board remembers: kept, and never in the way."""

from pathlib import Path

import pytest

from lampfield.config.memory import Memory, SavedSearch
from lampfield.config.memory_file import MemoryFile


def test_what_is_changed_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "state" / "board.json"
    assert MemoryFile.read(path).values == Memory()
    MemoryFile.read(path).change(toured=True)
    assert MemoryFile.read(path).values.toured


def test_favourites_and_searches_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    kept = {
        "reception@own hub": SavedSearch(favourites=(3, 1, 2), saved={"Zoo": "is:free", "Ant": "tag:vip"})
    }
    MemoryFile.read(path).change(finding=kept)
    read = MemoryFile.read(path).values.finding
    assert read == kept
    assert list(read["reception@own hub"].saved) == ["Zoo", "Ant"]


@pytest.mark.parametrize("damage", ['{"toured": 3}', '{"moon": ' + "[" * 100_000 + "]" * 100_000 + "}"])
def test_a_file_that_cannot_be_used_is_put_aside(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "board.json"
    path.write_text(damage)
    assert MemoryFile.read(path).values == Memory()
    assert (tmp_path / "board.unusable").read_text() == damage


def test_what_a_newer_board_wrote_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    path.write_text('{"toured": true, "moon": "full"}')
    assert MemoryFile.read(path).values.toured


def test_a_file_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    path = tmp_path / "taken" / "board.json"
    file = MemoryFile(path)
    assert file.change(toured=True) == f"{path} cannot be written: File exists"
    assert file.values.toured
    assert MemoryFile().change(toured=True) == ""
    assert MemoryFile(tmp_path / "board.json").change(toured=True) == ""
