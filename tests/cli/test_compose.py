"""Which sources a site file asks for, and what each gets from it."""

from pathlib import Path

import pytest

from lampfield.cli.compose import domain_of, site_plan
from lampfield.config.reading import read_site
from lampfield.config.site import Site
from lampfield.sources.asterisk.source import AsteriskSource
from lampfield.sources.directory.source import DirectorySource
from lampfield.sources.port import Source
from lampfield.sources.xmpp.server import Tls
from lampfield.sources.xmpp.source import XmppSource
from tests.cli.recording.taping import watching
from tests.waiting import until

ENVIRON = {"HOME": "/nonexistent", "XDG_STATE_HOME": "/nonexistent", "PBX": "sesame"}
ACCOUNT = """\
[[account]]
name = "a"
secret = "s"
devices = ["PJSIP/1", "PJSIP/2"]
jid = "a@acme.test"
password = "c"
"""
OTHER = '[[account]]\nname = "b"\nsecret = "s"\ndevices = ["PJSIP/2"]\njid = "b@{domain}"\npassword = "c"\n'
DIRECTORY = '[directory]\nfile = "people.csv"\nencoding = "latin-1"\n'
PHONE = """\
[phone]
source = "asterisk"
url = "http://pbx.test:8088"
username = "u"
password = "env:PBX"
context = "internal"
reconcile_seconds = 45
"""
CHAT = """\
[chat]
source = "xmpp"
host = "chat.test"
port = 5333
tls = "direct"
ca = "ca.pem"
insecure = true
"""


def site_of(folder: Path, text: str) -> Site:
    """Return a site from the text of its file."""
    (folder / "site.toml").write_text(text)
    return read_site(folder / "site.toml")


def sources_for(folder: Path, text: str) -> list[Source]:
    """Return the sources of a site from the text of its file."""
    return list(site_plan(site_of(folder, text), ENVIRON).sources)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        (DIRECTORY, [DirectorySource]),
        (CHAT, [XmppSource]),
        (PHONE, [AsteriskSource]),
        (PHONE + CHAT + DIRECTORY, [DirectorySource, XmppSource, AsteriskSource]),
    ],
)
def test_each_table_brings_its_source_and_the_directory_counts_first(
    tmp_path: Path, text: str, kinds: list[type[Source]]
) -> None:
    assert [type(source) for source in sources_for(tmp_path, text + ACCOUNT)] == kinds


async def test_the_directory_is_the_file_beside_the_site_file(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes("name,extension\nZoë,201\n".encode("latin-1"))
    (source,) = sources_for(tmp_path, DIRECTORY + ACCOUNT)
    async with watching(source) as pbx:
        await until(lambda: len(pbx.contacts) == 1, "the file's only person")
        (person,) = pbx.contacts
        assert (person.name, person.number, person.can_call) == ("Zoë", "201", False)


def test_the_chat_server_is_the_one_of_the_table(tmp_path: Path) -> None:
    (source,) = sources_for(tmp_path, CHAT + ACCOUNT)
    assert isinstance(source, XmppSource)
    server = source.server
    assert (server.host, server.port, server.tls) == ("chat.test", 5333, Tls.DIRECT)
    assert (server.ca, server.insecure) == (tmp_path / "ca.pem", True)


@pytest.mark.parametrize(
    ("more", "ami"),
    [
        ("", ("pbx.test", 5038)),
        ('ami = "ami.test:5039"\n', ("ami.test", 5039)),
    ],
)
def test_the_pbx_is_the_one_of_the_table(tmp_path: Path, more: str, ami: tuple[str, int]) -> None:
    (source,) = sources_for(tmp_path, PHONE + more + ACCOUNT)
    assert isinstance(source, AsteriskSource)
    pbx = source.connection.settings
    assert (pbx.ami_host, pbx.ami_port) == ami
    assert (pbx.url, pbx.username, pbx.password) == ("http://pbx.test:8088", "u", "sesame")
    assert pbx.context == "internal"


def test_presence_comes_from_the_pbx_where_there_is_no_chat_server(tmp_path: Path) -> None:
    for text, links in ((PHONE, {"phone", "chat"}), (CHAT + PHONE, {"phone"})):
        phone = sources_for(tmp_path, text + ACCOUNT)[-1]
        assert set(phone.links) == links


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        (ACCOUNT, "acme.test"),
        (ACCOUNT + OTHER.format(domain="ACME.test"), "acme.test"),
        (ACCOUNT + OTHER.format(domain="other.test"), ""),
        (ACCOUNT.replace('jid = "a@acme.test"\n', ""), ""),
        ('[directory]\nmatch = "none"\n' + ACCOUNT, ""),
    ],
)
def test_only_the_domain_of_all_accounts_has_addresses_that_are_extensions(
    tmp_path: Path, text: str, domain: str
) -> None:
    assert domain_of(site_of(tmp_path, text)) == domain
