"""Record and replay as a person does it."""

import json
import signal
import socket
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Lampfield, errors, output


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def begun(process: "subprocess.Popen[str]") -> list[str]:
    """Read a recording from standard output up to its last contact."""
    return [output(process).readline() for _ in range(20)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(client: Lampfield, number: signal.Signals) -> None:
    with client.started("record", "-") as process:
        first = begun(process)
        process.send_signal(number)
        rest = output(process).read()
        assert process.wait(20) == 0, errors(process)
    assert json.loads(first[0])["lampfield"] == "recording"
    assert json.loads(rest.splitlines()[-1])["event"] == "end"


def test_it_ends_after_so_long_and_only_the_owner_may_read_it(client: Lampfield, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    done = client("record", str(file), "--seconds", "0.2")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr == f"lampfield: recorded: {file}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert lines_of(file)[-1]["event"] == "end"


def test_the_secret_is_not_in_it(tmp_path: Path, lampfield: Lampfield) -> None:
    site, file = tmp_path / "site.toml", tmp_path / "feed.jsonl"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site.write_text(f'[hub]\nlisten = "127.0.0.1:{port}"\n[[account]]\nname = "a"\nsecret = "open-sesame"\n')
    with lampfield.serving("--config", str(site)):
        assert lampfield("record", str(file), "--config", str(site), "--seconds", "0.1").returncode == 0
    assert len(lines_of(file)) > 3
    assert "sesame" not in file.read_text()


def test_what_is_there_already_is_kept(client: Lampfield, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text("mine")
    done = client("record", str(file))
    assert (done.returncode, file.read_text()) == (1, "mine")
    assert done.stderr == f"lampfield: {file}: it is there already, and stays as it is\n"


def test_a_reader_that_leaves_ends_it(client: Lampfield) -> None:
    with client.started("record", "-") as process:
        begun(process)
        output(process).close()
        assert process.wait(20) == 0, errors(process)


def test_a_hub_that_refuses_for_good_is_a_failure(client: Lampfield, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    done = client.having(LAMPFIELD_SECRET="sesame")("record", str(file))
    assert done.returncode == 1
    assert "secret is wrong" in done.stderr
    assert not file.exists()


def test_what_was_recorded_is_served_again(client: Lampfield, lampfield: Lampfield, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    assert client("record", str(file), "--anonymous", "--seconds", "0.2").returncode == 0
    recorded = {
        line["contact"]["name"]: line["contact"]["blf"]
        for line in lines_of(file)
        if line.get("event") == "contact.new"
    }
    with lampfield.serving("--demo", "--replay", str(file), "--listen", "127.0.0.1:0") as url:
        here = lampfield.having(LAMPFIELD_URL=url, LAMPFIELD_ACCOUNT="reception", LAMPFIELD_SECRET="demo")
        refused = here("show", "away")
        with here.started("watch", "--json") as process:
            events = [json.loads(output(process).readline()) for _ in range(len(recorded) + 3)]
    assert (refused.returncode, refused.stderr) == (
        1,
        "lampfield: This is a recording: no action is possible.\n",
    )
    contacts = [event["contact"] for event in events if event["event"] == "contact.new"]
    assert {contact["name"]: contact["blf"] for contact in contacts} == recorded
    assert len(recorded) == 12


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["record"], "the following arguments are required: FILE"),
        (["record", "x", "--seconds", "0"], "--seconds: give a number above 0"),
        (["demo", "--replay", "/nowhere"], "/nowhere: it cannot be read: No such file"),
        (["demo", "--replay", "/dev/null"], "/dev/null:1: not a recording"),
        (["demo", "--replay", "x", "--contacts", "3"], "--contacts cannot be combined with --replay"),
        (["demo", "--loop"], "add --replay FILE"),
        (["serve", "--replay", "x"], "--replay shapes the demo: add --demo"),
    ],
)
def test_what_cannot_be_used_is_refused(lampfield: Lampfield, words: list[str], sentence: str) -> None:
    done = lampfield(*words)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
