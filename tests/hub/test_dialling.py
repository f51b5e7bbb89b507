"""What the hub lets be dialled, for every source: one rule for a contact's number and for what is typed."""

import pytest
from msgspec.structs import replace

from lampfield.client.connect import connect
from lampfield.model.change import DeviceChange
from lampfield.protocol.errors import RequestError
from tests.board.booth import DEVICE
from tests.hub.caller import ACCOUNT, serving
from tests.hub.scripted import Scripted, contact

SIGNS = "it contains characters that no phone number has: use digits."
ROUNDED = "a spreadsheet has rounded it: format the column as text and write the number again."
LINE = "A number to dial is one line of up to 128 printable characters."


@pytest.mark.parametrize(
    ("number", "of_contact", "typed"),
    [
        ("201", "201", "201"),
        ("+49 (0)30 12345", "+493012345", "+493012345"),
        ("030/123 45", "03012345", "03012345"),
        ("+4930123456,12", "+4930123456", "+4930123456"),
        ("030 12345 ext. 12", "03012345", "03012345"),
        ("*97", "*97", "*97"),
        ("030 12 Mo", "03012", "'030 12 Mo' is not dialled: 'Mo' stands beside it."),
        ("1-800-FLOWERS", f"'1-800-FLOWERS' is not dialled: {SIGNS}", "18003569377"),
        ("echo", "'echo' is not dialled: it does not begin with a number.", "echo"),
        ("4.41615E+11", *[f"'4.41615E+11' is not dialled: {ROUNDED}"] * 2),
        ("202&PJSIP/203", *[f"'202&PJSIP/203' is not dialled: {SIGNS}"] * 2),
        ("2\n3", LINE, LINE),
    ],
)
async def test_a_number_is_dialled_or_refused_with_the_reason(
    number: str, of_contact: str, typed: str
) -> None:
    source = Scripted(DeviceChange(DEVICE), contact("a", name="Anna", number=number, can_call=True))
    async with (
        serving(source) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        (anna,), (device,) = pbx.contacts, pbx.devices
        for dial, wanted, name in ((anna.dial(), of_contact, "Anna"), (device.dial(number), typed, None)):
            source.asked.clear()
            said = ""
            try:
                await dial
            except RequestError as refused:
                said = str(refused)
            asked = [("dial", DEVICE.name, wanted, name)]
            assert (said, source.asked) in (("", asked), (wanted, []))


@pytest.mark.parametrize(("sends_tones", "wanted"), [(True, "+4930123456,1p2"), (False, "+4930123456")])
async def test_tones_reach_only_a_source_that_sends_them(sends_tones: bool, wanted: str) -> None:
    source = Scripted(DeviceChange(replace(DEVICE, sends_tones=sends_tones)))
    async with (
        serving(source) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        (device,) = pbx.devices
        await device.dial("+49 30 123456,,1p2")
        assert source.asked == [("dial", DEVICE.name, wanted, None)]
