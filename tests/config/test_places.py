"""Which site file is read, and how an address is written."""

from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs
import pytest

from lampfield.config.address import Address, parse_address
from lampfield.config.places import (
    FolderUnknown,
    SiteFileMissing,
    is_there,
    log_path,
    memory_path,
    notes_path,
    settings_path,
    site_path,
    usual_paths,
)


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


def test_a_file_that_is_not_there_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    for path, what in (
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path, "this is a folder; name the file in it"),
    ):
        with pytest.raises(SiteFileMissing) as told:
            site_path(path, {})
        assert str(told.value) == f"{path}: {what}; `lampfield config init` writes one"


@pytest.mark.parametrize(
    "find", [settings_path, lambda _: memory_path(), lambda _: notes_path(), lambda _: log_path()]
)
def test_without_a_home_folder_each_place_says_what_to_set(
    find: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError

    for name in ("user_config_path", "user_state_path", "user_data_path", "user_log_path"):
        monkeypatch.setattr(platformdirs, name, homeless)
    with pytest.raises(FolderUnknown, match="this user has no home folder: set HOME"):
        find({})


def test_what_may_not_be_looked_at_is_not_there(tmp_path: Path) -> None:
    assert is_there(tmp_path)
    assert not is_there(tmp_path / "none")
    assert not is_there(tmp_path / ("x" * 300))
