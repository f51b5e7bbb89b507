"""Rooms and their messages."""

from typing import Any

import msgspec
import pytest

from lampfield.hub import rooms
from lampfield.hub.rooms import AccountMemory
from lampfield.model.change import (
    Change,
    ContactChange,
    MessageChange,
    MessageEdit,
    ReceiptChange,
    RoomChange,
)
from lampfield.model.contact import ContactPatch
from lampfield.model.identity import ContactKey, MessageId, RoomId
from lampfield.model.room import Message, MessageKind, Receipt, Revision, Room, RoomState, Typing
from lampfield.protocol.limits import MAX_TEXT_CHARS
from lampfield.protocol.notifications import MessageNew, MessageUpdate, RoomGone, RoomNew, RoomUpdate
from tests.hub.stores import CHAT, Clock, Reader, store_of

ALICE, BOB = ContactKey("alice@acme.test"), ContactKey("bob@acme.test")


def said(id_: str, text: str = "hi", **more: Any) -> MessageChange:
    return MessageChange(key=ALICE, id=id_, text=text, **more)


def opened(*changes: Change) -> Reader:
    """Return a reader of a store with Alice and her open room."""
    reader = Reader(store_of())
    reader.hear(CHAT, ContactChange(ALICE, ContactPatch(name="Alice", uname="alice")))
    reader.hear(CHAT, RoomChange(key=ALICE), *changes)
    return reader


def room(reader: Reader) -> Room:
    (value,) = reader.replica.rooms.values()
    return value


def log(reader: Reader) -> list[Message]:
    return list(reader.replica.messages.room(room(reader).room_id))


def test_a_room_is_named_after_its_contact() -> None:
    reader = opened()
    assert room(reader).label == "Alice"
    assert [member.uname for member in room(reader).members.values()] == ["alice"]
    reader.hear(CHAT, ContactChange(ALICE, ContactPatch(name="Alicia")))
    assert room(reader).label == "Alicia"
    reader.hear(CHAT, ContactChange(ALICE, ContactPatch(name="", uname="", number="204")))
    assert room(reader).label == "204"


def test_a_message_opens_a_room_and_a_stranger_is_named_by_address() -> None:
    reader = Reader(store_of())
    reader.hear(CHAT, said("1"))
    assert (room(reader).label, room(reader).unread) == (ALICE, 1)


def test_a_closed_chat_is_no_room_until_it_opens() -> None:
    reader = Reader(store_of())
    assert reader.hear(CHAT, RoomChange(key=ALICE, state=RoomState.CLOSED)) == []
    assert [type(notice) for notice in reader.hear(CHAT, RoomChange(key=ALICE))] == [RoomNew]
    (notice,) = reader.hear(CHAT, RoomChange(key=ALICE, state=RoomState.CLOSED, typing=Typing.PAUSED))
    assert isinstance(notice, RoomUpdate)
    assert (notice.room.state, notice.room.typing) == (RoomState.CLOSED, Typing.PAUSED)


def test_a_dead_room_is_gone() -> None:
    reader = opened(said("1"))
    assert [type(notice) for notice in reader.hear(CHAT, RoomChange(key=ALICE, state=RoomState.DEAD))] == [
        RoomGone
    ]
    assert reader.replica.rooms == {}


def test_a_message_told_twice_is_one() -> None:
    reader = opened(said("1"))
    assert reader.hear(CHAT, said("1")) == []
    assert [message.msg for message in log(reader)] == ["hi"]


def test_a_message_told_again_from_the_archive_stays_as_it_was_heard() -> None:
    reader = opened(said("1", time=5))
    assert reader.hear(CHAT, said("1", time=6, archived=True)) == []
    assert room(reader).unread == 1


def test_a_message_is_found_by_its_source_s_id_while_its_room_is_here() -> None:
    reader = opened(said("1"))
    rooms = reader.store.rooms
    (message,) = log(reader)
    assert rooms.message_of(CHAT, ALICE, "1") == message.msg_id
    assert rooms.message_of(CHAT, ALICE, "2") is None
    assert rooms.message_of(CHAT, BOB, "1") is None
    assert rooms.message_of("other", ALICE, "1") is None
    reader.hear(CHAT, RoomChange(key=ALICE, state=RoomState.DEAD))
    assert rooms.message_of(CHAT, ALICE, "1") is None


def test_a_message_that_fell_out_of_the_window_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "WINDOW_MESSAGES", 1)
    reader = opened(said("1", time=1), said("2", time=2))
    found = [reader.store.rooms.message_of(CHAT, ALICE, name) is not None for name in ("1", "2")]
    assert found == [False, True]


