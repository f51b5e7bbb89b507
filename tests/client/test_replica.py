"""The replica's laws."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lampfield.client import messagelog
from lampfield.client.messagelog import WINDOW_CHARS, WINDOW_MESSAGES, MessageLog
from lampfield.client.replica import Replica
from lampfield.model.contact import Contact, ContactPatch, Party
from lampfield.model.identity import ContactId, MessageId, RoomId
from lampfield.model.link import Me
from lampfield.model.room import Message, Room
from lampfield.protocol.notifications import (
    ContactGone,
    ContactNew,
    ContactUpdate,
    MessageNew,
    Notification,
    RoomNew,
)
from lampfield.protocol.requests import Started

ME = Me(account="a")
cids = st.integers(1, 4).map(ContactId)
names = st.sampled_from(["Ann", "Bob", "Cara"])

news = st.builds(lambda cid, name: ContactNew(contact=Contact(cid=cid, name=name)), cids, names)
updates = st.builds(
    lambda cid, blf: ContactUpdate(contact=ContactPatch(cid=cid, blf=blf)), cids, st.integers(0, 3)
)
goings = st.builds(lambda cid: ContactGone(cid=cid), cids)
frames = st.lists(st.one_of(news, updates, goings), max_size=6)


def started(contacts: list[Contact], epoch: str = "e") -> Started:
    return Started(epoch=epoch, seq=0, me=ME, contacts=tuple(contacts))


@given(st.lists(frames, max_size=8))
def test_a_batch_compares_before_the_frame_with_after_it(batches: list[list[Notification]]) -> None:
    replica = Replica()
    replica.apply([started([])])
    for frame in batches:
        before = dict(replica.contacts)
        batch = replica.apply(frame)
        after = replica.contacts
        assert batch.contacts_new == after.keys() - before.keys()
        assert batch.contacts_gone == before.keys() - after.keys()
        changed = {cid for cid in before.keys() & after.keys() if before[cid] != after[cid]}
        assert changed <= batch.contacts_updated <= before.keys() & after.keys()
        renamed = {cid for cid in changed if before[cid].name != after[cid].name}
        assert renamed <= batch.contacts_described <= batch.contacts_updated


def test_a_batch_tells_whose_call_ended_as_they_were_while_it_went_on() -> None:
    first, second = Party("Ito", "205", call="7"), Party("Brown", "0161", call="8")
    ann, bob = (Contact(cid=ContactId(number), blf=1, party=first) for number in (1, 2))
    replica = Replica()
    assert not replica.apply([started([ann, bob])]).call_ends
    answered = ContactPatch(cid=ann.cid, party=replace(first, since=5))
    assert not replica.apply([ContactUpdate(contact=answered)]).call_ends
    talked = replica.contacts[ann.cid]
    given_over = ContactPatch(cid=ann.cid, party=second)
    assert replica.apply([ContactUpdate(contact=given_over)]).call_ends == [talked]
    assert replica.apply([ContactGone(cid=bob.cid)]).call_ends == [bob]
    assert replica.apply([started([])]).call_ends == [replace(talked, party=second)]


@given(frames, frames)
def test_a_snapshot_puts_right_whatever_was_missed(
    seen: list[Notification], missed: list[Notification]
) -> None:
    truth, cut = Replica(), Replica()
    for replica in (truth, cut):
        replica.apply([started([])])
        replica.apply(seen)
    truth.apply(missed)
    before = dict(cut.contacts)
    batch = cut.apply([started(list(truth.contacts.values()))])
    assert cut.contacts == truth.contacts
    assert batch.contacts_gone == before.keys() - cut.contacts.keys()


@given(frames)
def test_what_is_told_twice_does_no_harm(frame: list[Notification]) -> None:
    once, twice = Replica(), Replica()
    for replica in (once, twice):
        replica.apply([started([])])
        replica.apply(frame)
    last_words = [notice for notice in frame if isinstance(notice, ContactNew)][-1:]
    once.apply(last_words)
    twice.apply(last_words * 2)
    assert once.contacts == twice.contacts


messages = st.builds(
    lambda number, room, time: Message(
        msg_id=MessageId(number), room_id=RoomId(room), time=time, msg=str(number)
    ),
    st.integers(1, 50),
    st.integers(1, 2),
    st.integers(0, 5),
)


@given(st.lists(messages, max_size=60, unique_by=lambda message: message.msg_id))
def test_a_room_s_messages_are_in_the_order_of_time(said: list[Message]) -> None:
    log = MessageLog()
    for message in said:
        assert log.put(message)
        assert not log.put(message)
    for room in (RoomId(1), RoomId(2)):
        kept = log.room(room)
        assert [(it.time, it.msg_id) for it in kept] == sorted((it.time, it.msg_id) for it in kept)
        assert set(kept) == {message for message in said if message.room_id == room}


def test_a_room_keeps_its_latest_messages() -> None:
    log = MessageLog()
    for number in range(WINDOW_MESSAGES + 3):
        log.put(Message(msg_id=MessageId(number + 1), room_id=RoomId(1), time=number))
    kept = log.room(RoomId(1))
    assert len(kept) == WINDOW_MESSAGES
    assert kept[0].time == 3


def test_a_room_keeps_so_much_text_and_the_last_message_in_any_case() -> None:
    log = MessageLog()

    def say(number: int, chars: int) -> None:
        log.put(Message(msg_id=MessageId(number), room_id=RoomId(1), time=number, msg="x" * chars))

    for number in range(1, 6):
        say(number, WINDOW_CHARS // 4)
    assert [message.time for message in log.room(RoomId(1))] == [2, 3, 4, 5]
    say(5, 1)
    say(6, WINDOW_CHARS // 4 - 1)
    assert [message.time for message in log.room(RoomId(1))] == [2, 3, 4, 5, 6]
    say(7, 2 * WINDOW_CHARS)
    assert [message.time for message in log.room(RoomId(1))] == [7]
    log.drop_room(RoomId(1))
    say(8, 1)
    assert [message.time for message in log.room(RoomId(1))] == [8]


def room_notice(room_id: int, cid: int) -> RoomNew:
    return RoomNew(room=Room(room_id=RoomId(room_id), cid=ContactId(cid)))


def message_notice(number: int, room_id: int, **more: Any) -> MessageNew:
    return MessageNew(message=Message(msg_id=MessageId(number), room_id=RoomId(room_id), **more))


def new_run(replica: Replica, epoch: str, *messages: Message) -> list[str]:
    """Apply the snapshot of another run of the hub, and return the new messages."""
    rooms = (Room(room_id=RoomId(5), cid=ContactId(7)), Room(room_id=RoomId(6), cid=ContactId(8)))
    batch = replica.apply([Started(epoch=epoch, seq=0, me=ME, rooms=rooms, messages=messages)])
    return [message.msg for message in batch.messages]


def test_what_a_former_run_of_the_hub_told_is_no_news_whenever_another_one_tells_it() -> None:
    replica = Replica()
    replica.apply([Started(epoch="one", seq=0, me=ME), room_notice(1, 7), room_notice(2, 8)])
    said: dict[str, Any] = {"source_id": "a:1", "msg": "hi"}
    batch = replica.apply([message_notice(1, 1, time=5, **said), message_notice(2, 1, time=5, msg="hi")])
    assert len(batch.messages) == 2
    replica.apply([message_notice(3, 1, own=True, post_id="p1", source_id="o:p1", msg="mine")])
    assert new_run(replica, "two") == []
    # Its clock and its numbers are others; what its source calls a message is not.
    batch = replica.apply(
        [
            message_notice(9, 5, time=6, **said),
            message_notice(10, 6, time=6, **said),
            message_notice(11, 5, time=5, msg="hi"),
            message_notice(12, 5, time=6, source_id="a:1", msg="another"),
            message_notice(13, 5, own=True, post_id="p1", source_id="a:9", msg="mine"),
        ]
    )
    assert [message.msg_id for message in batch.messages] == [10, 12]
    assert [message.msg_id for message in batch.messages_updated] == [9, 11, 13]
    again = Message(msg_id=MessageId(1), room_id=RoomId(5), time=99, **said)
    fresh = Message(msg_id=MessageId(2), room_id=RoomId(5), time=99, msg="hi", source_id="a:2")
    assert new_run(replica, "three", again, fresh) == ["hi"]


def test_messages_of_former_runs_are_known_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messagelog, "MAX_EARLIER", 2)
    replica = Replica()
    replica.apply([Started(epoch="0", seq=0, me=ME), room_notice(5, 7)])
    replica.apply([message_notice(number, 5, source_id=f"a:{number}", time=number) for number in (1, 2, 3)])
    messages = [
        Message(msg_id=MessageId(number), room_id=RoomId(5), source_id=f"a:{number}") for number in (1, 2, 3)
    ]
    assert new_run(replica, "1") == []
    batch = replica.apply([MessageNew(message=message) for message in messages])
    assert [message.source_id for message in batch.messages] == ["a:1"]
