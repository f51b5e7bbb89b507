"""Wrong usage ends with status 2 and a sentence that says what to do."""

from pathlib import Path

import pytest

from lampfield.cli.parser import parser
from tests.cli.commands import Lampfield

COMMANDS = (
    *("demo", "serve", "web", "watch", "record", "check", "config", "keys", "schema"),
    *("dial", "chat", "show", "request", "accept", "remove"),
)


def test_help_names_every_command(lampfield: Lampfield) -> None:
    done = lampfield("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n    {command} " in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["fly"], "invalid choice: 'fly'"),
        (["watch", "--js"], "unrecognized arguments: --js"),
        (["show", "busy"], "invalid choice: 'busy'"),
        (["watch"], "no hub is given: give --url"),
        (["watch", "--url", "http://hub"], "write ws://HOST:PORT"),
        (["watch", "--url", "ws://127.0.0.1:1"], "give --account NAME"),
        (
            ["watch", "--url", "ws://127.0.0.1:1", "--account", "a"],
            "there is no secret for a: give --secret-file",
        ),
        (["watch", "--url", "ws://127.0.0.1:1", "--account", "a", "--secret-file", "/nowhere"], "/nowhere"),
        (["--config", "/nowhere.toml", "watch"], "/nowhere.toml: there is no such file"),
        (["serve"], "there is no site file"),
        (["serve", "--contacts", "3"], "--contacts shapes the demo: add --demo"),
        (["serve", "--demo", "--contacts", "0"], "1 to 10"),
        (["serve", "--demo", "--listen", "8650"], "--listen: '8650' is not an address"),
        (["serve", "--demo", "--listen", "0.0.0.0:0"], "--listen: other machines can reach 0.0.0.0:0"),
        (["check"], "there is no site file"),
        (["config"], "ACTION"),
    ],
)
def test_what_cannot_be_used_is_refused(lampfield: Lampfield, words: list[str], sentence: str) -> None:
    done = lampfield(*words)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["watch", "serve", "check", "config show"])
def test_a_wrong_site_file_is_named_by_line_and_key(
    lampfield: Lampfield, tmp_path: Path, command: str
) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[hub]\nlisen = "127.0.0.1:0"\n')
    done = lampfield.having(LAMPFIELD_CONFIG=str(site))(*command.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"lampfield: {site}:2: hub.lisen: there is no such key: did you mean listen?\n"


def test_options_before_the_command_count_too() -> None:
    args = parser().parse_args(["--url", "ws://a", "--account", "b", "watch", "--account", "c"])
    assert (args.url, args.account, args.secret_file) == ("ws://a", "c", None)


def test_a_hub_that_is_not_there_is_a_failure(lampfield: Lampfield) -> None:
    done = lampfield.having(LAMPFIELD_SECRET="s")("watch", "--url", "ws://127.0.0.1:1", "--account", "a")
    assert (done.returncode, done.stdout) == (1, "")
    assert "ws://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_secret_is_a_failure_and_is_not_repeated(lampfield: Lampfield, hub: str) -> None:
    done = lampfield.having(LAMPFIELD_SECRET="sesame")("watch", "--url", hub, "--account", "reception")
    assert (done.returncode, done.stdout) == (1, "")
    assert "secret is wrong" in done.stderr
    assert "sesame" not in done.stderr
