"""The site file: written, found, shown."""

import stat
from pathlib import Path

from lampfield.config.template import TEMPLATE
from tests.cli.commands import Lampfield


def test_a_site_file_is_written_where_it_is_then_found(lampfield: Lampfield, tmp_path: Path) -> None:
    before = lampfield("config", "path")
    assert (before.returncode, before.stdout) == (1, "")
    assert str(tmp_path) in before.stderr
    written = lampfield("config", "init")
    assert written.returncode == 0
    path = Path(written.stdout.strip())
    assert path.read_text(encoding="utf-8") == TEMPLATE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert lampfield("config", "path").stdout == written.stdout


def test_a_site_file_that_is_there_stays_as_it_is(lampfield: Lampfield, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text("mine")
    done = lampfield("config", "init", "--config", str(site))
    assert (done.returncode, done.stdout, site.read_text()) == (1, "", "mine")
    assert f"{site}: it is there already" in done.stderr


def test_a_place_that_cannot_be_written_is_a_failure(lampfield: Lampfield, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = lampfield("config", "init", "--config", str(tmp_path / "file" / "site.toml"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_what_is_in_force_is_shown_without_secrets(lampfield: Lampfield, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[[account]]\nname = "reception"\nsecret = "sesame"\n')
    done = lampfield("config", "show", "--config", str(site))
    assert done.returncode == 0
    assert 'listen = "127.0.0.1:8650"' in done.stdout
    assert f"{site}:3: account[0].secret: the secret is written here in clear text" in done.stderr
    assert "sesame" not in done.stdout + done.stderr


def test_the_settings_are_printed_with_what_they_mean(lampfield: Lampfield, tmp_path: Path) -> None:
    file = tmp_path / "board.toml"
    file.write_text("[look]\nmotion = false\n")
    done = lampfield.having(LAMPFIELD_SETTINGS=str(file))("config", "settings")
    assert done.returncode == 0
    assert done.stdout.startswith(f"# {file}\n")
    assert "# What rings flashes.\nmotion = false\n" in done.stdout
    file.write_text("[look]\nmotion = 3\n")
    done = lampfield.having(LAMPFIELD_SETTINGS=str(file))("config", "settings")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{file}:2: look.motion" in done.stderr
