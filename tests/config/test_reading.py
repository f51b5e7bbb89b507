"""A site file is read, or refused by file, line and key."""

from pathlib import Path

import pytest

from lampfield.config.error import ConfigError
from lampfield.config.lines import dotted, line_of, parsed
from lampfield.config.reading import parse_site, read_site
from lampfield.config.rules import warnings
from lampfield.config.site import Tls
from lampfield.config.template import TEMPLATE
from lampfield.model.account import Right

PATH = Path("/etc/lampfield/site.toml")
ACCOUNT = '\n[[account]]\nname = "reception"\nsecret = "env:S"\n'


def refused(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        parse_site(text, PATH)
    return caught.value


def test_the_template_is_right_as_it_stands() -> None:
    site = parse_site(TEMPLATE, PATH)
    assert str(site.listen) == "127.0.0.1:8650"
    assert site.file.chat is not None
    assert site.file.chat.tls is Tls.STARTTLS
    assert [account.name for account in site.file.account] == ["reception"]
    assert site.file.account[0].may == (Right.DIAL, Right.CHAT, Right.PARTIES)
    assert list(warnings(site.file)) == []


@pytest.mark.parametrize(
    ("text", "key", "line", "words"),
    [
        ('[hub]\nlisen = "x"\n', "hub.lisen", 2, "did you mean listen?"),
        ("[hbu]\n", "hbu", 1, "did you mean hub?"),
        ('[hub]\nlisten = "8650"\n', "hub.listen", 2, "HOST:PORT"),
        ('[hub]\nlisten = "0.0.0.0:8650"\n', "hub.listen", 2, "set tls_cert and tls_key"),
        ('[hub]\ntls_cert = "hub.pem"\n', "hub.tls_key", 1, "belong together"),
        (
            "[chat]\nsource = 'xmpp'\nhost = 'a'\nport = 'x'\n",
            "chat.port",
            4,
            "expected a whole number",
        ),
        ("[chat]\nsource = 'xmpp'\n", "chat.host", 1, "required"),
        ("[chat]\nsource = 'sip'\nhost = 'a'\n", "chat.source", 2, "'sip' is unknown; known are xmpp"),
        ("[chat]\nsource = 'xmpp'\nhost = 'b.test'\ntls = 'none'\n", "chat.tls", 4, "clear text"),
        ("[chat]\nsource = 'xmpp'\nhost = 'a'\nport = 0\n", "chat.port", 4, "not a port"),
        ("hub = 3\n", "hub", 1, "expected a table"),
        (ACCOUNT + ACCOUNT, "account[1].name", 7, "two accounts"),
        (ACCOUNT + "may = ['dial', 'fly']\n", "account[0].may[1]", 5, "fly"),
        (ACCOUNT + "jid = 'a@b.test'\n", "account[0].password", 2, "needs a password"),
        (ACCOUNT + "[[account]]\nname = 'b'\n", "account[1].secret", 5, "required"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_key(text: str, key: str, line: int, words: str) -> None:
    error = refused(text if "account" in text else text + ACCOUNT)
    assert (error.key, error.line) == (key, line)
    assert words in error.sentence
    assert str(error).startswith(f"{PATH}:{line}: {key}: ")


def test_a_file_that_nobody_can_log_in_to_is_refused() -> None:
    assert "nobody can log in" in refused("").sentence


def test_a_text_that_is_no_toml_names_its_line() -> None:
    assert refused('[hub]\nlisten = "\n').line == 2


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_site(tmp_path / "site.toml")


def test_none_is_allowed_to_loopback_and_where_it_is_asked_for() -> None:
    chat = "[chat]\nsource = 'xmpp'\ntls = 'none'\n"
    assert parse_site(f"{chat}host = '127.0.0.1'\n{ACCOUNT}", PATH)
    insecure = parse_site(f"{chat}host = 'b.test'\ninsecure = true\n{ACCOUNT}", PATH)
    assert [key for key, _ in warnings(insecure.file)] == [("chat", "insecure"), ("account", 0)]


PHONE = """\
[phone]
source = "asterisk"
url = "http://127.0.0.1:8088"
username = "lampfield"
password = "text"
context = "internal"
"""


def test_what_is_allowed_but_ought_to_be_known_is_warned_about() -> None:
    text = PHONE + ACCOUNT.replace("env:S", "plain")
    said = {dotted(key): sentence for key, sentence in warnings(parse_site(text, PATH).file)}
    assert set(said) == {"phone.password", "account[0]", "account[0].secret"}
    assert "cannot dial" in said["account[0]"]
    assert "plain" not in said["account[0].secret"]


LITERAL = "the secret is written here in clear text: use env:NAME or file:PATH instead"
CHAT = "[chat]\nsource = 'xmpp'\nhost = 'chat.acme.test'\n"
BOTH = (
    "[[account]]\nname = 'a'\nsecret = 'env:S'\njid = 'a@acme.test'\npassword = 'p'\ndevices = ['PJSIP/1']\n"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CHAT + PHONE.replace('"text"', '"env:P"') + BOTH, [("account[0].password", LITERAL)]),
        (
            CHAT + "insecure = true\n[[account]]\nname = 'first'\nsecret = 's'\n" + BOTH,
            [
                ("chat.insecure", "the chat server's certificate is not verified"),
                ("account[0].secret", LITERAL),
                ("account[0]", "it has no jid: this account has no chat"),
                ("account[1].password", LITERAL),
                ("account[1].devices", "there is no [phone] to use them: add one, or remove devices"),
            ],
        ),
        (
            PHONE + BOTH.replace("devices = ['PJSIP/1']", ""),
            [
                ("phone.password", LITERAL),
                ("account[0].password", LITERAL),
                ("account[0].jid", "there is no [chat] to use it: add one, or remove jid"),
                ("account[0]", "it has no devices: this account cannot dial"),
            ],
        ),
    ],
)
def test_every_warning_has_its_key_and_its_sentence(text: str, said: list[tuple[str, str]]) -> None:
    found = warnings(parse_site(text, PATH).file)
    assert [(dotted(key), sentence) for key, sentence in found] == said


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://pbx.acme.test:8088", True),
        ("https://pbx.acme.test:8089", False),
        ("http://localhost:8088", False),
    ],
)
def test_a_password_that_goes_over_a_network_in_clear_text_is_warned_about(url: str, *, warned: bool) -> None:
    site = parse_site(PHONE.replace("http://127.0.0.1:8088", url) + ACCOUNT, PATH)
    said = [sentence for key, sentence in warnings(site.file) if key == ("phone", "url")]
    assert bool(said) is warned
    assert all("clear text" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("line", "instead", "key", "words"),
    [
        ('url = "http://127.0.0.1:8088"', 'url = "127.0.0.1:8088"', "phone.url", "http://HOST:8088"),
        ('context = "internal"', 'context = ""', "phone.context", "required to connect"),
        ('context = "internal"', 'context = "x"\nami = "5038"', "phone.ami", "HOST:PORT"),
        (
            'context = "internal"',
            'context = "x"\nreconcile_seconds = 1',
            "phone.reconcile_seconds",
            "write 5 or more",
        ),
    ],
)
def test_a_phone_server_is_named_in_full(line: str, instead: str, key: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_site(PHONE.replace(line, instead) + ACCOUNT, PATH)
    assert caught.value.key == key
    assert words in str(caught.value)


def test_a_relative_file_lies_beside_the_site_file() -> None:
    site = parse_site(ACCOUNT, PATH)
    assert site.file_path("hub.pem") == Path("/etc/lampfield/hub.pem")
    assert site.file_path("/hub.pem") == Path("/hub.pem")


def test_paths_of_keys_read_back() -> None:
    for path in (("account", 0, "may", 1), ("hub",), ("hub", "listen")):
        assert parsed(dotted(path)) == path


def test_the_line_of_a_key_in_the_second_table_of_a_list() -> None:
    text = "[[account]]\nname = 1\n[[account]]\nname = 2\n[hub]\nname = 3\n"
    assert [line_of(text, ("account", index, "name")) for index in (0, 1)] == [2, 4]
    assert line_of(text, ("account", 1, "secret")) == 3
    assert line_of(text, ("hub", "name")) == 6
    assert line_of(text, ("chat", "name")) is None


def test_a_byte_order_mark_is_no_part_of_a_site_file(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(b"\xef\xbb\xbf" + b'[[account]]\nname = "a"\nsecret = "env:S"\n')
    assert read_site(path).file.account[0].name == "a"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8088[]",
        "http://[",
        "http://h:99999",
        "http://h:0",
        "http://h:x",
        "ftp://h",
        "http://",
        "h:80",
        "http://a b",
    ],
)
def test_a_phone_url_that_is_none_is_told_by_file_line_and_key(url: str, tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    text = f'[phone]\nurl = "{url}"\nusername = "u"\npassword = "env:P"\ncontext = "c"\nsource = "asterisk"\n'
    with pytest.raises(ConfigError) as told:
        parse_site(text, path)
    assert str(told.value) == f"{path}:2: phone.url: {url!r} is not a web address: write http://HOST:8088"
