"""The command of the settings: its arguments, its environment, and running it."""

import asyncio
import os
import re
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress

from lampfield.board.notifications.wording import Notification

COMMAND_SECONDS = 10.0
"""The time limit of the command."""

MAX_WAITING = 8
"""The number of notifications that may wait while the command runs; older ones are dropped."""

SECRETS = frozenset({"LAMPFIELD_SECRET"})
"""Environment variables that the command does not need."""

_BRACED = re.compile(r"\{(event|title|text|name|number)\}")


def filled(command: Sequence[str], notification: Notification) -> list[str]:
    """Return program and arguments with the placeholders filled in.

    Leading hyphens are stripped from a text at the start of an argument: a program would take it for an
    option.
    """
    program, *arguments = command
    return [program, *(_filled(argument, notification) for argument in arguments)]


def _filled(argument: str, notification: Notification) -> str:
    values = {
        "event": notification.kind.value,
        "title": notification.title,
        "text": notification.text,
        "name": notification.name,
        "number": notification.number,
    }

    def value(match: re.Match[str]) -> str:
        text = values[match[1]]
        return text if match.start() else text.lstrip("- ")

    return _BRACED.sub(value, argument)


def environment(notification: Notification, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the command: that of the board, and the notification."""
    kept = {name: value for name, value in environ.items() if name not in SECRETS}
    return kept | {
        "LAMPFIELD_EVENT": notification.kind.value,
        "LAMPFIELD_NAME": notification.name,
        "LAMPFIELD_NUMBER": notification.number,
        "LAMPFIELD_TEXT": ": ".join(text for text in (notification.title, notification.text) if text),
    }


class CommandRunner:
    """Runs the command for one notification after another."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Sequence[str], Notification]] = deque(maxlen=MAX_WAITING)
        self._runs = False
        self._has_failed = False

    def put(self, command: Sequence[str], notification: Notification) -> bool:
        """Queue a notification. Returns whether the caller has to start `run`."""
        self._waiting.append((command, notification))
        is_first, self._runs = not self._runs, True
        return is_first

    async def run(self) -> str:
        """Run the command until the queue is empty. Returns the error, once until the command works again."""
        sentence = ""
        try:
            while self._waiting:
                command, notification = self._waiting.popleft()
                sentence = self._once(await run_command(command, notification)) or sentence
        finally:
            self._runs = False
        return sentence

    def _once(self, failure: str) -> str:
        """Return an error unless the previous run failed as well."""
        is_new = bool(failure) and not self._has_failed
        self._has_failed = bool(failure)
        return failure if is_new else ""


async def run_command(
    command: Sequence[str], notification: Notification, seconds: float = COMMAND_SECONDS
) -> str:
    """Run the command once. Returns the error as a sentence; empty after success.

    Args:
        command: Program and arguments, with placeholders.
        notification: Fills them in.
        seconds: The time limit; after it the command is killed.
    """
    argv = filled(command, notification)
    nothing = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            env=environment(notification, os.environ),
            start_new_session=True,
        )
    except OSError as error:
        return f"The command of [notify] cannot be run: {argv[0]}: {error.strerror}."
    try:
        async with asyncio.timeout(seconds):
            status = await process.wait()
    except TimeoutError:
        return f"The command of [notify], {argv[0]}, took longer than {seconds:g} s and was ended."
    finally:
        await _end(process)
    return f"The command of [notify], {argv[0]}, failed with status {status}." if status else ""


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill a command that still runs, with its child processes."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
