"""Secrets are read from where the site file says, and shown to nobody."""

from pathlib import Path

import pytest

from lampfield.config.accounts import forget_secrets, read_account, read_accounts, secret_keys
from lampfield.config.documentation import effective_toml
from lampfield.config.error import ConfigError
from lampfield.config.reading import parse_site
from lampfield.config.site import Site
from lampfield.model.account import Account, Right
from lampfield.model.identity import DeviceName

TEXT = """\
[chat]
source = "xmpp"
host = "127.0.0.1"

[[account]]
name = "reception"
secret = "env:RECEPTION_SECRET"
jid = "alice@acme.test"
password = "file:alice.secret"

[[account]]
name = "spare"
secret = "written here"
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "alice.secret").write_text("pässword\n", encoding="utf-8")
    return parse_site(TEXT, tmp_path / "site.toml")


def test_secrets_come_from_environment_file_and_text(site: Site) -> None:
    reception, spare = read_accounts(site, {"RECEPTION_SECRET": "sesame"})
    assert (reception.secret, reception.password) == ("sesame", "pässword")
    assert (spare.secret, spare.password) == ("written here", "")


def test_an_account_is_what_its_table_says(tmp_path: Path) -> None:
    text = TEXT.replace('"env:RECEPTION_SECRET"\n', '"s"\ndevices = ["PJSIP/1", "PJSIP/2"]\n').replace(
        '"file:alice.secret"\n', '"p"\nauto_answer = true\nmay = ["chat", "spy"]\n'
    )
    reception, spare = read_accounts(parse_site(text, tmp_path / "site.toml"), {})
    assert reception == Account(
        name="reception",
        secret="s",
        devices=(DeviceName("PJSIP/1"), DeviceName("PJSIP/2")),
        jid="alice@acme.test",
        password="p",
        auto_answer=True,
        may=(Right.CHAT, Right.SPY),
    )
    assert spare == Account(name="spare", secret="written here")


def test_a_variable_that_is_not_set_is_named_with_its_line(site: Site) -> None:
    with pytest.raises(ConfigError, match="RECEPTION_SECRET is not set") as caught:
        read_account(site, 0, {})
    assert (caught.value.line, caught.value.key) == (7, "account[0].secret")


@pytest.mark.parametrize("content", ["", None])
def test_a_file_that_lacks_or_is_empty_is_named(site: Site, content: str | None) -> None:
    path = site.path.parent / "alice.secret"
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=r"alice\.secret") as caught:
        read_account(site, 0, {"RECEPTION_SECRET": "sesame"})
    assert caught.value.line == 9


def test_every_secret_is_listed(site: Site) -> None:
    assert [key for key, _ in secret_keys(site)] == [
        ("account", 0, "secret"),
        ("account", 0, "password"),
        ("account", 1, "secret"),
    ]


def test_what_is_shown_reads_back_and_masks_the_secret_itself(site: Site) -> None:
    shown = effective_toml(site.file)
    assert "written here" not in shown
    again = parse_site(shown, site.path).file
    assert again.account[0] == site.file.account[0]
    assert again.account[1].secret == "***"
    assert again.hub == site.file.hub
    assert again.chat == site.file.chat


def test_what_a_process_starts_gets_none_of_the_site_s_secrets(tmp_path: Path) -> None:
    text = (
        '[phone]\nsource = "asterisk"\nurl = "http://127.0.0.1"\nusername = "u"\npassword = "env:PHONE"\n'
        'context = "c"\n[chat]\nsource = "xmpp"\nhost = "127.0.0.1"\n'
        '[[account]]\nname = "a"\nsecret = "env:A"\njid = "a@b"\npassword = "env:A_CHAT"\n'
        '[[account]]\nname = "b"\nsecret = "file:B"\n[[account]]\nname = "c"\nsecret = "C"\n'
    )
    environ = {"PHONE": "1", "A": "2", "A_CHAT": "3", "B": "4", "C": "5", "HOME": "/"}
    forget_secrets(parse_site(text, tmp_path / "site.toml"), environ)
    assert environ == {"B": "4", "C": "5", "HOME": "/"}


def test_what_is_in_force_names_every_table(tmp_path: Path) -> None:
    text = (
        '[phone]\nsource = "asterisk"\nurl = "http://h"\nusername = "u"\npassword = "env:P"\ncontext = "c"\n'
        '[chat]\nsource = "xmpp"\nhost = "h"\n[[account]]\nname = "a"\nsecret = "env:S"\n'
    )
    shown = effective_toml(parse_site(text, tmp_path / "site.toml").file)
    tables = [line for line in shown.splitlines() if line.startswith("[")]
    assert [table for table in tables if table in ("[hub]", "[phone]", "[chat]", "[[account]]")] == [
        "[hub]",
        "[phone]",
        "[chat]",
        "[[account]]",
    ]
