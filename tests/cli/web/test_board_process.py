"""The process of a board in a browser."""

import os
import signal
import subprocess
import sys

import pytest
from textual.drivers.linux_driver import LinuxDriver
from textual.drivers.web_driver import WebDriver

from lampfield.board.paint.direct import driver_for
from lampfield.cli.web.board_process import line_of


def test_its_board_is_painted_by_textual_alone() -> None:
    """The short way to the terminal is for a real one: the page gets packets."""
    assert driver_for(WebDriver) is WebDriver
    assert driver_for(LinuxDriver) is not LinuxDriver


def test_it_reads_its_login_and_leaves_what_comes_after_it() -> None:
    reader, writer = os.pipe()
    os.write(writer, b'{"account":"a"}\nD\x00\x00\x00\x01q')
    os.close(writer)
    assert line_of(reader) == b'{"account":"a"}\n'
    assert os.read(reader, 100) == b"D\x00\x00\x00\x01q"
    assert line_of(reader) == b""
    os.close(reader)


STUCK = """
import os, sys
from lampfield.cli.web.board_process import end_with_server
end_with_server(os.dup(1), 0.05)
print("ready", flush=True)
while True:
    pass
"""


def test_a_board_that_is_busy_for_ever_is_killed_once_nobody_reads_it() -> None:
    with subprocess.Popen([sys.executable, "-c", STUCK], stdout=subprocess.PIPE) as board:
        assert board.stdout is not None
        assert board.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            board.wait(0.3)
        board.stdout.close()
        assert board.wait(20.0) == -signal.SIGKILL
