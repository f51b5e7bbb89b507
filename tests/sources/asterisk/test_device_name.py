"""One name of a device, however a hint, an account or an event writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.sources.asterisk.device_name import device_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("PJSIP/203", "PJSIP/203"),
        ("pjsip/203", "PJSIP/203"),
        (" PjSip/Desk-1 ", "PJSIP/Desk-1"),
        ("sip/Desk", "SIP/desk"),
        ("iax2/Gate", "IAX2/Gate"),
        ("local/500@internal", "Local/500@internal"),
        ("custom:DND201", "Custom:DND201"),
        ("CUSTOM:dnd201", "Custom:dnd201"),
        ("queue:Support", "Queue:support"),
        ("Park:701@ParkedCalls", "park:701@parkedcalls"),
        ("mwi:201@Default", "MWI:201@Default"),
        ("CONFBRIDGE:400", "confbridge:400"),
        ("custompresence:201", "CustomPresence:201"),
        ("Queue:Sales_pause_Local/202@from-queue/n", "Queue:sales_pause_local/202@from-queue/n"),
        ("nothing of the kind", "nothing of the kind"),
        ("", ""),
    ],
)
def test_a_device_has_one_name(written: str, name: str) -> None:
    assert device_name(written) == name


@given(st.text(max_size=30))
def test_the_name_of_a_name_is_itself(text: str) -> None:
    assert device_name(device_name(text)) == device_name(text)


@given(st.sampled_from(["PJSIP", "SIP", "Local", "Custom", "Queue", "park"]), st.text("aB1@-_", max_size=9))
def test_the_case_of_the_technology_makes_no_difference(start: str, rest: str) -> None:
    sign = "/" if start in ("PJSIP", "SIP", "Local") else ":"
    names = {device_name(f"{it}{sign}{rest}") for it in (start, start.lower(), start.upper(), start.title())}
    assert len(names) == 1
