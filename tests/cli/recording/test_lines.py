"""An anonymous recording, line by line: which fields are made up, and which stay as they are."""

import random
from typing import Any

import msgspec
import pytest

from lampfield.cli.recording.anonymizer import Anonymizer
from lampfield.model.call import Call, CallState
from lampfield.model.contact import Contact, ContactPatch, Party
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.room import Member, Message, Receipt, Room
from lampfield.model.show import Show, State
from lampfield.sources.replay import lines

CID = ContactId(48_151_623)
DEVICE = DeviceName("PJSIP/48151")
CONTACT = Contact(cid=CID, name="Winter Bottom", company="default", blf=1, can_call=True, photo_id="p48")
CASES: list[tuple[lines.AnyLine, str, set[str]]] = [
    (lines.ContactNew(at=1.5, contact=CONTACT), "contact", {"cid", "name", "photo_id"}),
    (
        lines.ContactUpdate(
            at=1.5, contact=ContactPatch(cid=CID, blf=2, uname="winter", tags=("Vip",), email="w@acme.test")
        ),
        "contact",
        {"cid", "uname", "tags", "email"},
    ),
    (
        lines.ContactUpdate(at=1.5, contact=ContactPatch(cid=CID, party=None, tags=None, blf_reason="")),
        "contact",
        {"cid"},
    ),
    (
        lines.DeviceUpdate(
            at=1.5,
            device=Device(
                name=DEVICE,
                label="Winter's",
                extension="48151",
                extensions=("48151", "62342"),
                queues={"sales queue": "in"},
                opt_out=("sales queue",),
                owner_id=CID,
                mac="00:11",
                features="hold",
                blf=3,
            ),
        ),
        "device",
        {"name", "label", "extension", "extensions", "queues", "opt_out", "owner_id", "mac"},
    ),
    (
        lines.CallUpdate(
            at=1.5,
            call=Call(
                uid=CallUid(3),
                id=4,
                cid="1700-48151",
                name="Winter",
                number="48151",
                qname="sales",
                qnumber="62342",
                queue="sales",
                stamp=5,
                start=6,
                device=DEVICE,
                state=CallState.UP,
                features="hold",
            ),
        ),
        "call",
        {"cid", "name", "number", "qname", "qnumber", "queue", "device"},
    ),
    (
        lines.RoomUpdate(
            at=1.5,
            room=Room(
                room_id=RoomId(9),
                cid=CID,
                label="Winter",
                members={str(CID): Member("Winter", "winter")},
                unread=3,
            ),
        ),
        "room",
        {"cid", "label", "members"},
    ),
    (
        lines.MessageUpdate(
            at=1.5,
            message=Message(
                msg_id=MessageId(8),
                room_id=RoomId(9),
                cid=CID,
                sender_name="Winter",
                msg="call me on 48151",
                source_id="stanza-48151",
                reason="no such user winter@acme.test",
                time=7,
                receipt=Receipt.FAILED,
            ),
        ),
        "message",
        {"cid", "sender_name", "msg", "source_id", "reason"},
    ),
    (
        lines.MeUpdate(
            at=1.5,
            me=Me(
                account="winter",
                name="Winter",
                cid=CID,
                chat_id="winter@acme.test",
                status="lunch with bottom",
                show=Show.AWAY,
            ),
        ),
        "me",
        {"account", "name", "cid", "chat_id", "status"},
    ),
    (
        lines.LinkUpdate(
            at=1.5,
            link=Link(LinkName.PHONE, LinkState.DOWN, 3.0, "asterisk", "Nothing answers at pbx.winter.test"),
        ),
        "link",
        {"reason"},
    ),
]


@pytest.mark.parametrize(("line", "field", "made_up"), CASES, ids=lambda it: type(it).__name__)
def test_what_says_who_it_is_is_made_up_and_nothing_else(
    line: lines.AnyLine, field: str, made_up: set[str]
) -> None:
    (told,) = Anonymizer(random.Random(1)).of([line])
    assert (type(told), told.at) == (type(line), 1.5)
    before, after = getattr(line, field), getattr(told, field)
    names = before.__struct_fields__
    assert {name for name in names if getattr(before, name) != getattr(after, name)} == made_up
    for name in made_up:
        assert_same_kind(getattr(before, name), getattr(after, name), name)


