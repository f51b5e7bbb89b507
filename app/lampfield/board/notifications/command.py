"""The command that the settings name: what it gets, and how it is run."""

import asyncio
import os
import re
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress

from lampfield.board.notifications.wording import Notification

HOOK_SECONDS = 10.0
"""The longest that the command may take."""

MOST_WAITING = 8
"""So many tellings wait while the command runs; older ones give way."""

SECRETS = frozenset({"LAMPFIELD_SECRET"})
"""What a command has no use for."""

_BRACED = re.compile(r"\{(event|title|text|name|number)\}")


def filled(command: Sequence[str], telling: Notification) -> list[str]:
    """Return program and arguments with what is told in the place of the braces.

    No text begins an argument with a hyphen: a program would take it as an option.
    """
    program, *arguments = command
    return [program, *(_filled(argument, telling) for argument in arguments)]


def _filled(argument: str, telling: Notification) -> str:
    values = {
        "event": telling.occasion.value,
        "title": telling.title,
        "text": telling.text,
        "name": telling.name,
        "number": telling.number,
    }

    def value(match: re.Match[str]) -> str:
        text = values[match[1]]
        return text if match.start() else text.lstrip("- ")

    return _BRACED.sub(value, argument)


def environment(telling: Notification, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the command: ours, and what is told."""
    kept = {name: value for name, value in environ.items() if name not in SECRETS}
    return kept | {
        "LAMPFIELD_EVENT": telling.occasion.value,
        "LAMPFIELD_NAME": telling.name,
        "LAMPFIELD_NUMBER": telling.number,
        "LAMPFIELD_TEXT": ": ".join(text for text in (telling.title, telling.text) if text),
    }


class Hook:
    """Runs the command for one telling after the other."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Sequence[str], Notification]] = deque(maxlen=MOST_WAITING)
        self._runs = False
        self._has_failed = False

    def put(self, command: Sequence[str], telling: Notification) -> bool:
        """Let a telling wait for its turn. Returns whether `run` has to be called for it."""
        self._waiting.append((command, telling))
        is_first, self._runs = not self._runs, True
        return is_first

    async def run(self) -> str:
        """Run the command until nothing waits. Returns what went wrong, once until it works again."""
        sentence = ""
        try:
            while self._waiting:
                command, telling = self._waiting.popleft()
                sentence = self._once(await run_command(command, telling)) or sentence
        finally:
            self._runs = False
        return sentence

    def _once(self, failure: str) -> str:
        """Return a failure unless the time before failed as well."""
        is_new = bool(failure) and not self._has_failed
        self._has_failed = bool(failure)
        return failure if is_new else ""


async def run_command(command: Sequence[str], telling: Notification, seconds: float = HOOK_SECONDS) -> str:
    """Run the command once. Returns what went wrong, as a sentence; empty when nothing did.

    Args:
        command: Program and arguments, with braces.
        telling: What is told.
        seconds: The longest that it may take; then it is ended.
    """
    argv = filled(command, telling)
    nothing = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            env=environment(telling, os.environ),
            start_new_session=True,
        )
    except OSError as error:
        return f"The command of [tell] cannot be run: {argv[0]}: {error.strerror}."
    try:
        async with asyncio.timeout(seconds):
            status = await process.wait()
    except TimeoutError:
        return f"The command of [tell], {argv[0]}, took longer than {seconds:g} s and was ended."
    finally:
        await _end(process)
    return f"The command of [tell], {argv[0]}, failed with status {status}." if status else ""


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a command that still runs, with what it has started."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
