"""Secrets are what stands in their file, to the letter."""

from pathlib import Path

import pytest

from lampfield.config.secret import SecretMissing, read_secret, secret_file


@pytest.mark.parametrize(
    ("data", "secret"),
    [
        (b"open sesame\n", "open sesame"),
        (b"open sesame", "open sesame"),
        (b"open sesame\r\n", "open sesame"),
        (b" open sesame \t\n", " open sesame \t"),
        (b"\xef\xbb\xbfopen sesame\r\n", "open sesame"),
        ("\u00e4\u00a0\n".encode(), "\u00e4\u00a0"),
        (b"two\nlines\n", "two\nlines"),
    ],
)
def test_only_the_line_end_and_a_byte_order_mark_are_no_part_of_a_secret(
    data: bytes, secret: str, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(data)
    assert secret_file(tmp_path / "secret") == secret
    assert read_secret("file:secret", tmp_path, {}) == secret


@pytest.mark.parametrize("secret", [" x ", "x\t", "file", "env"])
def test_a_secret_of_the_environment_or_the_site_file_is_taken_as_it_is(secret: str, tmp_path: Path) -> None:
    assert read_secret("env:S", tmp_path, {"S": secret}) == secret
    assert read_secret(secret, tmp_path, {}) == secret


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "cannot be read: it is not UTF-8"),
        (None, "cannot be read: No such"),
    ],
)
def test_a_file_without_a_secret_is_named(data: bytes | None, why: str, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SecretMissing, match=why):
        secret_file(path)


def test_a_home_folder_that_is_not_known_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretMissing, match="the secret's file ~none/s: the home folder is unknown"):
        read_secret("file:~none/s", tmp_path, {})