def test_a_receipt_goes_forward_only() -> None:
    reader = opened(said("1", own=True))
    for receipt, seen in (
        (Receipt.RECEIVED, Receipt.RECEIVED),
        (Receipt.SENT, Receipt.RECEIVED),
        (Receipt.READ, Receipt.READ),
    ):
        reader.hear(CHAT, ReceiptChange(ALICE, "1", receipt))
        assert [message.receipt for message in log(reader)] == [seen]


def test_a_receipt_of_what_is_not_here_is_skipped() -> None:
    reader = opened()
    assert reader.hear(CHAT, ReceiptChange(ALICE, "1", Receipt.READ)) == []


def test_unread_are_the_others_new_messages() -> None:
    reader = opened(said("1"), said("2", own=True), said("3", archived=True), said("4"))
    assert room(reader).unread == 2


def test_seeing_counts_up_to_a_message_and_never_back() -> None:
    reader = opened(said("1"), said("2"), said("3", own=True))
    rooms, room_id = reader.store.rooms, room(reader).room_id
    first, second, third = (message.msg_id for message in log(reader))
    assert rooms.mark_seen(room_id, first) == "1"
    reader.catch_up()
    assert (room(reader).seen, room(reader).unread) == (first, 1)
    assert rooms.mark_seen(room_id, MessageId(10_000)) == "2"
    reader.catch_up()
    assert (room(reader).seen, room(reader).unread) == (third, 0)
    assert rooms.mark_seen(room_id, second) is None
    assert reader.catch_up() == []


def test_the_sender_is_named() -> None:
    reader = opened(said("1", own=False), said("2", own=True))
    first, second = log(reader)
    assert (first.sender_name, first.cid) == ("Alice", room(reader).cid)
    assert (second.cid, second.own) == (None, True)


def test_a_text_without_end_is_cut() -> None:
    reader = opened(said("1", "x" * (MAX_TEXT_CHARS + 1)))
    assert [len(message.msg) for message in log(reader)] == [MAX_TEXT_CHARS]
    assert log(reader)[0].msg.endswith("…")


def test_a_room_that_was_left_and_opened_again_is_another_one() -> None:
    reader = opened(said("1"))
    before = room(reader).room_id
    reader.store.rooms.leave(before)
    reader.store.rooms.leave(RoomId(99))
    assert [type(notice) for notice in reader.catch_up()] == [MessageNew, RoomGone][1:]
    reader.hear(CHAT, RoomChange(key=ALICE), said("1"))
    assert room(reader).room_id != before
    assert [message.msg for message in log(reader)] == ["hi"]


def test_numbers_outlive_the_store() -> None:
    memory = AccountMemory()
    first = Reader(store_of(memory=memory))
    first.hear(CHAT, RoomChange(key=ALICE), said("1"))
    first.store.rooms.mark_seen(room(first).room_id, log(first)[0].msg_id)
    first.catch_up()
    second = Reader(store_of(memory=memory, clock=Clock()))
    second.hear(CHAT, RoomChange(key=ALICE), said("1"), said("2"))
    assert room(second).room_id == room(first).room_id
    assert log(second)[0] == log(first)[0]
    assert room(second).unread == 1
    assert not second.store.journal.can_resume(first.cursor)


def test_a_window_holds_the_latest_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "WINDOW_MESSAGES", 3)
    reader = opened(*(said(str(number), time=number) for number in (4, 2, 5, 3, 1)))
    kept = reader.store.rooms.windows[room(reader).room_id].messages
    assert [message.time for message in kept] == [3, 4, 5]


def test_what_fell_out_of_the_window_is_not_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "WINDOW_MESSAGES", 2)
    changes = [said(str(number), time=number) for number in range(5)]
    reader = opened(*changes)
    assert reader.hear(CHAT, *changes) == []


def test_older_messages_are_told_even_if_the_window_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "WINDOW_MESSAGES", 2)
    reader = opened(said("1", time=10), said("2", time=11))
    notices = reader.hear(CHAT, said("0", time=1, archived=True))
    assert [type(notice) for notice in notices] == [MessageNew]


def test_a_window_holds_so_much_text_and_at_least_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "WINDOW_CHARS", 100)
    reader = opened(
        *(said(str(number), "x" * 60, time=number) for number in range(3)), said("9", "y" * 150, time=9)
    )
    kept = reader.store.rooms.windows[room(reader).room_id].messages
    assert [message.msg[0] for message in kept] == ["y"]


def test_what_was_said_stays_said_when_it_is_told_again_otherwise() -> None:
    reader = opened(said("1", "hello", time=5))
    before = log(reader)
    assert reader.hear(CHAT, said("1", "bye", time=6, own=True, kind=MessageKind.HEADLINE)) == []
    assert log(reader) == before


