"""Watching an event loop from inside."""

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.lag import milliseconds
from tests.repository import ROOT

HOLDS_UP = """
import asyncio, time

async def main():
    await asyncio.sleep(0.05)
    time.sleep({seconds})
    await asyncio.sleep(0.7)

asyncio.run(main())
"""


def worst(tmp_path: Path, seconds: float) -> float:
    """Return the worst that was noted of a program that holds its event loop up."""
    (tmp_path / "program.py").write_text(HOLDS_UP.format(seconds=seconds))
    lags = tmp_path / "lags"
    command = [sys.executable, "-m", "tests.bench.lag", str(lags), "program"]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    return max(milliseconds(lags, 0))


def test_what_holds_an_event_loop_up_is_noted(tmp_path: Path) -> None:
    assert worst(tmp_path, 0.2) > 190


def test_the_first_half_seconds_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "lags"
    path.write_text("90.000\n1.500\n2.500\n")
    assert milliseconds(path, 1) == [1.5, 2.5]
