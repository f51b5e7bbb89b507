"""What can be tried on this machine alone."""

from pathlib import Path

import pytest

from lampfield.cli.checking.finding import CheckResult, Verdict
from lampfield.cli.checking.here import check_here
from lampfield.config.reading import read_site


def found(path: Path, what: str) -> list[CheckResult]:
    return [it for it in check_here(read_site(path), {"S": "x"}) if it.what.startswith(what)]


def site(folder: Path, secret: str, mode: int = 0o600) -> Path:
    path = folder / "site.toml"
    path.write_text(f'[hub]\nlisten = "127.0.0.1:0"\n[[account]]\nname = "a"\nsecret = "{secret}"\n')
    path.chmod(mode)
    return path


@pytest.mark.parametrize(("mode", "warned"), [(0o644, True), (0o604, True), (0o640, False), (0o600, False)])
@pytest.mark.parametrize("name", ["a.secret", "a secret"])
def test_a_secret_s_file_that_everybody_can_read_is_told(
    name: str, mode: int, tmp_path: Path, *, warned: bool
) -> None:
    (tmp_path / name).write_text("sesame\n")
    (tmp_path / name).chmod(mode)
    told = found(site(tmp_path, f"file:{name}", 0o644), "account a, secret")
    assert told[0] == CheckResult(Verdict.WORKS, "account a, secret", "it can be read")
    quoted = tmp_path / name if " " not in name else f"'{tmp_path / name}'"
    sentence = f"every user of this machine can read it: chmod 600 {quoted}"
    assert told[1:] == ([CheckResult(Verdict.WARNING, "account a, secret", sentence)] if warned else [])


@pytest.mark.parametrize(("mode", "warned"), [(0o644, True), (0o600, False)])
def test_a_site_file_with_a_secret_in_it_is_told_too(mode: int, tmp_path: Path, *, warned: bool) -> None:
    path = site(tmp_path, "sesame", mode)
    assert [it.sentence for it in found(path, "account a, secret")][1:] == (
        [f"every user of this machine can read it: chmod 600 {path}"] if warned else []
    )


def test_a_site_file_without_one_may_be_read(tmp_path: Path) -> None:
    assert len(found(site(tmp_path, "env:S", 0o644), "account a, secret")) == 1
