"""Run ``lampfield`` within the tests' own process: fast, and mistakes that are put into the code are seen."""

import gc
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lampfield.cli.main import main

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(
    words: Sequence[str], environ: Mapping[str, str], lines: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end. No standard stream is a terminal.

    Args:
        words: The command line without the program's name.
        environ: All that the command finds in its environment.
        lines: What it reads from standard input.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        streams = {name: Path(folder, name) for name in ("stdin", "stdout", "stderr")}
        streams["stdin"].write_text(lines, "utf-8")
        for kept in (_environment(environ), _signals(), _logging(), _garbage(), _streams(streams)):
            stack.enter_context(kept)
        status = _status(words)
        stack.close()
        out, err = (streams[name].read_text("utf-8") for name in ("stdout", "stderr"))
    return subprocess.CompletedProcess(list(words), status, out, err)


def _status(words: Sequence[str]) -> int:
    """Return the exit status; argparse ends a command by an exception."""
    try:
        return main(list(words))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)


@contextmanager
def _streams(files: Mapping[str, Path]) -> Iterator[None]:
    """Put files in the place of the standard streams."""
    before = {name: getattr(sys, name) for name in files}
    for name, file in files.items():
        setattr(sys, name, file.open("r" if name == "stdin" else "w", encoding="utf-8"))
    try:
        yield
    finally:
        for name, stream in before.items():
            getattr(sys, name).close()
            setattr(sys, name, stream)


@contextmanager
def _environment(environ: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    _set_environment(environ)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(environ: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environ)


@contextmanager
def _signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _logging() -> Iterator[None]:
    """Let a command find the root logger bare: the test runner's handlers are put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    loggers = [it for it in logging.root.manager.loggerDict.values() if isinstance(it, logging.Logger)]
    levels = [(logger, logger.level) for logger in loggers]
    root.handlers[:] = []
    try:
        yield
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:] = handlers
        for logger, old in ((root, level), *levels):
            logger.setLevel(old)


@contextmanager
def _garbage() -> Iterator[None]:
    """Undo what a command changes of garbage collection."""
    threshold = gc.get_threshold()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        gc.enable()
