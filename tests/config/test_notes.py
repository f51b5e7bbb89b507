"""Notes are kept under what a contact is called, and never lost by a broken file."""

from pathlib import Path

import pytest

from lampfield.config.notes_file import NOTE_CHARS, NotesFile

KEYS = ("chat:alice@acme.test", "user:alice", "number:201")


def test_a_note_outlives_the_program_and_a_missing_name(tmp_path: Path) -> None:
    path = tmp_path / "data" / "notes.json"
    NotesFile(path).write(KEYS, "likes tea")
    assert NotesFile(path).of(KEYS) == "likes tea"
    assert NotesFile(path).of(KEYS[1:]) == ""
    NotesFile(path).write(KEYS[1:], "by name")
    again = NotesFile(path)
    assert (again.of(KEYS), again.of(KEYS[1:])) == ("likes tea", "by name")
    again.write(KEYS, "both")
    assert (again.of(KEYS), again.of(KEYS[1:])) == ("both", "")


def test_an_empty_note_is_none(tmp_path: Path) -> None:
    notes = NotesFile(tmp_path / "notes.json")
    notes.write(KEYS, "x" * (NOTE_CHARS + 1))
    assert len(notes.of(KEYS)) == NOTE_CHARS
    notes.write(KEYS, "")
    assert notes.of(KEYS) == ""
    assert (tmp_path / "notes.json").read_text().split() == ["{}"]


@pytest.mark.parametrize("damage", ["{half a", '{"user:a": ' + "[" * 100_000])
def test_a_file_that_cannot_be_read_is_put_aside(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "notes.json"
    path.write_text(damage)
    notes = NotesFile(path)
    assert notes.of(KEYS) == ""
    notes.write(KEYS, "new")
    assert path.with_suffix(".unusable").read_text() == damage


def test_what_cannot_be_written_has_not_changed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notes = NotesFile(tmp_path / "file" / "notes.json")
    with pytest.raises(OSError, match="file"):
        notes.write(KEYS, "new")
    assert notes.of(KEYS) == ""


def test_without_a_file_notes_last_as_long_as_the_board() -> None:
    notes = NotesFile()
    notes.write(KEYS, "new")
    assert notes.of(KEYS) == "new"


def test_two_boards_of_one_person_lose_no_note_of_the_other(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    one, two = NotesFile(path), NotesFile(path)
    assert (one.of(["user:a"]), two.of(["user:b"])) == ("", "")
    for text in ("first", "second"):
        one.write(["user:a"], f"{text} of one")
        two.write(["user:b"], f"{text} of two")
    again = NotesFile(path)
    assert (again.of(["user:a"]), again.of(["user:b"])) == ("second of one", "second of two")


def test_notes_without_a_file_are_all_kept() -> None:
    notes = NotesFile()
    notes.write(["user:a"], "one")
    notes.write(["user:b"], "two")
    assert (notes.of(["user:a"]), notes.of(["user:b"])) == ("one", "two")