def test_an_edit_changes_what_it_names_of_a_message_and_nothing_else() -> None:
    reader = opened(said("1", "helo", time=1), said("2", "wait", time=2))
    first, second = log(reader)
    notices = reader.hear(CHAT, MessageEdit(key=ALICE, id="1", text="hello", revision=Revision.CORRECTED))
    changed = msgspec.structs.replace(first, msg="hello", revision=Revision.CORRECTED)
    assert [type(notice) for notice in notices] == [MessageUpdate]
    assert list(log(reader)) == [changed, second]
    assert room(reader).unread == 2
    reader.hear(CHAT, MessageEdit(key=ALICE, id="1", reactions="👍"))
    assert list(log(reader)) == [msgspec.structs.replace(changed, reactions="👍"), second]
    assert reader.hear(CHAT, MessageEdit(key=ALICE, id="1", reactions="👍")) == []
    assert reader.hear(CHAT, MessageEdit(key=ALICE, id="never told", text="x")) == []
    assert reader.hear(CHAT, MessageEdit(key=BOB, id="1", text="x")) == []


def test_an_edit_without_end_is_cut() -> None:
    reader = opened(said("1"))
    reader.hear(CHAT, MessageEdit(key=ALICE, id="1", text="x" * (MAX_TEXT_CHARS + 1)))
    assert len(log(reader)[0].msg) == MAX_TEXT_CHARS


def test_a_bounce_after_sent_is_told_with_its_reason() -> None:
    reader = opened(said("1", own=True, receipt=Receipt.SENT), said("2", own=True, receipt=Receipt.RECEIVED))
    reader.hear(CHAT, *(ReceiptChange(ALICE, id_, Receipt.FAILED, "blocked by policy") for id_ in "12"))
    assert [(message.receipt, message.reason) for message in log(reader)] == [
        (Receipt.FAILED, "blocked by policy"),
        (Receipt.RECEIVED, ""),
    ]
    reader.hear(CHAT, ReceiptChange(ALICE, "1", Receipt.READ))
    assert (log(reader)[0].receipt, log(reader)[0].reason) == (Receipt.READ, "")


def test_a_message_says_what_its_source_calls_it_and_what_it_is() -> None:
    told = said("1", "an encrypted one", sender="Robot", kind=MessageKind.ENCRYPTED, claimed_time=3)
    [message] = log(opened(told))
    assert (message.source_id, message.kind, message.sender_name, message.claimed_time) == (
        "1",
        MessageKind.ENCRYPTED,
        "Robot",
        3,
    )


def test_a_chat_without_a_contact_is_called_what_its_source_calls_it() -> None:
    reader = Reader(store_of())
    server = ContactKey("acme.test")
    notices = RoomChange(key=server, state=RoomState.CLOSED, label="Notices")
    assert reader.hear(CHAT, notices) == []
    reader.hear(CHAT, MessageChange(key=server, id="1", text="down at 17", sender="acme.test"), notices)
    (found,) = reader.replica.rooms.values()
    assert (found.label, found.state, found.unread) == ("Notices", RoomState.CLOSED, 1)
    reader.hear(CHAT, MessageChange(key=server, id="2", text="back"))
    assert [message.sender_name for message in log(reader)] == ["acme.test", "Notices"]


def test_unread_counts_more_than_the_window_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "WINDOW_MESSAGES", 3)
    monkeypatch.setattr(rooms, "MAX_UNREAD", 5)
    reader = opened(*(said(str(number), time=number) for number in range(4)))
    assert room(reader).unread == 4
    last = log(reader)[-1].msg_id
    reader.store.rooms.mark_seen(room(reader).room_id, MessageId(last - 2))
    reader.catch_up()
    assert room(reader).unread == 2
    reader.hear(CHAT, *(said(f"m{number}", time=9) for number in range(9)))
    assert room(reader).unread == 5
    reader.store.rooms.mark_seen(room(reader).room_id, MessageId(10_000))
    reader.catch_up()
    assert room(reader).unread == 0


def test_what_was_seen_elsewhere_is_seen_here() -> None:
    reader = opened(said("1"), said("2"), said("3"))
    reader.hear(CHAT, RoomChange(key=ALICE, seen="2"))
    assert (room(reader).unread, room(reader).seen) == (1, MessageId(2))
    reader.hear(CHAT, RoomChange(key=ALICE, seen="1"), RoomChange(key=ALICE, seen="never told"))
    assert (room(reader).unread, room(reader).seen) == (1, MessageId(2))
