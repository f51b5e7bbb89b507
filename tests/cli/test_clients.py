"""What each client command follows of a hub, and how it waits for one."""

import argparse
import importlib
from typing import Any

import pytest

from lampfield.cli.parser import parser
from lampfield.protocol.limits import DATASETS

CONTACTS = ("contacts",)


@pytest.mark.parametrize(
    ("words", "module", "datasets", "first"),
    [
        (["chat", "Ann", "hi"], "chat", ("contacts", "rooms"), ()),
        (["dial", "Ann"], "dial", ("contacts", "devices", "calls"), ()),
        (["request", "Ann"], "relate", CONTACTS, ()),
        (["accept", "Ann"], "relate", CONTACTS, ()),
        (["remove", "Ann"], "relate", CONTACTS, ()),
        (["show", "away"], "show", (), ()),
        (["test-phone"], "test_phone", ("devices", "calls"), ()),
        (["record", "x", "--seconds", "1"], "record", DATASETS, ()),
        (["watch"], "watch", CONTACTS, ("raise",)),
        (["watch", "--retry"], "watch", CONTACTS, ("retry",)),
        (["watch", "--json", "--retry"], "watch", CONTACTS, ("retry",)),
        (["watch", "--announce", "-"], "watch", DATASETS, ("raise",)),
        (["watch", "--announce", "-", "--retry"], "watch", DATASETS, ("retry",)),
    ],
)
def test_a_command_follows_what_it_needs(
    words: list[str],
    module: str,
    datasets: tuple[str, ...],
    first: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[Any, ...]] = []
    home = importlib.import_module(f"lampfield.cli.commands.{module}")
    monkeypatch.setattr(home, "run_client", lambda *args: asked.append(args))
    args = parser(words).parse_args(words)
    assert args.run(args) == 0
    ((got, act, *rest),) = asked
    assert got is args
    assert callable(act)
    assert tuple(rest) == (datasets, *first)


def test_where_nothing_is_announced_the_option_is_absent() -> None:
    args = parser(["watch"]).parse_args(["watch"])
    assert (args.announce, args.announce_what) == (None, None)


def values_of(whole: argparse.ArgumentParser) -> dict[str, str]:
    """Return how the help calls the value of each option and argument of a parser and its commands."""
    found: dict[str, str] = {}
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                found |= values_of(below)
        elif action.nargs != 0:
            found[action.option_strings[0] if action.option_strings else action.dest] = str(action.metavar)
    return found


def test_the_help_calls_the_same_value_by_the_same_name_everywhere() -> None:
    assert values_of(parser()) == {
        "--account": "NAME",
        "--announce": "PLACE",
        "--announce-what": "KINDS",
        "--ca": "FILE",
        "--check": "FILE",
        "--config": "FILE",
        "--contacts": "N",
        "--device": "D",
        "--listen": "HOST:PORT",
        "--map": "NAME|FILE",
        "--proxy": "ADDRESSES",
        "--rate": "PER_S",
        "--replay": "FILE",
        "--root-path": "PATH",
        "--seconds": "N",
        "--secret-file": "FILE",
        "--seed": "S",
        "--speed": "X",
        "--status": "TEXT",
        "--tls-cert": "FILE",
        "--tls-key": "FILE",
        "--url": "URL",
        "file": "FILE",
        "state": "STATE",
        "text": "TEXT",
        "who": "WHO",
    }
