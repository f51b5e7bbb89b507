"""``lampfield`` on a site file: which account logs in where, and what it does where a hub runs already."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lampfield.cli.commands import board
from lampfield.cli.failure import Failed, Unusable
from lampfield.cli.hubs import CannotListen, HubPlan
from lampfield.cli.login import Login
from lampfield.cli.parser import parser
from lampfield.config.address import Address

SITE = """\
[hub]
listen = "127.0.0.1:{port}"
[[account]]
name = "first"
secret = "env:FIRST"
[[account]]
name = "second"
secret = "env:SECOND"
"""


class Opened:
    """Notes what was opened; `taken` is why no hub of its own can be."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.own: list[tuple[HubPlan, str, bool]] = []
        self.remote: list[Login] = []
        self.taken: CannotListen | None = None
        monkeypatch.setattr(board, "check_screen", lambda _: None)
        monkeypatch.setattr(board, "open_own", self._own)
        monkeypatch.setattr(board, "open_remote", self._remote)
        monkeypatch.setattr("lampfield.cli.tuning.pause", lambda: None)

    def _own(self, plan: HubPlan, run: Any, index: int = 0, trust: object = None, *, public: bool) -> int:
        assert callable(run)
        assert trust is None
        if self.taken is not None:
            raise self.taken
        self.own.append((plan, plan.accounts[index].name, bool(public)))
        return 3

    def _remote(self, login: Login, run: Any) -> int:
        assert callable(run)
        self.remote.append(login)
        return 4


Begin = Callable[..., int]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return Opened(monkeypatch)


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Run ``lampfield`` with a site file and some options."""
    for name in [name for name in os.environ if name.startswith(("LAMPFIELD_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FIRST", "one")
    monkeypatch.setenv("SECOND", "two")

    def run(*words: str, port: int = 8650) -> int:
        path = tmp_path / "site.toml"
        path.write_text(SITE.format(port=port))
        return board.run(parser().parse_args(["--config", str(path), *words]))

    return run


@pytest.mark.parametrize(
    ("words", "account", "public"),
    [((), "first", False), (("--account", "second"), "second", False), (("--wallboard",), "first", True)],
)
def test_the_hub_of_the_site_runs_here_for_the_account_that_is_named(
    opened: Opened, begin: Begin, words: tuple[str, ...], account: str, *, public: bool
) -> None:
    assert begin(*words) == 3
    ((plan, name, is_public),) = opened.own
    assert (name, is_public) == (account, public)
    assert [it.secret for it in plan.accounts] == ["one", "two"]
    assert {"FIRST", "SECOND"}.isdisjoint(os.environ)


def test_an_account_that_is_not_there_is_named_with_those_that_are(opened: Opened, begin: Begin) -> None:
    with pytest.raises(Unusable, match="there is no account third; there are first, second"):
        begin("--account", "third")
    assert opened.own == []


def test_a_hub_that_runs_already_is_joined(
    opened: Opened, begin: Begin, capsys: pytest.CaptureFixture[str]
) -> None:
    listen = Address("127.0.0.1", 8650)
    opened.taken = CannotListen("the hub", listen, OSError(98, "Address already in use"))
    assert begin("--account", "second") == 4
    (login,) = opened.remote
    assert (login.url, login.account, login.secret) == ("ws://127.0.0.1:8650", "second", "two")
    assert f"a hub runs on {listen} already: this board joins it" in capsys.readouterr().err


def test_without_a_port_of_its_own_there_is_nothing_to_join(opened: Opened, begin: Begin) -> None:
    opened.taken = CannotListen("the hub", Address("127.0.0.1", 0), OSError(99, "no such address"))
    with pytest.raises(Failed, match="the hub cannot listen on"):
        begin(port=0)
    assert opened.remote == []


def test_an_address_that_is_named_beats_the_site_file(
    opened: Opened, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAMPFIELD_SECRET", "said")
    assert begin("--url", "ws://127.0.0.1:9", "--account", "first") == 4
    assert [(it.url, it.account, it.secret) for it in opened.remote] == [
        ("ws://127.0.0.1:9", "first", "said")
    ]
