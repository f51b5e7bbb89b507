"""Which site file is read, and how an address is written."""

from pathlib import Path

import pytest

from lampfield.config.address import Address, parse_address
from lampfield.config.places import SiteFileMissing, site_path, usual_paths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "machine"))
    return tmp_path


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_the_option_comes_first_then_the_environment_then_the_folders(home: Path) -> None:
    assert site_path(None, {}) is None
    user, machine = usual_paths()
    written(machine)
    assert site_path(None, {}) == machine
    written(user)
    assert site_path(None, {}) == user
    named = written(home / "named.toml")
    assert site_path(None, {"LAMPFIELD_CONFIG": str(named)}) == named
    chosen = written(home / "chosen.toml")
    assert site_path(chosen, {"LAMPFIELD_CONFIG": str(named)}) == chosen


def test_a_named_file_that_is_not_there_is_not_passed_over(home: Path) -> None:
    written(usual_paths()[0])
    with pytest.raises(SiteFileMissing, match="nowhere"):
        site_path(home / "nowhere.toml", {})


@pytest.mark.parametrize(
    ("text", "address", "loopback"),
    [
        ("127.0.0.1:8650", Address("127.0.0.1", 8650), True),
        ("localhost:0", Address("localhost", 0), True),
        ("[::1]:8650", Address("::1", 8650), True),
        ("[::]:1", Address("::", 1), False),
        ("hub.acme.test:8650", Address("hub.acme.test", 8650), False),
    ],
)
def test_addresses(text: str, address: Address, *, loopback: bool) -> None:
    assert parse_address(text) == address
    assert str(address) == text
    assert address.is_loopback == loopback


@pytest.mark.parametrize("text", ["", "8650", ":8650", "host:", "host:x", "host:65536", "host:-1", "host:٣"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        parse_address(text)


def test_a_hub_on_all_addresses_is_reached_on_loopback() -> None:
    assert [Address(host, 1).reachable_host for host in ("::", "b.test")] == [
        "::1",
        "b.test",
    ]
