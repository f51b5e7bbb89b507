"""What each notification changes, and what the batch says of it: at first, again, and among others."""

from typing import Any

import pytest

from lampfield.client.replica import Batch, Replica
from lampfield.model.call import Call, CallState
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.room import Message, Room
from lampfield.protocol.notifications import (
    CallGone,
    CallNew,
    CallUpdate,
    DeviceGone,
    DeviceNew,
    DeviceUpdate,
    Hello,
    LinkNotice,
    MessageNew,
    MessageUpdate,
    MeUpdate,
    Notification,
    RoomGone,
    RoomNew,
    RoomUpdate,
)
from lampfield.protocol.requests import Started

ME = Me(account="a")
PHONES = [Device(name=DeviceName(f"PJSIP/{number}")) for number in (201, 202)]
CALLS = [Call(uid=CallUid(number)) for number in (1, 2)]
ROOMS = [Room(room_id=RoomId(number), cid=ContactId(number)) for number in (1, 2)]
SAID = [Message(msg_id=MessageId(number), room_id=RoomId(1), cid=ContactId(1), msg="x") for number in (1, 2)]
UP = Link(LinkName.PHONE, LinkState.UP, 1.0, "asterisk")


def replica() -> Replica:
    """Return a replica with two devices, calls and rooms, and a message."""
    started = Started(
        epoch="e",
        seq=0,
        me=ME,
        contacts=(),
        devices=tuple(PHONES),
        calls=tuple(CALLS),
        rooms=tuple(ROOMS),
        messages=(SAID[0],),
        links=(UP,),
    )
    made = Replica()
    made.apply([started])
    return made


def changed(**fields: Any) -> Batch:
    """Return a batch in which just this changed."""
    return Batch(**fields)


ENDED = Call(uid=CallUid(1), state=CallState.DEAD, cause="busy")
RENAMED = Room(room_id=RoomId(1), cid=ContactId(1), label="Bob")
EDITED = Message(msg_id=MessageId(1), room_id=RoomId(1), cid=ContactId(1), msg="y")
DOWN = Link(LinkName.PHONE, LinkState.DOWN, 2.0, "asterisk", "gone")
OTHER = Me(account="a", name="Alice")

FIRST_AND_AGAIN = [
    (DeviceNew(device=PHONES[0]), changed(devices=True), changed(devices=True)),
    (DeviceUpdate(device=PHONES[1]), changed(devices=True), changed(devices=True)),
    (DeviceGone(name=PHONES[0].name), changed(devices=True), changed()),
    (DeviceGone(name=DeviceName("nobody's")), changed(), changed()),
    (CallNew(call=CALLS[0]), changed(calls={1}), changed(calls={1})),
    (CallUpdate(call=CALLS[1]), changed(calls={2}), changed(calls={2})),
    (CallGone(uid=CallUid(1), call=ENDED), changed(calls={1}, ended={1: ENDED}), changed()),
    (CallGone(uid=CallUid(9), call=ENDED), changed(), changed()),
    (RoomNew(room=ROOMS[0]), changed(rooms={1}), changed(rooms={1})),
    (RoomUpdate(room=RENAMED), changed(rooms={1}), changed(rooms={1})),
    (RoomGone(room_id=RoomId(1)), changed(rooms={1}), changed()),
    (RoomGone(room_id=RoomId(9)), changed(), changed()),
    (MessageNew(message=SAID[1]), changed(messages=[SAID[1]]), changed(messages_updated=[SAID[1]])),
    (MessageUpdate(message=EDITED), changed(messages_updated=[EDITED]), changed(messages_updated=[EDITED])),
    (LinkNotice(link=DOWN), changed(links={LinkName.PHONE}), changed()),
    (LinkNotice(link=UP), changed(), changed()),
    (MeUpdate(me=OTHER), changed(me=True), changed()),
    (MeUpdate(me=ME), changed(), changed()),
    (Hello(protocol_min=1, protocol_max=1, server="s", version="v", epoch="e"), changed(), changed()),
]


@pytest.mark.parametrize(("notice", "first", "again"), FIRST_AND_AGAIN, ids=lambda it: type(it).__name__)
def test_a_notice_changes_what_it_says_and_is_harmless_again(
    notice: Notification, first: Batch, again: Batch
) -> None:
    kept = replica()
    assert kept.apply([notice]) == first
    assert kept.apply([notice]) == again


@pytest.mark.parametrize("order", [1, -1])
def test_what_changed_in_a_frame_stays_changed_whatever_comes_after(order: int) -> None:
    real = [DeviceGone(name=PHONES[0].name), MeUpdate(me=OTHER), LinkNotice(link=DOWN)]
    empty = [DeviceGone(name=DeviceName("nobody's")), MeUpdate(me=OTHER), LinkNotice(link=DOWN)]
    kept = replica()
    frames: list[Notification] = [*real, *empty][::order] if order > 0 else [empty[0], *real]
    assert kept.apply(frames) == changed(devices=True, me=True, links={LinkName.PHONE})


def test_the_replica_is_what_was_told() -> None:
    kept = replica()
    kept.apply(
        [
            DeviceGone(name=PHONES[0].name),
            CallGone(uid=CallUid(1), call=ENDED),
            RoomGone(room_id=RoomId(1)),
        ]
    )
    assert list(kept.devices) == [PHONES[1].name]
    assert list(kept.calls) == [2]
    assert list(kept.rooms) == [2]
    assert kept.messages.room(RoomId(1)) == ()
    kept.apply(
        [RoomUpdate(room=RENAMED), MeUpdate(me=OTHER), LinkNotice(link=DOWN), DeviceNew(device=PHONES[0])]
    )
    assert kept.rooms[RoomId(1)] == RENAMED
    assert kept.me == OTHER
    assert kept.links[LinkName.PHONE] == DOWN
    assert kept.devices[PHONES[0].name] == PHONES[0]


def test_messages_of_several_rooms_stay_apart_and_the_last_one_is_known() -> None:
    kept = replica()
    other = Message(msg_id=MessageId(7), room_id=RoomId(2), cid=ContactId(2), msg="z")
    kept.apply([MessageNew(message=SAID[1]), MessageNew(message=other)])
    assert kept.messages.room(RoomId(1)) == (*SAID,)
    assert kept.messages.last(RoomId(1)) == SAID[1]
    assert kept.messages.last(RoomId(2)) == other
    assert kept.messages.last(RoomId(9)) is None
    kept.apply([RoomGone(room_id=RoomId(2))])
    assert kept.messages.last(RoomId(2)) is None
    assert kept.messages.last(RoomId(1)) == SAID[1]


def test_the_place_in_the_feed_only_grows() -> None:
    kept = replica()
    for seq, expected in ((5, 5), (3, 5), (6, 6)):
        kept.apply([DeviceNew(seq=seq, device=PHONES[0])])
        assert kept.seq == expected
