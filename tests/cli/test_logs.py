"""The board's log: people and numbers stand in it, so that only its owner reads it."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture
def quiet() -> Iterator[None]:
    """Put the levels of all loggers back afterwards."""
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, (*LIBRARIES, "slixmpp"))]
    before = [(logger, logger.level) for logger in loggers]
    yield
    for logger, level in before:
        logger.setLevel(level)


LIBRARIES = ("websockets", "httpx", "httpcore", "asyncio", "PIL")


@pytest.mark.usefixtures("quiet")
def test_libraries_speak_of_trouble_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(logging, "basicConfig", lambda **words: asked.append(words))
    root = logging.getLogger().level
    logs.log_to_stderr(logging.INFO)
    logs.log_to_stderr()
    assert [it["level"] for it in asked] == [logging.INFO, logging.WARNING]
    assert [type(it["handlers"][0].formatter) for it in asked] == [logs.Printable] * 2
    assert [logging.getLogger(name).level for name in LIBRARIES] == [logging.WARNING] * 5
    assert logging.getLogger("slixmpp").level == logging.CRITICAL
    assert logging.getLogger().level == root


@pytest.mark.usefixtures("quiet")
def test_without_a_place_for_the_log_it_is_said_and_nothing_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(logging, "basicConfig", lambda **words: asked.append(words))
    (tmp_path / "file").touch()
    monkeypatch.setattr(logs, "log_path", lambda: tmp_path / "file" / "log" / "board.log")
    logs.log_to_file()
    assert capsys.readouterr().err == (
        f"lampfield: there will be no log: {tmp_path / 'file' / 'log' / 'board.log'} cannot be written: "
        "Not a directory\n"
    )
    assert [type(it) for it in asked[0]["handlers"]] == [logging.NullHandler]


@pytest.mark.usefixtures("quiet")
def test_the_board_s_log_tells_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(logging, "basicConfig", lambda **words: asked.append(words))
    monkeypatch.setattr(logs, "log_path", lambda: tmp_path / "log" / "board.log")
    logs.log_to_file()
    (handler,) = asked[0]["handlers"]
    handler.emit(logging.LogRecord("x", logging.INFO, "x", 1, "Zoë \x1b[2J", (), None))
    handler.close()
    assert asked[0]["level"] == logging.INFO
    assert (handler.maxBytes, handler.backupCount) == (1_000_000, 2)
    assert (tmp_path / "log" / "board.log").read_text("utf-8").endswith(" INFO x: Zoë \\u001b[2J\n")
    assert logging.getLogger("httpx").level == logging.WARNING
