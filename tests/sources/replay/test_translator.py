"""The changes for each line of a recording, in the first run and after a restart."""

from msgspec.structs import replace

from lampfield.model.call import Call, CallParty, CallState
from lampfield.model.change import (
    CallChange,
    Change,
    ContactChange,
    ContactGone,
    DeviceChange,
    DeviceGone,
    LinkChange,
    MeChange,
    MessageChange,
    MessageEdit,
    ReceiptChange,
    RoomChange,
)
from lampfield.model.contact import Contact, ContactPatch, changes_of
from lampfield.model.device import Device, DeviceState
from lampfield.model.identity import CallUid, ContactId, ContactKey, DeviceName, MessageId, RoomId
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.room import Message, MessageKind, Receipt, Revision, Room, RoomState, Typing
from lampfield.model.show import Show, State
from lampfield.sources.replay import lines
from lampfield.sources.replay.time_shift import TimeShift
from lampfield.sources.replay.translator import Translator

ANN, BO, LIFT = ContactId(1), ContactId(2), ContactId(3)
ANN_KEY, BO_KEY, LIFT_KEY = map(ContactKey, ("ann@a.b", "bo@a.b", "recorded 3"))
MOVED = 4000
"""The offset of the replay from the recording at its own speed, in seconds."""


def translator() -> Translator:
    return Translator(TimeShift(1000.0, 1000.0 + MOVED))


def told(it: Translator, *said: lines.AnyLine) -> list[Change]:
    """Return the changes for some lines, in order."""
    return [change for line in said for change in it.changes(line)]


def came(cid: ContactId, chat_id: str, **properties: object) -> lines.ContactNew:
    contact = replace(Contact(cid=cid, chat_id=chat_id), **properties)
    return lines.ContactNew(at=0.0, contact=contact)


def room_told(room: Room) -> lines.RoomUpdate:
    return lines.RoomUpdate(at=0.0, room=room)


def message_told(message: Message) -> lines.MessageUpdate:
    return lines.MessageUpdate(at=0.0, message=message)


ROOM = Room(room_id=RoomId(4), cid=ANN, label="Ann", history_complete=True)
OTHER_ROOM = Room(room_id=RoomId(5), cid=BO)
HI = Message(msg_id=MessageId(7), room_id=ROOM.room_id, cid=ANN, msg="hi", time=990_000)
OWN = Message(msg_id=MessageId(8), room_id=ROOM.room_id, own=True, msg="yes", time=995_000)


def with_chat() -> Translator:
    """Return a translator with three contacts and two rooms."""
    it = translator()
    people = came(ANN, ANN_KEY), came(BO, BO_KEY), came(LIFT, "")
    told(it, *people, room_told(ROOM), room_told(OTHER_ROOM))
    return it


def test_a_call_goes_by_its_channel_else_by_its_number_at_its_new_times() -> None:
    call = Call(
        uid=CallUid(5),
        cid="chan-1",
        name="Brown",
        number="0161",
        queue="sales",
        device=DeviceName("PJSIP/9"),
        party=CallParty.CALLEE,
        state=CallState.UP,
        nr_state=CallState.RING,
        features="hold",
        cause="none yet",
        stamp=990_000,
        start=995_000,
    )
    change = CallChange(
        channel="chan-1",
        name="Brown",
        number="0161",
        queue="sales",
        device=DeviceName("PJSIP/9"),
        party=CallParty.CALLEE,
        state=CallState.UP,
        nr_state=CallState.RING,
        features="hold",
        cause="none yet",
        stamp=4_990_000,
        start=4_995_000,
    )
    it = translator()
    nameless = replace(call, cid="")
    said = [lines.CallUpdate(at=0.0, call=each) for each in (call, nameless)]
    assert told(it, *said) == [change, replace(change, channel="recorded 5")]


