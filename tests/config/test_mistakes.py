"""What is written in place of what may be: the sentence names what is known."""

from pathlib import Path

import pytest

from lampfield.config.error import ConfigError
from lampfield.config.hosts import chat_address_fault, host_fault
from lampfield.config.reading import parse_site
from lampfield.config.settings import Settings
from lampfield.config.settings_text import parse_settings

ACCOUNT = '[[account]]\nname = "a"\nsecret = "env:S"\n'
PHONE = '[phone]\nsource = "{}"\nurl = "http://h"\nusername = "u"\npassword = "env:P"\ncontext = "c"\n'
CHAT = '[chat]\nsource = "xmpp"\nhost = "{}"\n'
BUILT = 'is unknown: write "{}", which it is built on or speaks'
RIGHTS = "dial, hangup, chat"


@pytest.mark.parametrize(
    ("text", "key", "sentence"),
    [
        (PHONE.format("freepbx"), "phone.source", "'freepbx' " + BUILT.format("asterisk")),
        (PHONE.format("FreePBX"), "phone.source", "'FreePBX' " + BUILT.format("asterisk")),
        (PHONE.format("asterix"), "phone.source", "'asterix' is unknown: did you mean asterisk?"),
        (PHONE.format("Asterisk"), "phone.source", "'Asterisk' is unknown: did you mean asterisk?"),
        (PHONE.format("3cx"), "phone.source", "'3cx' is unknown; known are asterisk"),
        ('[chat]\nsource = "prosody"\nhost = "h"\n', "chat.source", "'prosody' " + BUILT.format("xmpp")),
        (
            CHAT.format("h") + 'tls = "ssl"\n',
            "chat.tls",
            "'ssl' is unknown; known are starttls, direct, none",
        ),
        (
            '[directory]\nmatch = "extention"\n',
            "directory.match",
            "'extention' is unknown: did you mean extension?",
        ),
        ("[account]\n", "account", "write [[account]] in double brackets: there can be several"),
        ("[[hub]]\n", "hub", "write [hub] in single brackets: there is only one"),
        ("[[phone]]\n", "phone", "write [phone] in single brackets: there is only one"),
        (ACCOUNT + 'may = ["dail"]\n', "account[0].may[0]", "'dail' is unknown: did you mean dial?"),
        (
            ACCOUNT + 'may = "dial"\n',
            "account[0].may",
            'expected a list: write it in brackets, such as ["..."]',
        ),
        (CHAT.format("35827"), "chat.host", "35827 is a port: write the host"),
        (
            CHAT.format("a@acme.test"),
            "chat.host",
            "a@acme.test is an address at a host: write the host alone",
        ),
        (
            CHAT.format("xmpp://acme.test"),
            "chat.host",
            "xmpp://acme.test is more than a host: write the name alone",
        ),
        (
            ACCOUNT + 'jid = "127.0.0.1"\npassword = "env:P"\n',
            "account[0].jid",
            "'127.0.0.1' is not a chat address: write one such as reception@example.com",
        ),
    ],
)
def test_a_mistake_names_what_is_known(text: str, key: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as told:
        parse_site(text if "account" in text else text + ACCOUNT, Path("site.toml"))
    assert (told.value.key, told.value.sentence) == (key, sentence)


def test_a_right_that_there_is_not_names_all_there_are() -> None:
    with pytest.raises(ConfigError, match=r"'x' is unknown; known are dial, .*chat"):
        parse_site(ACCOUNT + 'may = ["chat", "x"]\n', Path("site.toml"))


def test_settings_name_their_words_too() -> None:
    with pytest.raises(ConfigError, match=r"look\.density: 'tiny' is unknown; known are .*, normal"):
        parse_settings('[look]\ndensity = "tiny"\n', Path("board.toml"), Settings)


@pytest.mark.parametrize(
    "host",
    ["acme.test", "localhost", "a", "127.0.0.1", "::1", "[::1]", "büro.example", "x-1.y_2", "a.example."],
)
def test_hosts_are_taken(host: str) -> None:
    assert host_fault(host) == ""
    assert chat_address_fault(f"desk@{host}") == ""


@pytest.mark.parametrize(
    "host", ["", "35827", "a b", "a..b", "-a", "1.2.3", "1.2.3.400", "a@b", "http://a", "a:5222"]
)
def test_what_is_no_host_is_not(host: str) -> None:
    assert host_fault(host)
    assert chat_address_fault(f"desk@{host}")


@pytest.mark.parametrize(
    "address", ["acme.test", "@acme.test", "a b@acme.test", "a/b@acme.test", "xmpp:a@acme.test", ""]
)
def test_what_is_no_chat_address_is_not(address: str) -> None:
    assert chat_address_fault(address)
