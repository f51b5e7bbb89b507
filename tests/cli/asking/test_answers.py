"""What was typed, as the site file takes it, and the files that come of it."""

from pathlib import Path

import pytest

from lampfield.cli.asking.answers import Answers, ChatAnswers, PhoneAnswers, tables_of
from lampfield.cli.asking.questions import web_address
from lampfield.cli.asking.writing import files_of, write_new
from lampfield.config.reading import parse_site


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("http://127.0.0.1:8088", "http://127.0.0.1:8088"),
        ("pbx.example.com", "http://pbx.example.com:8088"),
        ("10.0.0.1:80", "http://10.0.0.1:80"),
        ("https://pbx.example.com", "https://pbx.example.com"),
        ("http://[::1]", "http://[::1]:8088"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_scheme_and_port_may_be_left_out(typed: str, url: str) -> None:
    assert web_address(typed) == url


def test_secrets_go_to_files_of_their_own_unless_they_are_somewhere(tmp_path: Path) -> None:
    answers = Answers(
        secret="made up",
        name="front desk",
        phone=PhoneAnswers(password="open sesame"),
        chat=ChatAnswers(jid="a@b.test", host="b.test", password="env:CHAT_PASSWORD"),
    )
    (tmp_path / "asterisk.secret").write_text("another's")
    target = tmp_path / "site.toml"
    files = files_of(answers, target)
    assert {path.name: text for path, text in files.items() if path != target} == {
        "asterisk-2.secret": "open sesame\n",
        "front-desk.secret": "made up\n",
    }
    site = parse_site(files[target], target).file
    assert site.phone is not None
    assert site.phone.password == "file:asterisk-2.secret"
    assert (site.account[0].secret, site.account[0].password) == (
        "file:front-desk.secret",
        "env:CHAT_PASSWORD",
    )
    assert "sesame" not in files[target]


def test_without_phone_and_chat_their_tables_are_left_out() -> None:
    tables = tables_of(Answers(secret="s"), lambda name, _: f"file:{name}")
    assert (tables["phone"], tables["chat"]) == (None, None)
    assert tables["account"] == {"name": "reception", "secret": "file:reception"}


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("stays")
    with pytest.raises(FileExistsError):
        write_new({tmp_path / "first": "1", tmp_path / "there": "2"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"there": "stays"}
    write_new({tmp_path / "new" / "first": "1"})
    assert (tmp_path / "new" / "first").stat().st_mode & 0o777 == 0o600