def test_a_wipe_ends_just_what_is_there() -> None:
    it = with_chat()
    ended = Call(uid=CallUid(5), state=CallState.UP, name="Brown")
    goes_on = Call(uid=CallUid(6), state=CallState.HOLD, name="Green", cause="c")
    for call in (ended, goes_on, replace(ended, state=CallState.DEAD)):
        told(it, lines.CallUpdate(at=0.0, call=call))
    for name in ("PJSIP/1", "PJSIP/2", "PJSIP/3"):
        told(it, lines.DeviceUpdate(at=0.0, device=Device(name=DeviceName(name))))
    told(
        it, lines.DeviceGone(at=0.0, name=DeviceName("PJSIP/2")), lines.RoomGone(at=0.0, room_id=ROOM.room_id)
    )
    told(it, lines.ContactGone(at=0.0, cid=LIFT))
    assert told(it, lines.FeedStart(at=0.0)) == [
        CallChange(
            channel="recorded 6", device=DeviceName(""), name="Green", state=CallState.DEAD, cause="c"
        ),
        RoomChange(key=BO_KEY, state=RoomState.DEAD),
        DeviceGone(DeviceName("PJSIP/1")),
        DeviceGone(DeviceName("PJSIP/3")),
        ContactGone(ANN_KEY),
        ContactGone(BO_KEY),
    ]
    assert told(it, lines.FeedStart(at=0.0))[1:] == []


def test_a_device_is_told_whole_but_for_its_owner_and_one_that_goes_may_be_unknown() -> None:
    device = Device(name=DeviceName("PJSIP/9"), label="Desk", state=DeviceState.UP, owner_id=ANN, blf=1)
    gone = lines.DeviceGone(at=0.0, name=device.name)
    it = translator()
    assert told(it, gone, lines.DeviceUpdate(at=0.0, device=device), gone) == [
        DeviceGone(device.name),
        DeviceChange(replace(device, owner_id=None)),
        DeviceGone(device.name),
    ]


def test_links_are_told_but_for_the_one_to_the_hub_and_so_is_the_operator() -> None:
    it = translator()
    said = [
        lines.LinkUpdate(at=0.0, link=Link(name, LinkState.DOWN, 900.0, "xmpp", "It rains."))
        for name in (LinkName.HUB, LinkName.CHAT)
    ]
    me = Me(account="op", name="Op", chat_id="op@a.b", show=Show.DND, status="busy", cid=ANN)
    assert told(it, *said, lines.MeUpdate(at=0.0, me=me), lines.End(at=0.0)) == [
        LinkChange(Link(LinkName.CHAT, LinkState.DOWN, 4900.0, "xmpp", "It rains.")),
        MeChange("Op", "op@a.b", Show.DND, "busy"),
    ]


def test_a_contact_is_told_whole_then_what_changes_with_what_follows_from_it() -> None:
    it = translator()
    states = {"desk": State("away", since=940.0)}
    (first,) = told(it, came(ANN, ANN_KEY, blf=1, blf_since=950.0, states=states, show_since=940.0))
    assert isinstance(first, ContactChange)
    assert first.key == ANN_KEY
    whole = changes_of(first.patch)
    assert set(whole) == set(Contact.__struct_fields__) - {"cid"}
    moved = {"desk": State("away", since=4940.0)}
    assert (whole["blf_since"], whole["show_since"], whole["states"]) == (4950.0, 4940.0, moved)
    patches = (
        ContactPatch(cid=ANN, blf=2, blf_since=960.0),
        ContactPatch(cid=ANN, name="Ann"),
        ContactPatch(cid=ANN, blf=0),
        ContactPatch(cid=ANN, states={}),
    )
    assert told(it, *(lines.ContactUpdate(at=0.0, contact=patch) for patch in patches)) == [
        ContactChange(ANN_KEY, ContactPatch(blf=2, blf_reason="", blf_since=4960.0)),
        ContactChange(ANN_KEY, ContactPatch(name="Ann")),
        ContactChange(ANN_KEY, ContactPatch(blf=0, blf_reason="", blf_since=4960.0)),
        ContactChange(ANN_KEY, ContactPatch(states={}, show_since=4940.0)),
    ]


def test_a_key_is_one_contacts_for_as_long_as_the_replay_goes() -> None:
    """Two may have one chat address, at once or one after the other; one without has none of another's."""
    it = translator()
    said = told(it, came(ANN, "x@a.b"), came(BO, "x@a.b"), came(LIFT, ""), lines.ContactGone(at=0.0, cid=ANN))
    said += told(it, came(ContactId(9), "x@a.b"), came(ANN, "y@a.b"))
    keys = [it.key for it in said if isinstance(it, ContactChange | ContactGone)]
    assert keys == ["x@a.b", "recorded 2", "recorded 3", "x@a.b", "recorded 9", "x@a.b"]
    assert it.contacts.key_of(ContactId(11)) == "recorded 11"


