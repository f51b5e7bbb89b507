"""What the environment may lack: a home folder, a terminal, open streams. It ends in order all the same."""

import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from lampfield.cli.compose import site_plan
from lampfield.cli.failure import Unusable
from lampfield.cli.main import main
from lampfield.cli.screens import INSTEAD, check_screen
from lampfield.config.places import HOMELESS, usual_paths
from lampfield.config.reading import read_site
from lampfield.config.state_file import StateFile
from lampfield.model.state import VolatileState
from tests.cli.commands import LAMPFIELD, SECONDS, Lampfield
from tests.terminal import Terminal

CLOSED = "x" * 300
"""No folder can be called so: to look into it fails as it does where one has no right to."""

STILL = ("--contacts", "12", "--rate", "0")
SITE = '[[account]]\nname = "a"\nsecret = "env:S"\n'


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as a user who has no home folder, as services and containers have none."""

    def nobody(_: object) -> pwd.struct_passwd:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for name in [name for name in os.environ if name == "HOME" or name.startswith(("XDG_", "LAMPFIELD_"))]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize(
    "words", [["keys"], ["config", "settings"], ["config", "init", "--template"], ["demo", "--plain"]]
)
def test_without_a_home_folder_it_is_said_what_to_set(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"lampfield: {HOMELESS}"


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_only_the_machine_s_site_file_is_looked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["config", "path"]) == 1
    assert capsys.readouterr().err.endswith(f"looked for {usual_paths()[0]}; {HOMELESS}\n")
    assert len(usual_paths()) == 1


@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize("words", [["--config", "~/a.toml", "check"], ["--config", "~none/a.toml", "serve"]])
def test_a_home_folder_that_is_not_known_is_named(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err == (
        f"lampfield: {words[1]}: the home folder is unknown: write the whole path, or set HOME\n"
    )


def test_a_library_that_leaves_the_home_folder_out_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: Path("~/.config/lampfield"))
    assert main(["config", "init", "--template"]) == 2
    assert capsys.readouterr().err == f"lampfield: {HOMELESS}\n"
    assert not Path("~").exists()


@pytest.mark.usefixtures("homeless")
def test_a_hub_without_a_home_folder_keeps_no_state_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site.toml"
    site.write_text(SITE)
    plan = site_plan(read_site(site), {"S": "x"})
    assert type(plan.state) is VolatileState
    assert capsys.readouterr().err == f"lampfield: the hub keeps nothing for its next start: {HOMELESS}\n"


def test_a_hub_with_a_home_folder_keeps_its_state(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    site = tmp_path / "site.toml"
    site.write_text(SITE)
    state = site_plan(read_site(site), {"S": "x"}).state
    assert isinstance(state, StateFile)
    assert state.path.parent == tmp_path / "lampfield"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "status"),
    [(["keys"], 0), (["config", "path"], 1), (["config", "init", "--template"], 1), (["serve"], 2)],
)
def test_in_the_home_folder_of_somebody_else_nothing_is_there(
    words: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("XDG_", "LAMPFIELD_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "machine"))
    monkeypatch.setenv("HOME", str(tmp_path / CLOSED))
    assert main(words) == status


@pytest.mark.parametrize(
    ("name", "sentence"),
    [(CLOSED, "it cannot be read: File name too long"), ("", "this is a folder; name the file in it")],
)
def test_a_site_file_that_is_named_and_cannot_be_read_is_told(
    name: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", str(tmp_path / name), "check"]) == 2
    assert capsys.readouterr().err.startswith(f"lampfield: {tmp_path / name}: {sentence}")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_end_nothing_with_a_traceback(lampfield: Lampfield, closed: str) -> None:
    words = (*LAMPFIELD, "demo", "--plain", *STILL)
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *words],
        env=lampfield.environ,
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_opened_later_does_not_take_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    """Otherwise what is said would go into a socket."""
    seen = tmp_path / "seen"
    look = (
        "import os, pathlib, sys\n"
        "from lampfield.cli.stdio import open_closed_streams\n"
        "open_closed_streams()\n"
        "print('said')\n"
        "kept = [os.readlink(f'/proc/self/fd/{place}') for place in range(3)]\n"
        f"pathlib.Path({str(seen)!r}).write_text(' '.join([*kept, repr(sys.stdin.read())]))\n"
    )
    closing = ["sh", "-c", '"$@" <&- >&- 2>&-', "sh"]
    subprocess.run([*closing, sys.executable, "-c", look], check=True, timeout=SECONDS)
    assert seen.read_text() == "/dev/null /dev/null /dev/null ''"


def test_a_full_disk_is_a_sentence(lampfield: Lampfield) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*LAMPFIELD, "keys"],
            env=lampfield.environ,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    assert (done.returncode, done.stderr) == (1, "lampfield: No space left on device\n")


def test_lines_that_are_not_utf_8_are_not_understood_and_end_nothing(lampfield: Lampfield) -> None:
    done = subprocess.run(
        [*LAMPFIELD, "demo", "--plain", *STILL],
        env=lampfield.environ,
        input=b"say \xe4\nshow\n",
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("unclear: No one matches '�'.")
    assert lines[1].startswith("you are online")


class Standing:
    """A stream that is a terminal, or is none."""

    def __init__(self, *, is_terminal: bool) -> None:
        self.isatty: Callable[[], bool] = lambda: is_terminal


@pytest.mark.parametrize(
    ("closed", "term", "sentence"),
    [
        ("stdin", "xterm", "standard input is no terminal"),
        ("stdout", "xterm", "standard output is no terminal"),
        ("stderr", "xterm", "standard error is no terminal"),
        ("", "dumb", "a terminal of the kind dumb cannot show the board"),
        ("", "unknown", "a terminal of the kind unknown cannot show the board"),
    ],
)
def test_what_cannot_show_the_board_is_said(
    closed: str, term: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Standing(is_terminal=name != closed))
    with pytest.raises(Unusable) as told:
        check_screen({"TERM": term})
    assert str(told.value) == f"{sentence}{', so that there is no board' if closed else ''}: {INSTEAD}"
    check_screen({"TERM": term, "TEXTUAL_DRIVER": "of somebody else"})


def test_a_terminal_can_show_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Standing(is_terminal=True))
    for term in ({"TERM": "linux"}, {"TERM": ""}, {}):
        check_screen(term)


@pytest.mark.parametrize("words", [(), ("demo", *STILL), ("--url", "ws://127.0.0.1:1", "--account", "a")])
def test_without_a_terminal_there_is_no_board(lampfield: Lampfield, words: tuple[str, ...]) -> None:
    done = lampfield.having(LAMPFIELD_SECRET="x")(*words)
    told = f"lampfield: standard input is no terminal, so that there is no board: {INSTEAD}\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


async def test_the_terminal_s_own_size_counts(lampfield: Lampfield) -> None:
    lampfield.has_seen_the_tour()
    env = {**lampfield.environ, "COLUMNS": "200", "LINES": "50"}
    async with Terminal([*LAMPFIELD, "demo", *STILL], columns=80, rows=24, env=env) as standing:
        await standing.shows("lampfield")
        await standing.is_so(
            lambda: "All" in standing.text and "hub" in standing.lines[0], "a header that fits"
        )
