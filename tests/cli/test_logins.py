"""Which hub a client connects to, and as whom."""

import argparse
from pathlib import Path

import pytest

from lampfield.cli import logins
from lampfield.cli.failure import Unusable
from lampfield.cli.logins import asked_url, find_login
from lampfield.cli.parser import parser

SITE = """
[hub]
listen = "127.0.0.1:8650"
[[account]]
name = "first"
secret = "env:FIRST"
[[account]]
name = "second"
secret = "env:SECOND"
"""
SECRETS = {"FIRST": "one", "SECOND": "two"}
ELSEWHERE = "ws://127.0.0.1:9999"


@pytest.fixture
def site(tmp_path: Path) -> str:
    path = tmp_path / "site.toml"
    path.write_text(SITE)
    return str(path)


@pytest.fixture(autouse=True)
def no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "known_secret", lambda account: f"asked of {account}")


def said(*words: str) -> argparse.Namespace:
    return parser().parse_args([*words, "watch"])


def test_an_option_beats_the_environment(site: str) -> None:
    environ = {"LAMPFIELD_URL": ELSEWHERE}
    assert asked_url(said("--config", site), environ) == ""
    assert asked_url(said(), environ) == ELSEWHERE
    assert asked_url(said("--url", "ws://h:1", "--config", site), environ) == "ws://h:1"
    assert find_login(said("--config", site), environ | SECRETS).url == "ws://127.0.0.1:8650"


@pytest.mark.parametrize("by_option", [True, False])
def test_without_an_account_the_site_s_first_logs_in(site: str, *, by_option: bool) -> None:
    words = ("--config", site) if by_option else ()
    environ = SECRETS if by_option else SECRETS | {"LAMPFIELD_CONFIG": site}
    login = find_login(said("--url", ELSEWHERE, *words), environ)
    assert (login.url, login.account, login.secret) == (ELSEWHERE, "first", "one")


def test_an_account_that_is_given_is_not_the_site_s(site: str) -> None:
    environ = SECRETS | {"LAMPFIELD_CONFIG": site}
    login = find_login(said("--url", ELSEWHERE, "--account", "second"), environ)
    assert (login.account, login.secret) == ("second", "asked of second")
    login = find_login(said("--url", ELSEWHERE), environ | {"LAMPFIELD_ACCOUNT": "third"})
    assert (login.account, login.secret) == ("third", "asked of third")
    login = find_login(said("--url", ELSEWHERE), environ | {"LAMPFIELD_SECRET": "told"})
    assert (login.account, login.secret) == ("first", "told")


def test_the_site_s_secret_goes_to_no_other_machine(site: str) -> None:
    login = find_login(said("--url", "wss://hub.example.test"), SECRETS | {"LAMPFIELD_CONFIG": site})
    assert (login.account, login.secret) == ("first", "asked of first")


def test_without_a_site_an_account_must_be_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    with pytest.raises(Unusable, match="no account is given: give --account NAME, or set LAMPFIELD_ACCOUNT"):
        find_login(said("--url", ELSEWHERE), {})


@pytest.mark.parametrize(
    "url",
    [
        "http://h",
        "ws://",
        "ws://[",
        "ws://h[]",
        "ws://127.0.0.1:1[]",
        "ws://h:99999",
        "ws://h:0",
        "ws://h:x",
        "ws://a b",
        "h",
    ],
)
def test_what_is_no_address_is_named(url: str) -> None:
    with pytest.raises(Unusable) as told:
        find_login(said("--url", url, "--account", "a"), {})
    assert str(told.value) == f"{url!r} is no hub's address: write ws://HOST:PORT or wss://HOST:PORT"