def test_a_room_is_told_whole_and_one_that_is_not_open_was_so_once() -> None:
    it = translator()
    told(it, came(ANN, ANN_KEY))
    open_room = RoomChange(key=ANN_KEY, history_complete=True, label="Ann")
    closed = replace(ROOM, state=RoomState.CLOSED, typing=Typing.PAUSED)
    shut = RoomChange(
        key=ANN_KEY, history_complete=True, label="Ann", typing=Typing.PAUSED, state=RoomState.CLOSED
    )
    was_open = replace(shut, state=RoomState.OPEN)
    assert told(it, room_told(closed), room_told(closed)) == [was_open, shut, shut]
    assert told(it, room_told(ROOM), room_told(replace(ROOM, seen=MessageId(7)))) == [
        open_room,
        RoomChange(key=ANN_KEY, history_complete=True, label="Ann", seen="0.7"),
    ]


def test_a_room_is_left_once_and_only_then_there_is_no_chat() -> None:
    it = with_chat()
    assert [it.chats.has(key) for key in (ANN_KEY, BO_KEY, LIFT_KEY)] == [True, True, False]
    left = lines.RoomGone(at=0.0, room_id=ROOM.room_id)
    assert told(it, left, left) == [RoomChange(key=ANN_KEY, state=RoomState.DEAD)]
    assert [it.chats.has(key) for key in (ANN_KEY, BO_KEY, LIFT_KEY)] == [False, True, False]
    assert told(it, message_told(HI)) == []


def test_a_message_is_told_whole_once_then_only_what_became_of_it() -> None:
    it = with_chat()
    own = replace(
        OWN,
        receipt=Receipt.SENT,
        archived=True,
        kind=MessageKind.HEADLINE,
        revision=Revision.CORRECTED,
        claimed_time=980_000,
        reason="r",
    )
    said = MessageChange(
        key=ANN_KEY,
        id="0.8",
        own=True,
        text="yes",
        time=4_995_000,
        receipt=Receipt.SENT,
        archived=True,
        kind=MessageKind.HEADLINE,
        revision=Revision.CORRECTED,
        claimed_time=4_980_000,
    )
    assert told(it, message_told(own), message_told(own)) == [said]
    failed = replace(own, receipt=Receipt.FAILED, reason="Nobody is there.")
    assert told(it, message_told(failed)) == [
        ReceiptChange(ANN_KEY, "0.8", Receipt.FAILED, "Nobody is there.")
    ]
    for later in (
        replace(failed, msg="no"),
        replace(failed, msg="no", revision=Revision.RETRACTED),
        replace(failed, msg="no", revision=Revision.RETRACTED, reactions="x"),
    ):
        edit = MessageEdit(
            key=ANN_KEY, id="0.8", text=later.msg, revision=later.revision, reactions=later.reactions
        )
        assert told(it, message_told(later), message_told(later)) == [edit]


def test_a_message_that_comes_with_reactions_is_told_then_edited() -> None:
    it = with_chat()
    said = told(it, message_told(replace(HI, reactions="x y")))
    assert said == [
        MessageChange(key=ANN_KEY, id="0.7", text="hi", time=4_990_000),
        MessageEdit(key=ANN_KEY, id="0.7", text="hi", revision=Revision.NONE, reactions="x y"),
    ]


def test_a_message_up_to_the_last_seen_is_seen() -> None:
    it = with_chat()
    told(it, room_told(replace(ROOM, seen=HI.msg_id)))
    assert told(it, message_told(HI), message_told(OWN)) == [
        MessageChange(key=ANN_KEY, id="0.7", text="hi", time=4_990_000),
        RoomChange(key=ANN_KEY, history_complete=True, label="Ann", seen="0.7"),
        MessageChange(key=ANN_KEY, id="0.8", own=True, text="yes", time=4_995_000),
    ]
    told(it, room_told(replace(ROOM, seen=MessageId(9))))
    assert told(it, message_told(HI)) == [
        RoomChange(key=ANN_KEY, history_complete=True, label="Ann", seen="0.7")
    ]


def test_after_a_new_start_a_number_means_another_message() -> None:
    it = with_chat()
    told(it, message_told(HI))
    for run in ("1", "2"):
        told(it, lines.FeedStart(at=0.0), came(ANN, ANN_KEY), room_told(ROOM))
        said = told(it, message_told(HI))
        assert said == [MessageChange(key=ANN_KEY, id=f"{run}.7", text="hi", time=4_990_000)]
