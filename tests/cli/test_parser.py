"""The command line in this process: what the words of each command come to, and what its help says."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lampfield.cli.parser import parser

NONE = dict.fromkeys(("config", "url", "account", "secret_file", "ca"))
CLIENT = ["--url", "ws://h:1", "--account", "a", "--secret-file", "s", "--ca", "c", "--config", "f"]
CLIENT_READ = {
    "url": "ws://h:1",
    "account": "a",
    "secret_file": Path("s"),
    "ca": Path("c"),
    "config": Path("f"),
}
DEMO = [
    "--contacts",
    "9",
    "--rate",
    "0.5",
    "--seed",
    "3",
    "--speed",
    "2",
    "--replay",
    "r",
    "--hostile",
    "--loop",
]
DEMO_READ = {
    "contacts": 9,
    "rate": 0.5,
    "seed": 3,
    "speed": 2.0,
    "replay": Path("r"),
    "hostile": True,
    "loop": True,
}
DEMO_USUAL = {**dict.fromkeys(DEMO_READ), "loop": False}


def read(*words: str) -> dict[str, Any]:
    """Return what the words say, without what runs."""
    said = vars(parser(words).parse_args(words))
    assert callable(said.pop("run"))
    return said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chat", "Ann", "hi there", *CLIENT], {"who": "Ann", "text": "hi there"}),
        (["request", "a@b.c", *CLIENT], {"who": "a@b.c"}),
        (["accept", "Ann", *CLIENT], {"who": "Ann"}),
        (["remove", "Ann", *CLIENT], {"who": "Ann"}),
        (["test-phone", "--device", "PJSIP/1", *CLIENT], {"device": "PJSIP/1"}),
        (["test-phone", *CLIENT], {"device": None}),
        (["show", "dnd", "--status", "out", *CLIENT], {"status": "out"}),
        (["show", "away", *CLIENT], {"status": ""}),
        (["dial", "Ann", "--device", "D", *CLIENT], {"who": "Ann", "device": "D"}),
        (["record", "out.jsonl", "--seconds", "2.5", *CLIENT], {"file": Path("out.jsonl"), "seconds": 2.5}),
        (["watch", "--json", "--retry", *CLIENT], {"json": True, "retry": True}),
        (["watch", *CLIENT], {"json": False, "retry": False}),
    ],
)
def test_what_a_command_on_a_hub_is_told(words: list[str], said: dict[str, object]) -> None:
    found = read(*words)
    expected = {**CLIENT_READ, **said, "command": words[0]}
    assert {name: found[name] for name in expected} == expected
    first = [*CLIENT, *words[: -len(CLIENT)]]
    assert read(*first) == found


@pytest.mark.parametrize("command", ["demo", "serve", "web"])
def test_what_the_demo_is_told(command: str) -> None:
    for words, said in ((DEMO, DEMO_READ), ([], DEMO_USUAL)):
        found = read(command, *words)
        assert {name: found[name] for name in said} == said
    for name in ("serve", "web"):
        assert [read(name, *words)["demo"] for words in ([], ["--demo"])] == [False, True]
        assert read(name, "--listen", "h:1", "--config", "f").items() >= {
            ("listen", "h:1"),
            ("config", Path("f")),
        }
    pems = read("web", "--tls-cert", "c", "--tls-key", "k")
    assert (pems["tls_cert"], pems["tls_key"]) == (Path("c"), Path("k"))


@pytest.mark.parametrize(
    "words", [["--conf", "f"], ["watch", "--js"], ["dial"], ["chat", "Ann"], ["nothing"]]
)
def test_what_is_shortened_lacking_or_unknown_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        parser(words).parse_args(words)
    assert refused.value.code == 2


def every(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser and those of all its commands."""
    yield whole
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from every(below)


def test_every_option_has_a_name_a_value_s_name_and_an_explanation() -> None:
    for one in every(parser()):
        assert one.description
        assert one.description[:1].isupper()
        assert one.description.endswith(".")
        for action in one._actions:
            told = f"{one.prog}: {action}"
            assert action.help or isinstance(action, argparse._SubParsersAction), told
            assert all(name == name.lower() for name in action.option_strings), told
            if action.nargs != 0 and action.choices is None:
                assert isinstance(action.metavar, str), told
                assert action.metavar == action.metavar.upper(), told
            assert action.help is None or not action.help.isupper(), told


def test_every_help_fits_in_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for one in every(parser()):
        assert [line for line in one.format_help().splitlines() if len(line) > 80] == [], one.prog


def test_the_help_names_every_command_with_what_it_does() -> None:
    whole = parser()
    (commands,) = (it for it in whole._actions if isinstance(it, argparse._SubParsersAction))
    assert list(commands.choices) == [
        "demo",
        "serve",
        "web",
        "watch",
        "record",
        "dial",
        "test-phone",
        "chat",
        "show",
        "request",
        "accept",
        "remove",
        "check",
        "config",
        "keys",
        "schema",
    ]
    for told in commands._choices_actions:
        about = told.help or ""
        described = f"{about[:1].upper()}{about[1:]}."
        assert commands.choices[told.dest].description == described
