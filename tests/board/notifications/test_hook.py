"""The command, with real programs."""

import asyncio
from pathlib import Path

import pytest

from lampfield.board.notifications.command import MAX_WAITING, CommandRunner, environment, filled, run_command
from lampfield.board.notifications.wording import Notification
from lampfield.config.notify import EventKind
from tests.waiting import until

TELLING = Notification(EventKind.MESSAGE, "Message from {text}", "--eval=$(id) `id` ; rm", "Alice", "201")
NOTE = """#!/bin/sh
set -- "$LAMPFIELD_EVENT" "$LAMPFIELD_NAME" "$LAMPFIELD_NUMBER" "$LAMPFIELD_TEXT" "$LAMPFIELD_SECRET" "$@"
printf '%s|' "$@" >> "$0.out"
"""


def script(folder: Path, text: str = NOTE) -> Path:
    path = folder / "note"
    path.write_text(text)
    path.chmod(0o755)
    return path


def written(path: Path) -> str:
    """Return what a script has written."""
    return Path(f"{path}.out").read_text()


def test_braces_are_filled_once_and_nothing_foreign_is_an_option() -> None:
    argv = filled(["{name}", "{title}", "{text}", "x={text}", "{event} {number}", "{}"], TELLING)
    assert argv == [
        "{name}",
        "Message from {text}",
        "eval=$(id) `id` ; rm",
        "x=--eval=$(id) `id` ; rm",
        "message 201",
        "{}",
    ]


def test_no_secret_gets_into_the_environment() -> None:
    environ = environment(TELLING, {"PATH": "/bin", "LAMPFIELD_SECRET": "s3cret"})
    assert environ["PATH"] == "/bin"
    assert "s3cret" not in environ.values()


async def test_the_program_gets_everything_and_no_shell_reads_it(tmp_path: Path) -> None:
    path = script(tmp_path)
    assert await run_command([str(path), "{title}", "{text}"], TELLING) == ""
    said = "Message from {text}: --eval=$(id) `id` ; rm"
    assert written(path).split("|") == [
        "message",
        "Alice",
        "201",
        said,
        "",
        "Message from {text}",
        "eval=$(id) `id` ; rm",
        "",
    ]


async def test_what_fails_is_said(tmp_path: Path) -> None:
    assert "cannot be run" in await run_command(["/nowhere/at-all"], TELLING)
    path = script(tmp_path, "#!/bin/sh\nexit 3\n")
    assert (await run_command([str(path)], TELLING)).endswith("failed with status 3.")


async def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    path = script(tmp_path, '#!/bin/sh\nsleep 600 &\necho $! > "$0.child"\nwait\n')
    child = Path(f"{path}.child")
    running = asyncio.create_task(run_command([str(path)], TELLING, seconds=1.0))
    await until(lambda: child.exists() and child.read_text().endswith("\n"), "a child", 10.0)
    assert "took longer than 1 s" in await running
    await until(lambda: not is_alive(int(child.read_text())), "the end of the child")


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that only waits to be taken note of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_one_runs_at_a_time_and_few_wait(tmp_path: Path) -> None:
    path = script(tmp_path, '#!/bin/sh\necho "$LAMPFIELD_NAME" >> "$0.out"\n')
    one = CommandRunner()
    names = [str(number) for number in range(MAX_WAITING + 5)]
    wanted = [one.put([str(path)], TELLING._replace(name=name)) for name in names]
    assert wanted == [True] + [False] * (len(names) - 1)
    assert await one.run() == ""
    assert written(path).split() == names[-MAX_WAITING:]
    assert one.put([str(path)], TELLING)


async def test_a_failure_is_said_once_until_it_works_again(tmp_path: Path) -> None:
    one, good = CommandRunner(), str(script(tmp_path))

    async def run(command: str) -> str:
        assert one.put([command], TELLING)
        return await one.run()

    said = [bool(await run(command)) for command in ("/nowhere", "/nowhere", good, "/nowhere")]
    assert said == [True, False, False, True]


async def test_a_board_that_is_left_leaves_no_command_behind(
    tmp_path: Path,
) -> None:
    path = script(tmp_path, '#!/bin/sh\necho $$ > "$0.out"\nexec sleep 600\n')
    out = Path(f"{path}.out")
    running = asyncio.create_task(run_command([str(path)], TELLING))
    await until(lambda: out.exists() and written(path).endswith("\n"), "the command", 10.0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not is_alive(int(written(path)))
