"""What a terminal takes is measured; styles and texts of unsure width are written as they should be."""

import io
import time
from collections.abc import Iterator

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.app import App
from textual.drivers import linux_driver

from lampfield.board.paint import direct, probe
from lampfield.board.paint.direct import (
    LEAST_ROOM_CHARS,
    MOST_ROOM_CHARS,
    MeteredDriver,
    MeteredOutput,
    PaintPath,
)
from lampfield.board.paint.lines import shortened
from lampfield.board.paint.panel import Panel
from lampfield.board.paint.style import codes_of, step_between


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time by which output is measured."""
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("seconds", "room"),
    [(0.1, 2000), (10.0, LEAST_ROOM_CHARS), (0.0, MOST_ROOM_CHARS)],
)
def test_the_room_of_a_frame_is_what_the_terminal_took_in_its_time(
    clock: list[float], seconds: float, room: int
) -> None:
    file = io.StringIO()
    output = MeteredOutput(file)
    assert output.room_chars == MOST_ROOM_CHARS
    output.write("x" * 4000)
    clock[0] += seconds / 2
    output.write("y" * 6000)
    assert (output.accepted, file.getvalue()) == (0, "x" * 4000 + "y" * 6000)
    clock[0] += seconds / 2
    output.flush()
    assert (output.accepted, output.room_chars) == (2, room)


def test_a_short_text_says_nothing_of_the_line_s_speed(clock: list[float]) -> None:
    output = MeteredOutput(io.StringIO())
    for length in (LEAST_ROOM_CHARS - 1, 1):
        output.write("x" * length)
        clock[0] += 100.0
        output.flush()
    assert (output.accepted, output.room_chars) == (2, MOST_ROOM_CHARS)
    output.write("x" * LEAST_ROOM_CHARS)
    clock[0] += 100.0
    output.flush()
    assert output.room_chars == LEAST_ROOM_CHARS


async def test_a_driver_that_waits_for_its_terminal_lets_a_frame_wait() -> None:
    app = App[None]()
    driver = MeteredDriver(app, debug=False, mouse=False, size=(80, 24))
    app._driver = driver
    assert driver.output._file is not driver._file
    assert not driver.is_open
    assert direct.paint_path(app) is PaintPath.LONG

    class Thread:
        """Takes what is written."""

        written: list[str] = []

        def write(self, text: str) -> None:
            self.written.append(text)

    driver._writer_thread = Thread()  # type: ignore[assignment]
    assert direct.paint_path(app) is PaintPath.SHORT
    driver.write("tile")
    assert Thread.written == ["tile"]
    assert direct.paint_path(app) is PaintPath.LATER
    driver.output.accepted = driver.output.submitted
    assert direct.paint_path(app) is PaintPath.SHORT
    app._batch_count = 1
    assert direct.paint_path(app) is PaintPath.LONG


@pytest.mark.parametrize(
    ("text", "width", "kept"),
    [("  ab  ", 4, "  ab"), ("abcdef", 4, "abcd"), ("कि की", 3, "कि "), ("कि", 1, "क"), ("王小", 3, "王")],
)
def test_a_text_of_unsure_width_is_cut_for_the_terminal_that_counts_most(
    text: str, width: int, kept: str
) -> None:
    assert shortened(text, width) == kept


def test_a_style_has_its_attributes_and_both_colours() -> None:
    codes = codes_of(Style(bold=True, color="#102030", bgcolor="#405060"), ColorSystem.TRUECOLOR)
    assert codes == ("1", "38;2;16;32;48", "48;2;64;80;96")
    few = codes_of(Style(color="red", bgcolor="#000000"), ColorSystem.STANDARD)
    assert few == ("", "31", "40")
    assert codes_of(Style(), ColorSystem.TRUECOLOR) == ("", "", "")


def test_from_one_style_to_the_next_only_what_differs_is_written() -> None:
    red, blue = (codes_of(Style(color=it, bold=True), ColorSystem.STANDARD) for it in ("red", "blue"))
    plain = codes_of(Style(), ColorSystem.STANDARD)
    assert step_between(red, blue) == "\x1b[34m"
    assert step_between(red, red) == ""
    assert step_between(plain, red) == "\x1b[1;31m"
    assert step_between(red, plain) == "\x1b[0m"
    green = codes_of(Style(bgcolor="green", color="red"), ColorSystem.STANDARD)
    assert step_between(red, green) == "\x1b[22;42m"


@pytest.fixture
def probed_again() -> Iterator[None]:
    """Let a test probe for itself."""
    probe.painter.cache_clear()
    yield
    probe.painter.cache_clear()


@pytest.mark.usefixtures("probed_again")
def test_everything_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(linux_driver.LinuxDriver, "write")
    monkeypatch.setattr(probe, "WriterThread", None)
    monkeypatch.setattr(App, "_begin_batch", print)
    lacks = list(probe.missing())
    assert [it.split()[-1] for it in lacks] == ["LinuxDriver.write", "WriterThread.run", "App._begin_batch"]


async def test_a_line_that_is_too_long_goes_on_in_rows_of_the_same_width() -> None:
    class Long(Panel):
        """A panel as high as its lines."""

        DEFAULT_CSS = "Long { height: auto; width: 10; }"

        def lines(self, width: int) -> list[list[tuple[str, str]]]:
            return [[("one two ", "bold"), ("three four", "")], [("x" * width, "")]]

    class Shown(App[None]):
        """Shows it."""

        def compose(self) -> Iterator[Long]:
            yield Long()

    app = Shown()
    async with app.run_test(size=(20, 10)):
        panel = app.query_one(Long)
        rows = panel._rows_for(10)
        assert ["".join(text for text, _ in row) for row in rows] == ["one two   ", "three four", "x" * 10]
        assert panel.size.height == 3
