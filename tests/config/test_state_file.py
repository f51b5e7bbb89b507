"""The hub's small state, and the file that keeps it."""

from pathlib import Path

import pytest

from lampfield.config.places import hub_state_path
from lampfield.config.state_file import StateFile

DEEP = b'{"archive": {"alice": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"


def test_a_value_outlives_the_store(tmp_path: Path) -> None:
    path = tmp_path / "state" / "hub.json"
    StateFile(path).put("archive", "alice@acme.test", {"id": "a1", "stamp": 12.5})

    assert StateFile(path).get("archive", "alice@acme.test") == {"id": "a1", "stamp": 12.5}
    assert StateFile(path).get("archive", "bob@acme.test") is None
    assert StateFile(path).get("status", "alice@acme.test") is None
    assert path.stat().st_mode & 0o077 == 0


def test_none_removes_a_value_on_disk_too(tmp_path: Path) -> None:
    store = StateFile(tmp_path / "hub.json")
    store.put("archive", "alice", "a1")
    store.put("archive", "bob", "b1")
    store.put("archive", "alice", None)

    again = StateFile(tmp_path / "hub.json")
    assert (again.get("archive", "alice"), again.get("archive", "bob")) == (None, "b1")


@pytest.mark.parametrize("damage", [b"{", b"\xff\xfe", b'{"archive": 3}', b"", DEEP])
def test_a_damaged_file_is_put_aside_and_the_store_starts_empty(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "hub.json"
    path.write_bytes(damage)
    store = StateFile(path)

    assert store.get("archive", "alice") is None
    assert path.with_suffix(".unusable").read_bytes() == damage
    store.put("archive", "alice", "a1")
    assert StateFile(path).get("archive", "alice") == "a1"


def test_a_file_that_cannot_be_written_is_logged_and_the_value_still_counts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("")
    store = StateFile(tmp_path / "taken" / "hub.json")
    store.put("archive", "alice", "a1")

    assert store.get("archive", "alice") == "a1"
    assert "hub.json cannot be written" in caplog.text
    store.put("archive", "alice", "a2")
    assert caplog.text.count("cannot be written") == 1
    (tmp_path / "taken").unlink()
    store.put("archive", "alice", "a3")
    assert StateFile(store.path).get("archive", "alice") == "a3"
    store.path.unlink()
    store.path.parent.rmdir()
    (tmp_path / "taken").write_text("")
    store.put("archive", "alice", "a4")
    assert caplog.text.count("cannot be written") == 2


def test_each_site_file_has_a_state_file_of_its_own(tmp_path: Path) -> None:
    one, two = hub_state_path(tmp_path / "one.toml"), hub_state_path(tmp_path / "two.toml")
    assert one != two
    assert one == hub_state_path(tmp_path / "x" / ".." / "one.toml")


def test_a_value_that_could_not_be_written_is_written_when_it_is_put_again(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    path = tmp_path / "taken" / "hub.json"
    store = StateFile(path)
    store.put("archive", "alice", "a1")
    (tmp_path / "taken").unlink()
    store.put("archive", "alice", "a1")
    assert StateFile(path).get("archive", "alice") == "a1"
    written = path.stat().st_ino
    store.put("archive", "alice", "a1")
    assert path.stat().st_ino == written
