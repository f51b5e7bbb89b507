"""``--plain`` on a pipe, and ``--announce``: as scripts and other programs use them."""

import os
import select
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import LAMPFIELD, Lampfield, output

MAX_TRIES = 20
"""So often somebody calls at most until a command that was started is there to hear it."""

STILL = ("--contacts", "12", "--rate", "0")


def test_a_script_reads_answers_and_no_prompt(client: Lampfield) -> None:
    done = client.script("who is free\nsay 201\n", "--plain")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("1 free, ")
    assert ", 201, " in lines[-1]
    assert (done.returncode, done.stderr) == (0, "")


def test_a_list_is_whole_in_a_script(lampfield: Lampfield) -> None:
    done = lampfield.script("who is all\n", "demo", "--plain", "--contacts", "40", "--rate", "0")
    assert len(done.stdout.splitlines()) == 40


def test_a_script_fails_where_anything_was_not_done(client: Lampfield) -> None:
    done = client.script("answer\nfnd\nshow online\n", "--plain")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "refused: No call is ringing or on hold.",
        "unclear: fnd is no command: did you mean find? help lists the commands.",
        "done: You are online.",
    ]


def test_quit_leaves_what_comes_after_it(client: Lampfield) -> None:
    assert client.script("quit\nanswer\n", "--plain").stdout == "goodbye.\n"


def test_what_destroys_asks_in_a_script_too(client: Lampfield) -> None:
    done = client.script("remove alice.ames\n", "--plain")
    assert done.stdout.splitlines()[-1] == "nothing changed."


def test_a_file_is_a_script_too(client: Lampfield, tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_text("show\n", encoding="utf-8")
    with file.open(encoding="utf-8") as lines:
        done = subprocess.run(
            [*LAMPFIELD, "--plain"],
            env=client.environ,
            stdin=lines,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.startswith("you are ")


def test_plain_mode_loads_no_screen(client: Lampfield) -> None:
    loaded = "import sys; from lampfield.cli.main import main; main(['--plain'])\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [LAMPFIELD[0], "-c", loaded],
        env=client.environ,
        input="show\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "lampfield.plain.loop" in done.stdout.split()
    assert {name.partition(".")[0] for name in done.stdout.split()} & {"textual", "rich"} == set()


def test_what_a_script_does_is_announced_where_it_is_wanted(client: Lampfield, tmp_path: Path) -> None:
    place = tmp_path / "announced"
    client.script("dial 201\nhang up\n", "--plain", "--announce", str(place))
    assert place.read_text("utf-8").startswith("dialling, Alice Ames, 201\n")


def test_announcements_come_without_a_board(client: Lampfield) -> None:
    with client.started("watch", "--announce", "-", "--announce-what", "calls") as watch:
        for _ in range(MAX_TRIES):
            client.script("dial 201\nhang up\n", "--plain")
            if select.select([output(watch)], [], [], 0)[0]:
                break
        assert output(watch).readline() in ("dialling, Alice Ames, 201\n", "ended, Alice Ames, 201\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("demo", *STILL, "--announce", "-"), "the board has the terminal"),
        (("demo", *STILL, "--plain", "--announce", "/nowhere/at/all"), "/nowhere/at/all cannot be written"),
        (("demo", *STILL, "--announce", "/nowhere/at/all"), "/nowhere/at/all cannot be written"),
        (("demo", *STILL, "--plain", "--announce-what", "lampz"), "there is no lampz; there are lamps, "),
    ],
)
def test_what_cannot_be_announced_is_refused(
    lampfield: Lampfield, words: tuple[str, ...], sentence: str
) -> None:
    done = lampfield(*words)
    assert done.returncode == 2
    assert sentence in done.stderr


def test_the_settings_say_whom_to_watch(client: Lampfield, tmp_path: Path) -> None:
    settings = tmp_path / "board.toml"
    settings.write_text('[announce]\npeople = ["201"]\n', encoding="utf-8")
    having = client.having(LAMPFIELD_SETTINGS=str(settings))
    assert having.script("watch\n", "--plain").stdout.startswith("1 free, Alice Ames, 201")


def test_a_place_in_the_settings_is_used(client: Lampfield, tmp_path: Path) -> None:
    fifo, settings = tmp_path / "fifo", tmp_path / "board.toml"
    os.mkfifo(fifo)
    settings.write_text(f'[announce]\nto = "{fifo}"\nwhat = ["calls"]\n', encoding="utf-8")
    end = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    client.having(LAMPFIELD_SETTINGS=str(settings)).script("dial 201\nhang up\n", "--plain")
    assert os.read(end, 4096).startswith(b"dialling, Alice Ames, 201\n")
    os.close(end)
