"""Where announcements go: nothing there holds anybody up."""

import os
import stat
from pathlib import Path

import pytest

from lampfield.frontend.announcing.stream import Stream


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


def reader(path: Path) -> int:
    """Open the reading end, as a program does that waits for lines."""
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK)


def read(descriptor: int) -> str:
    try:
        return os.read(descriptor, 1_000_000).decode()
    except BlockingIOError:
        return ""


def test_a_fifo_that_nobody_reads_holds_nobody_up_and_keeps_nothing_old(fifo: Path) -> None:
    stream = Stream(fifo)
    for _ in range(10_000):
        stream.write("free, Alfonso Bernini, 204")
    end = reader(fifo)
    assert read(end) == ""
    stream.write("ringing, Alfonso Bernini, 204")
    assert read(end) == "ringing, Alfonso Bernini, 204\n"
    os.close(end)
    stream.close()


def test_a_reader_that_goes_and_comes_back_is_served_again(fifo: Path) -> None:
    stream = Stream(fifo)
    for word in ("first", "second", "third"):
        end = reader(fifo)
        stream.write(f"the {word}")
        assert read(end) == f"the {word}\n"
        os.close(end)
        stream.write("while nobody reads")
    stream.close()


def test_a_reader_that_comes_back_before_the_next_line_misses_none(fifo: Path) -> None:
    stream = Stream(fifo)
    end = reader(fifo)
    stream.write("one")
    os.close(end)
    end = reader(fifo)
    stream.write("two")
    assert read(end) == "one\ntwo\n"
    os.close(end)
    stream.close()


def test_a_reader_that_is_stuck_is_told_later_how_much_it_missed(fifo: Path) -> None:
    stream = Stream(fifo)
    end = reader(fifo)
    line = "on call, " + "x" * 400
    for _ in range(1_000):
        stream.write(line)
    taken = read(end).splitlines()
    assert set(taken) == {line}
    stream.write("free, Ann, 204")
    assert read(end).splitlines() == [
        f"left out, {1_000 - len(taken)} lines that nobody took in time",
        "free, Ann, 204",
    ]
    os.close(end)
    stream.close()


def test_a_file_is_made_for_its_owner_alone_and_goes_on_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "log"
    for line in ("one", "two"):
        stream = Stream(path)
        stream.write(line)
        stream.close()
    assert path.read_text("utf-8") == "one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        Stream(tmp_path)


def test_a_place_that_fails_later_is_logged_once(fifo: Path, caplog: pytest.LogCaptureFixture) -> None:
    stream = Stream(fifo)
    fifo.unlink()
    fifo.mkdir()
    stream.write("one")
    stream.write("two")
    assert len(caplog.records) == 1
    assert "cannot write announcements" in caplog.text
