"""A board that announces into a FIFO: whoever reads it may come and go, and the board never waits."""

import os
import sys
from pathlib import Path

from tests.terminal import Terminal
from tests.waiting import until


async def test_a_board_is_never_held_up_by_a_fifo_and_serves_each_reader(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    words = ("-m", "lampfield", "demo", "--contacts", "12", "--rate", "0", "--announce", str(fifo))
    memory = tmp_path / "lampfield" / "board.json"
    memory.parent.mkdir()
    memory.write_text('{"toured": true}')
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    async with Terminal([sys.executable, *words], 120, 35, env=env) as board:
        await board.shows("Alice Ames")
        board.send("y")
        await board.shows("✓ free, Alice Ames, 201")
        for _ in range(2):
            end = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
            board.send("y")
            await until(lambda end=end: announced(end).endswith("free, Alice Ames, 201, online\n"), "a line")  # type: ignore[misc]
            os.close(end)
            board.send("y")
        board.send("\x11")
        assert await board.exit_status() == 0


def announced(end: int) -> str:
    """Return what was announced since the last look."""
    try:
        return os.read(end, 4096).decode()
    except BlockingIOError:
        return ""