def assert_same_kind(before: Any, after: Any, name: str) -> None:
    """Check that something made up is there, and of the same kind, unless it is left out."""
    if name in ("mac", "source_id", "photo_id"):
        assert after == ""
        return
    assert type(after) is type(before)
    assert after
    if isinstance(before, tuple | dict):
        assert len(after) == len(before)


def test_those_who_are_gone_are_the_ones_who_were_there() -> None:
    disguise = Anonymizer(random.Random(1))
    there = disguise.of(
        [
            lines.ContactNew(at=0.0, contact=CONTACT),
            lines.DeviceUpdate(at=0.0, device=Device(name=DEVICE, owner_id=CID)),
            lines.RoomUpdate(at=0.0, room=Room(room_id=RoomId(9), cid=CID, members={str(CID): Member()})),
            lines.MessageUpdate(at=0.0, message=Message(msg_id=MessageId(1), room_id=RoomId(9), cid=CID)),
            lines.MeUpdate(at=0.0, me=Me(account="a", cid=CID)),
        ]
    )
    contact, device, room, message, me = there
    assert isinstance(contact, lines.ContactNew)
    assert isinstance(device, lines.DeviceUpdate)
    assert isinstance(room, lines.RoomUpdate)
    assert isinstance(message, lines.MessageUpdate)
    assert isinstance(me, lines.MeUpdate)
    cid = contact.contact.cid
    assert [device.device.owner_id, room.room.cid, message.message.cid, me.me.cid] == [cid] * 4
    assert list(room.room.members) == [str(cid)]
    gone = disguise.of([lines.ContactGone(at=2.0, cid=CID), lines.DeviceGone(at=2.0, name=DEVICE)])
    assert gone == [
        lines.ContactGone(at=2.0, cid=cid),
        lines.DeviceGone(at=2.0, name=device.device.name),
    ]
    assert device.device.name.startswith("PJSIP/")


def test_nobody_stays_nobody() -> None:
    told: list[lines.AnyLine] = [
        lines.DeviceUpdate(at=0.0, device=Device(name=DeviceName("winter-phone"))),
        lines.MessageUpdate(at=0.0, message=Message(msg_id=MessageId(1), room_id=RoomId(9), own=True)),
        lines.MeUpdate(at=0.0, me=Me(account="a")),
    ]
    device, message, me = Anonymizer(random.Random(1)).of(told)
    assert isinstance(device, lines.DeviceUpdate)
    assert isinstance(message, lines.MessageUpdate)
    assert isinstance(me, lines.MeUpdate)
    assert (device.device.owner_id, message.message.cid, me.me.cid) == (None, None, None)
    assert "winter" not in device.device.name


@pytest.mark.parametrize(
    ("show", "told"),
    [("available", "available"), ("chat", "available"), ("away", "away"), ("xa", "away"), ("dnd", "dnd")],
)
def test_states_keep_what_they_mean_and_lose_where_and_why(show: str, told: str) -> None:
    (place,) = (made := Anonymizer(random.Random(1)).states({"winter": State(show, "at home", 7, 5.0)}))
    assert place != "winter"
    assert msgspec.structs.replace(made[place], status="") == State(told, "", 7, 5.0)
    assert made[place].status not in ("", "at home")


def test_two_ends_of_a_call_stay_one_call() -> None:
    disguise = Anonymizer(random.Random(1))
    first, second = (Party("Winter", "48151", since=9, queue="sales", call=it) for it in ("x-48151", "y"))
    made = [
        disguise.party(it) for it in (first, first, second, msgspec.structs.replace(first, call=""), None)
    ]
    assert [it and it.call for it in made] == ["end 1", "end 1", "end 2", "", None]
    assert made[0] is not None
    assert {made[0].name, made[0].number, made[0].queue}.isdisjoint({"Winter", "48151", "sales", ""})
    assert (made[0].direction, made[0].since) == (first.direction, 9)
    assert disguise.company("default") == "default"
    assert disguise.company("winter") != "winter"
