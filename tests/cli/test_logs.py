"""The board's log: people and numbers stand in it, so that only its owner reads it."""

import logging
from pathlib import Path

import pytest

from lampfield.cli import logs


def test_only_its_owner_reads_the_log_and_those_before_it(tmp_path: Path) -> None:
    path = tmp_path / "board.log"
    path.write_text("old\n")
    path.chmod(0o644)
    handler = logs.PrivateFile(path, maxBytes=50, backupCount=2, encoding="utf-8")
    for number in range(5):
        handler.emit(logging.LogRecord("x", logging.INFO, "x", 1, f"line {number} {'x' * 40}", (), None))
    handler.close()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["board.log", "board.log.1", "board.log.2"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_the_board_logs_to_such_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[logging.Handler] = []
    monkeypatch.setattr(logs, "log_path", lambda: tmp_path / "log" / "board.log")
    monkeypatch.setattr(logging, "basicConfig", lambda **words: taken.extend(words["handlers"]))
    logs.log_to_file()
    (handler,) = taken
    handler.close()
    assert isinstance(handler, logs.PrivateFile)
