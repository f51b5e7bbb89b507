"""The site file's template filled in: what is said is read back, and nothing else has changed."""

from hypothesis import given
from hypothesis import strategies as st

from lampfield.config.filling import filled
from lampfield.config.reading import parse_site
from lampfield.config.template import TEMPLATE
from tests.repository import ROOT

SITE = ROOT / "site.toml"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)
CHAT = {"source": "xmpp", "host": "chat.example.com", "port": 5223, "tls": "direct"}
PHONE = {
    "source": "asterisk",
    "url": "https://pbx.a-name-that-is-too-long.example.com",
    "username": "lampfield",
    "password": "file:asterisk.secret",
    "context": "from-internal",
}
ACCOUNT = {"name": "desk", "secret": "file:desk.secret"}


def test_nothing_said_changes_nothing() -> None:
    assert filled(TEMPLATE, {}) == TEMPLATE


def test_what_is_said_is_read_back() -> None:
    text = filled(
        TEMPLATE, {"phone": PHONE, "chat": CHAT, "account": ACCOUNT | {"devices": ["PJSIP/1", "2"]}}
    )
    site = parse_site(text, SITE).file
    assert site.phone is not None
    assert (site.phone.url, site.phone.ami) == (PHONE["url"], "")
    assert site.chat is not None
    assert (site.chat.host, site.chat.port, site.chat.tls.value) == ("chat.example.com", 5223, "direct")
    account = site.account[0]
    assert (account.name, account.jid, account.devices) == ("desk", "", ("PJSIP/1", "2"))
    assert '# ami = "127.0.0.1:5038"             # its manager' in text
    assert len(text.splitlines()) == len(TEMPLATE.splitlines())


def test_a_table_that_is_not_wanted_is_a_comment() -> None:
    text = filled(TEMPLATE, {"phone": None, "chat": None, "account": ACCOUNT})
    site = parse_site(text, SITE).file
    assert (site.phone, site.chat) == (None, None)
    assert '# host = "127.0.0.1"                 # Prosody' in text


@given(TEXTS, TEXTS)
def test_any_text_that_can_be_typed_is_read_back(name: str, secret: str) -> None:
    site = parse_site(filled(TEMPLATE, {"chat": None, "account": {"name": name, "secret": secret}}), SITE)
    assert (site.file.account[0].name, site.file.account[0].secret) == (name, secret)


@given(TEXTS, st.booleans(), st.booleans())
def test_a_filled_template_can_be_filled_again(name: str, has_phone: bool, has_chat: bool) -> None:
    tables = {
        "phone": PHONE if has_phone else None,
        "chat": CHAT if has_chat else None,
        "account": ACCOUNT | {"name": name},
    }
    text = filled(TEMPLATE, tables)
    assert filled(text, tables) == text
