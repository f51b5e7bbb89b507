"""What requests name and is not there: each refusal's number, word and sentence, over the wire."""

from typing import Any

import pytest

from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.model.change import DeviceChange, LinkChange
from lampfield.model.device import Device
from lampfield.model.identity import DeviceName
from lampfield.model.link import Link, LinkName, LinkState
from tests.hub.caller import ACCOUNT, calling, serving
from tests.hub.scripted import Scripted, contact

DESK = DeviceName("PJSIP/1")


@pytest.mark.parametrize(
    ("method", "params", "word", "sentence"),
    [
        ("call.hangup", {"uid": 9}, "unknown-call", "This call is over."),
        ("call.hold", {"uid": 9}, "unknown-call", "This call is over."),
        ("contact.chat", {"cID": 9}, "unknown-contact", "There is no such contact any more."),
        (
            "room.post",
            {"roomID": 9, "text": "x"},
            "unknown-room",
            "There is no such chat any more. Open it again.",
        ),
        (
            "device.dial",
            {"device": "PJSIP/9", "number": "202"},
            "unknown-device",
            "scripted knows no device PJSIP/9 of your account.",
        ),
    ],
)
async def test_what_is_not_there_is_refused_by_its_kind(
    method: str, params: dict[str, Any], word: str, sentence: str
) -> None:
    source = Scripted(contact("1", name="Alice"), DeviceChange(Device(name=DESK)))
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        error = await caller.refused(method, **params)
        assert (error["data"], error["message"]) == (word, sentence)
        assert source.asked == []


async def test_a_device_is_not_known_while_the_phone_link_is_down() -> None:
    source = Scripted(contact("1", name="Alice"))
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 1.0, "scripted", "It is gone.")))
        error = await caller.refused("device.dial", device="PJSIP/9", number="202")
        assert (error["data"], error["message"]) == ("link-down", "The phone link is down. It is gone.")


async def test_the_first_device_is_dialled_on_where_none_is_named() -> None:
    other = DeviceName("PJSIP/2")
    source = Scripted(
        contact("1", name="Alice", number="201"), *(DeviceChange(Device(name=it)) for it in (other, DESK))
    )
    async with serving(source) as hub, calling(hub) as caller:
        cid = (await caller.start())["contacts"][0]["cID"]
        await caller.ask("contact.dial", cID=cid)
        await caller.ask("contact.dial", cID=cid, device=other)
        assert [words[:3] for words in source.asked] == [("dial", DESK, "201"), ("dial", other, "201")]


async def test_an_account_without_a_device_has_none_to_dial_on() -> None:
    account = Account(name=ACCOUNT.name, secret=ACCOUNT.secret, may=ACCOUNT.may)
    source = Scripted(contact("1", name="Alice", number="201"))
    async with HubServer([account], [source], linger=0.0) as hub, calling(hub) as caller:
        cid = (await caller.start())["contacts"][0]["cID"]
        error = await caller.refused("contact.dial", cID=cid)
        assert (error["data"], error["message"]) == (
            "unknown-device",
            "Your account has no device to dial on.",
        )
