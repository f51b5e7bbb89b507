"""Addresses as people write them, as servers spell them, and as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.xmpp.address import (
    bare,
    domain,
    from_own_account,
    local_part,
    own_address,
    person_address,
    resource,
)
from tests.sources.xmpp.stanzas import OWN, stanza

WRITTEN = [
    (" Kim@ACME.test ", "kim@acme.test"),
    ("xmpp:bob@acme.test", "bob@acme.test"),
    ("XMPP:Bob@acme.test?message;body=hi", "bob@acme.test"),
    ("xmpp://bob@acme.test", "bob@acme.test"),
    ("xmpp://guest@acme.test/bob@inn.example?roster", "bob@inn.example"),
    ("xmpp:d%27artagnan@inn.example", r"d\27artagnan@inn.example"),
    ("<bob@acme.test>", "bob@acme.test"),
    ("< xmpp:bob@acme.test >", "bob@acme.test"),
    ("d'artagnan@acme.test", r"d\27artagnan@acme.test"),
    ("d'artagnan@inn.example@gw.acme.test", r"d\27artagnan\40inn.example@gw.acme.test"),
    (r"d\27artagnan\40inn.example@gw.acme.test", r"d\27artagnan\40inn.example@gw.acme.test"),
    ("4930@gw@gw.acme.test", r"4930\40gw@gw.acme.test"),
    ("sales&support/uk@acme.test", r"sales\26support\2fuk@acme.test"),
    ('"<:>"@acme.test', r"\22\3c\3a\3e\22@acme.test"),
    ("<bob@acme.test", r"\3cbob@acme.test"),
    ("gateway.acme.test", "gateway.acme.test"),
    ("xmpp:gateway.acme.test", "gateway.acme.test"),
    ("+4930123@sip.example", "+4930123@sip.example"),
    ("straße@acme.test", "strasse@acme.test"),
    ("bob@[::1]", "bob@[::1]"),
]


@pytest.mark.parametrize(("text", "address"), WRITTEN)
def test_an_address_is_spelled_as_servers_do(text: str, address: str) -> None:
    assert person_address(text) == address


NO_ADDRESSES = ["", " ", "alice", "@acme.test", "alice@", "a b@acme.test", "kim@acme.test/desk"]
NO_ADDRESSES += [
    "gw.acme.test/x",
    "xmpp:",
    "xmpp://",
    "<>",
    "bob@acme test",
    "bob@acme..test",
    "mailto:",
    "bob@acme.test>",
]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_invalid_address_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        person_address(text)
    assert caught.value.word is RefusalCode.BAD_ADDRESS
    assert repr(text) in caught.value.sentence


SHOWN = [
    (r"d\27artagnan\40inn.example@gw.acme.test", "d'artagnan@inn.example"),
    (r"4930\40gw@gw.acme.test", "4930@gw"),
    (r"joe\20smith@gw.acme.test", "joe smith"),
    (r"\22\26\2f\3a\3c\3e@gw.acme.test", '"&/:<>'),
    (r"c\3a\5ctemp@gw.acme.test", r"c:\temp"),
    (r"c\5c5ctemp@gw.acme.test", r"c\5ctemp"),
    (r"treasure\21\at@acme.test", r"treasure\21\at"),
    ("Bob@acme.test/desk", "bob"),
    ("gw.acme.test", "gw.acme.test"),
]


@pytest.mark.parametrize(("address", "shown"), SHOWN)
def test_escaped_signs_are_shown_as_people_read_them(address: str, shown: str) -> None:
    assert local_part(address) == shown


@given(st.text("abc'\"&/:<>@", min_size=1, max_size=12))
def test_displayed_form_can_be_typed(local: str) -> None:
    address = person_address(f"x{local}@acme.test")
    assert local_part(address) == f"x{local}"
    assert person_address(address) == address
    assert address.count("@") == 1


def test_the_parts_of_an_address() -> None:
    assert (bare("Bob@Acme.test/Desk/2"), resource("Bob@Acme.test/Desk/2")) == ("bob@acme.test", "Desk/2")
    assert (domain("bob@acme.test/x@y"), domain("gw.acme.test"), resource("bob@acme.test")) == (
        "acme.test",
        "gw.acme.test",
        "",
    )


def test_the_own_address_is_spelled_as_the_server_does() -> None:
    assert own_address("Straße@Acme.test/desk") == "strasse@acme.test"
    assert own_address("not an address") == "not an address"


def test_stanza_of_own_account_is_recognized() -> None:
    own = ContactKey(OWN)
    assert from_own_account(stanza("<iq type='set'/>"), own)
    assert from_own_account(stanza(f"<iq from='{OWN}'/>"), own)
    assert from_own_account(stanza(f"<iq from='{OWN}/board'/>"), own)
    for other in ("acme.test", "bob@acme.test", f"{OWN}.evil.example", f"{OWN}x"):
        assert not from_own_account(stanza(f"<iq from='{other}'/>"), own)
