"""Run ``lampfield`` as a person does: with an environment of its own, as a function or as a process."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.cli import in_process

LAMPFIELD = (sys.executable, "-m", "lampfield")
SECONDS = 30.0
"""What no command here takes, however busy the machine."""


def has_seen_the_tour(state_home: Path, folder: str = "") -> None:
    """Let a board that is started find that its tour was seen.

    Args:
        state_home: Where programs keep what they remember (XDG_STATE_HOME).
        folder: Of what that board keeps, within the usual one.
    """
    memory = state_home / "lampfield" / folder / "board.json"
    memory.parent.mkdir(parents=True)
    memory.write_text('{"toured": true}')


class Lampfield:
    """The command, in an environment that has nothing of the person who runs the tests.

    Args:
        home: An empty folder.
        more: Environment variables on top.
    """

    def has_seen_the_tour(self, folder: str = "") -> None:
        """Let a board that is started find that its tour was seen.

        Args:
            folder: Of what that board keeps, within the usual one.
        """
        has_seen_the_tour(Path(self.home, ".local/state"), folder)

    def __init__(self, home: str, more: Mapping[str, str] | None = None) -> None:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("LAMPFIELD_", "XDG_"))
        }
        self.home = home
        self.environ = {**kept, "HOME": home, "XDG_CONFIG_DIRS": f"{home}/machine", **(more or {})}

    def having(self, **variables: str) -> "Lampfield":
        """Return the command with more environment variables."""
        return Lampfield(self.home, {**self.environ, **variables})

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end within this process. Its input is empty and no terminal."""
        return in_process.run(words, self.environ)

    def script(self, lines: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command that reads some lines to its end, within this process."""
        return in_process.run(words, self.environ, lines)

    def process(self, *words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end as a process of its own."""
        return subprocess.run(
            [*LAMPFIELD, *words],
            env=self.environ,
            input=lines,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Run a command beside the test; it is killed at the end if it still runs."""
        process = subprocess.Popen(
            [*LAMPFIELD, *words],
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            try:
                yield process
            finally:
                process.kill()

    @contextmanager
    def serving(self, *words: str) -> Iterator[str]:
        """Run a hub. Gives its address."""
        with self.started("serve", *words) as process:
            yield address(process)


def address(serve: subprocess.Popen[str]) -> str:
    """Return the address that a hub says it listens on, first of all."""
    line = output(serve).readline()
    assert line.startswith("listening on "), line + errors(serve)
    return line.removeprefix("listening on ").strip()


def output(process: subprocess.Popen[str]) -> IO[str]:
    """Return what reads the process's standard output."""
    assert process.stdout is not None
    return process.stdout


def errors(process: subprocess.Popen[str]) -> str:
    """Return all that a process wrote to standard error; it has ended."""
    assert process.stderr is not None
    return process.stderr.read()
