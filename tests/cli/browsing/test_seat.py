"""The process of a board in a browser."""

import os

from textual.drivers.linux_driver import LinuxDriver
from textual.drivers.web_driver import WebDriver

from lampfield.board.canvas.direct import driver_for
from lampfield.cli.browsing.seat import line_of


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
