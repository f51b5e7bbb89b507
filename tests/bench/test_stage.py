"""A program on the stage: what is timed is what stands in the cells."""

import sys

import pytest

from tests.bench import programs
from tests.bench.feed.running import feed
from tests.bench.processes import cpu_seconds, family, memory_mb
from tests.bench.programs import Program
from tests.bench.replay import Replay, Sought, position, text_at
from tests.bench.stage import FIRST, IN_SIGHT, stage
from tests.terminal import Terminal
from tests.waiting import until

pytestmark = pytest.mark.alone

WRITES = r"""
import sys, time
print("\x1b[2J\x1b[3;5Hfirst", end="", flush=True)
sys.stdin.readline()
print("\x1b[3;5Hsecond", end="", flush=True)
sys.stdin.readline()
"""


async def test_a_look_is_found_when_it_came_and_not_before_it_was_asked_for() -> None:
    async with Terminal([sys.executable, "-c", WRITES], 40, 6) as terminal:
        replay = Replay(terminal, 40, 6)
        await until(lambda: b"first" in terminal.written, "the first")
        pressed = terminal.reads[-1].at + 1
        terminal.send("\n")
        await until(lambda: b"second" in terminal.written, "the second")
        first, second, never = replay.find(
            [
                Sought(0, lambda screen: position(screen, "first", 40) == (2, 4)),
                Sought(pressed, lambda screen: text_at(screen, 2, 4, 6) == "second"),
                Sought(0, lambda screen: position(screen, "third", 40) is not None),
            ]
        )
        assert first is not None
        assert second is not None
        assert first < pressed < second
        assert never is None


async def test_a_question_to_the_terminal_is_answered() -> None:
    script = (
        r"import sys; print('\x1b[5n', flush=True); print('said', repr(sys.stdin.readline()), flush=True)"
    )
    command = [sys.executable, "-c", script]
    async with Terminal(command, 40, 6, answers={b"\x1b[5n": b"here\n"}) as terminal:
        await terminal.shows(r"said 'here\n'")


async def test_a_slow_line_is_as_slow_as_it_says() -> None:
    script = "import sys\nfor _ in range(40): sys.stdout.write('x' * 1000 + '\\r\\n')\nsys.stdout.flush()"
    async with Terminal([sys.executable, "-c", script], 80, 24, bytes_per_second=100_000) as terminal:
        await until(lambda: len(terminal.written) >= 40_000, "all of it")
        seconds = (terminal.reads[-1].at - terminal.reads[0].at) / 1e9
        assert seconds >= 0.35


async def test_processor_time_and_memory_of_a_process_are_those_of_all_its_threads() -> None:
    script = (
        "import sys, threading\nthread = threading.Thread(target=lambda: sum(range(5_000_000)))\n"
        "thread.start(); thread.join(); print('done', flush=True); sys.stdin.readline()"
    )
    async with Terminal([sys.executable, "-c", script]) as terminal:
        await terminal.shows("done")
        assert cpu_seconds([terminal.pid]) > 0.03
        assert 1 < memory_mb([terminal.pid]) < 200
        assert family(terminal.pid) == [terminal.pid]
    assert cpu_seconds([terminal.pid]) == 0


@pytest.mark.parametrize("program", [programs.BOARD, programs.LINES, programs.ANSI])
async def test_board_and_rivals_show_changes_and_keys_in_the_cells(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.bench.stage.PATIENCE_SECONDS", 2.0)
    async with feed(IN_SIGHT, IN_SIGHT) as flow, stage(program, flow) as shown:
        assert await shown.first_tile(FIRST) > 0
        await flow.flow(100.0)
        assert len(await shown.probes(flow, 3, 0)) == 3
        await flow.flow(0.0)
        assert len(await shown.keys(2, 0.1)) == 4


@pytest.mark.parametrize("program", [programs.RECEIVE, programs.TABLE, programs.WIDGETS, programs.BARE])
async def test_the_other_rivals_show_the_first_contact(program: Program) -> None:
    async with feed(IN_SIGHT, IN_SIGHT) as flow, stage(program, flow) as shown:
        assert await shown.first_tile(FIRST) > 0


async def test_the_board_finds_what_is_looked_for() -> None:
    async with feed(10_000, IN_SIGHT) as flow, stage(programs.BOARD, flow) as shown:
        await shown.first_tile(FIRST)
        assert min(await shown.find(0.2, ["84"])) > 0
