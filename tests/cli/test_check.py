"""What is tried of a directory's file."""

from pathlib import Path

import pytest

from tests.cli.commands import Lampfield

SITE = '[directory]\nfile = "people.csv"\n{more}[[account]]\nname = "x"\nsecret = "file:secret"\n'


@pytest.mark.parametrize(
    ("data", "more", "lines"),
    [
        (
            b"name;extension;Room\nAnna;201;1\nBob;202;2\n",
            "",
            ["ok    directory: {file} has 2 people; UTF-8; separated by semicolons; columns not used: Room"],
        ),
        (
            b"name,jid\nAnna,none\n",
            "",
            [
                "warn  directory: {file}:2: 'none' is not a chat address: write name@domain",
                "ok    directory: {file} has 1 people; UTF-8; separated by commas",
            ],
        ),
        (
            "name,extension\nИван,201\n".encode("windows-1251"),
            'encoding = "windows-1251"\n',
            ["ok    directory: {file} has 1 people; windows-1251; separated by commas"],
        ),
        (b"", "", ["FAIL  directory: {file}: it is empty"]),
        (b"name,extension\n", "", ["FAIL  directory: {file} has no people; UTF-8; separated by commas"]),
        (
            b'name,extension\n,\nx,"\n',
            "",
            [
                "warn  directory: {file}:3: a quote is not closed: the row is skipped",
                "FAIL  directory: {file} has no people; UTF-8; separated by commas",
            ],
        ),
        (None, "", ["FAIL  directory: {file}: it cannot be read: no such file or directory"]),
    ],
)
def test_what_a_file_shows_is_told(
    lampfield: Lampfield, tmp_path: Path, data: bytes | None, more: str, lines: list[str]
) -> None:
    file, site = tmp_path / "people.csv", tmp_path / "site.toml"
    site.write_text(SITE.format(more=more))
    (tmp_path / "secret").write_text("sesame")
    if data is not None:
        file.write_bytes(data)
    done = lampfield("check", "--config", str(site))
    said = [line for line in done.stdout.splitlines() if "directory:" in line]
    assert said == [line.format(file=file) for line in lines]
    assert done.returncode == (1 if lines[-1].startswith("FAIL") else 0)


def test_an_encoding_that_is_none_is_named_by_its_line(lampfield: Lampfield, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    for encoding in ("latin-9x", "punycode", "hex"):
        site.write_text(SITE.format(more=f'encoding = "{encoding}"\n'))
        done = lampfield("check", "--config", str(site))
        assert done.returncode == 2
        assert f"{site}:3: directory.encoding: '{encoding}' is not a text encoding" in done.stderr
