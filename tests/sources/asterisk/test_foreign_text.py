"""Foreign text on its way in and out: encodings and quotes that come, controls that must not go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.contact import Contact
from lampfield.model.identity import ContactId
from lampfield.model.text import is_one_line
from lampfield.sources.asterisk.ami import read_packet
from lampfield.sources.asterisk.dialling import caller_id, shown_name, shown_party
from lampfield.sources.asterisk.people import caller_name
from tests.sources.asterisk.operator_session import OWN, operator_session


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"Alice Ames" <201>', "Alice Ames"),
        ('"Anna \\"Al\\" Ort" <240>', 'Anna "Al" Ort'),
        ('"back\\\\slash" <1>', "back\\slash"),
        ('"Brown, ACME" <0161 496 0000>', "Brown, ACME"),
        ('"a<b>" <1>', "a<b>"),
        ("Bare Name <202>", "Bare Name"),
        ("Only a name", "Only a name"),
        ("<203>", ""),
        ('"" <204>', ""),
        ("", ""),
        ('"not closed <205>', ""),
    ],
)
def test_the_name_of_a_caller_id(text: str, name: str) -> None:
    assert caller_name(text) == name


def test_a_line_that_is_no_utf8_is_read_as_windows_1252_alone() -> None:
    data = b'Response: Success\r\nValue: "J\xfcrgen Gr\xf6\xdfe \x80" <243>\r\nOther: Anna \xc3\x9c\r\n\r\n'
    assert read_packet(data) == {
        "Response": "Success",
        "Value": '"Jürgen Größe €" <243>',
        "Other": "Anna Ü",
    }
    assert read_packet(b"Value: \x81\r\n\r\n") == {"Value": "\ufffd"}


EVIL = "Evil\r\nX-Injected: yes\x00\x1b[31m\x9b\u202e\u2028 end"


@given(st.text(max_size=200) | st.just(EVIL))
def test_no_control_leaves_in_a_name(text: str) -> None:
    variables = shown_party(text, "202")
    for value in (shown_name(text), caller_id(text, "202"), *variables.values()):
        assert is_one_line(value)
        assert "\r" not in value
        assert "\n" not in value
    assert list(variables) == ["CONNECTEDLINE(num,i)", "CONNECTEDLINE(name,i)", "CONNECTEDLINE(pres,i)"]


@pytest.mark.virtual_time
async def test_a_contact_with_controls_in_its_name_is_dialled_without_them() -> None:
    async with operator_session() as operator:
        contact = Contact(cid=ContactId(1), name=EVIL, number="202")
        await operator.session.dial(OWN, "202", contact)
        asked = next(it for it in operator.pbx.ari.asked if it.name == "POST channels")
        shown = asked.body["variables"]
        assert shown["CONNECTEDLINE(name,i)"] == "Evil X-Injected: yes [31m  end"
        assert shown["CONNECTEDLINE(num,i)"] == "202"
        assert asked.query["callerId"] == '"Alice Ames" <201>'


@pytest.mark.virtual_time
@pytest.mark.parametrize("control", ["\x01", "\r\nAction: Logoff", "\u2028"])
async def test_a_channel_whose_name_is_no_line_does_not_end_the_phone_link(control: str) -> None:
    async with operator_session() as operator:
        await operator.up()
        pbx = operator.pbx
        caller = pbx.add_channel("PJSIP/202", "Ring", app="Dial", exten="201")
        own = pbx.rings(caller, "201", connected=("Bob", "202"))
        pbx.channels[own]["name"] = f"{OWN}-{control}0001"
        pbx.channels[own]["state"] = "Up"
        pbx.happens("ChannelStateChange", channel=own)
        pbx.device(OWN, "INUSE")
        await operator.until_shown(_201="1 < 202")
        await operator.until_idle()
        pbx.device("PJSIP/203", "INUSE")
        await operator.until_shown(_203="1")
        assert pbx.ami.count("Login") == 1
        assert not any("Logoff" in str(asked.get("Action", "")) for asked in pbx.ami.asked)
