"""Scenes for the pure parts of telling."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from lampfield.board.notifications.notified_event import ScreenContext
from lampfield.frontend.staleness import staleness
from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.contact import Contact
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, DeviceName, MessageId, RoomId
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.room import Message, Room

ALICE, BOB = ContactId(1), ContactId(2)
ROOM = RoomId(7)


def contact(cid: ContactId, name: str = "Alice", **properties: Any) -> Contact:
    """Return a contact who is on a call."""
    known: dict[str, Any] = {"name": name, "number": f"20{cid}", "blf": 1}
    return Contact(cid=cid, **known | properties)


def message(number: int, text: str = "hello", **properties: Any) -> Message:
    """Return a message of Alice."""
    known: dict[str, Any] = {"room_id": ROOM, "cid": ALICE, "msg": text, "time": 1000 + number}
    return Message(msg_id=MessageId(number), **known | properties)


def ringing(uid: int, channel: str = "") -> Call:
    """Return a call that rings the operator."""
    return Call(
        uid=CallUid(uid),
        cid=channel,
        name="Brown",
        number="0161",
        device=DeviceName("PJSIP/1"),
        state=CallState.RING,
        party=CallParty.CALLEE,
    )


def links(**states: LinkState) -> dict[LinkName, Link]:
    """Return links, all up but those that are given."""
    return {
        name: Link(name, states.get(name.value, LinkState.UP), reason="no route to the PBX")
        for name in LinkName
    }


def context(
    contacts: Iterable[Contact] = (),
    *,
    now: float = 0.0,
    asking: Iterable[ContactId] = (),
    seen: int = 0,
    calls: Iterable[Call] = (),
    reads: bool = False,
    shows: bool = False,
    **states: LinkState,
) -> ScreenContext:
    """Return a scene with one chat, with Alice."""
    known, asks = links(**states), frozenset(asking)
    people = {it.cid: it for it in (contact(ALICE), contact(BOB, "Bob"), *contacts)}
    return ScreenContext(
        now,
        people | {cid: replace(people[cid], relationship=Relationship.ASKING) for cid in asks},
        asks,
        {ROOM: Room(room_id=ROOM, cid=ALICE, seen=MessageId(seen))},
        {it.uid: it for it in calls},
        {DeviceName("PJSIP/1"): Device(name=DeviceName("PJSIP/1"), label="Desk phone")},
        known,
        staleness({name: replace(link, since=1.0) for name, link in known.items()}),
        lambda _: reads,
        lambda _: shows,
    )
