"""``lampfield keys``: print a map, check one, and name what is wrong with the one of the settings."""

from pathlib import Path

from tests.cli.commands import Lampfield


def having(lampfield: Lampfield, tmp_path: Path, chosen: str, **maps: str) -> Lampfield:
    """Return the command with settings that choose a map, and with maps beside them."""
    (tmp_path / "keys").mkdir()
    for name, text in maps.items():
        (tmp_path / "keys" / f"{name}.toml").write_text(text)
    (tmp_path / "board.toml").write_text(f'[keys]\nmap = "{chosen}"\n')
    return lampfield.having(LAMPFIELD_SETTINGS=str(tmp_path / "board.toml"))


def keys_of(out: str) -> dict[str, str]:
    """Return the first key of each action in what was printed."""
    return {words[-1]: words[0] for line in out.splitlines() if (words := line[:30].split())}


def test_the_map_that_the_board_starts_with_is_printed(lampfield: Lampfield) -> None:
    done = lampfield("keys")
    assert (done.returncode, done.stderr) == (0, "")
    assert keys_of(done.stdout)["chat"] == "c"


def test_another_map_is_printed_by_name_and_by_file(lampfield: Lampfield, tmp_path: Path) -> None:
    assert keys_of(lampfield("keys", "--map", "find-first").stdout)["chat"] == "F4"
    path = tmp_path / "mine.toml"
    path.write_text('extends = "find-first"\n[keys]\nchat = "f2"\ndial = []\n')
    found = keys_of(lampfield("keys", "--map", str(path)).stdout)
    assert (found["chat"], found["dial"]) == ("F2", "-")


def test_the_map_of_the_settings_is_printed(lampfield: Lampfield, tmp_path: Path) -> None:
    mine = 'extends = "mnemonic"\n[keys]\nchat = "Y"\n'
    done = having(lampfield, tmp_path, "mine", mine=mine)("keys")
    assert keys_of(done.stdout)["chat"] == "Y"


def test_a_map_is_checked(lampfield: Lampfield, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('extends = "mnemonic"\n[keys]\nchat = "Y"\n')
    done = lampfield("keys", "--check", str(path))
    assert done.returncode == 0
    assert "no mistakes" in done.stdout
    path.write_text('extends = "mnemonic"\n[keys]\nchat = "d"\ndail = "Y"\n')
    done = lampfield("keys", "--check", str(path))
    assert done.returncode == 2
    unknown, conflict = done.stderr.removeprefix("lampfield: ").splitlines()
    assert unknown.startswith(f"{path}:4: keys.dail: there is no such action")
    assert conflict.startswith(f"{path}:3: keys.chat: the key d is dial already")


def test_all_that_is_wrong_with_the_chosen_map_is_named(lampfield: Lampfield, tmp_path: Path) -> None:
    faulty = 'extends = "mnemonic"\n[keys]\nchat = "d"\ndail = "Y"\n'
    done = having(lampfield, tmp_path, "mine", mine=faulty)("keys")
    assert done.returncode == 2
    assert "mine.toml:3: keys.chat" in done.stderr
    assert "mine.toml:4: keys.dail" in done.stderr


def test_a_map_that_there_is_not_is_told(lampfield: Lampfield, tmp_path: Path) -> None:
    done = having(lampfield, tmp_path, "numpat")("keys")
    assert done.returncode == 2
    assert "did you mean numpad?" in done.stderr
