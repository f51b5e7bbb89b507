"""What is told of chats."""

import itertools

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.change import MessageChange, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import Receipt, RoomState, Typing
from lampfield.sources.xmpp.chats import Chats, in_order
from lampfield.sources.xmpp.message import Said

BOB = ContactKey("bob@acme.test")
HELLO = Said(key=BOB, own=False, id="i:1", stanza_id="1", text="hello", time_ms=5, markable=True)


def typing(word: Typing) -> Said:
    return Said(key=BOB, own=False, id="i:", typing=word)


def test_a_message_opens_the_room_and_ends_typing() -> None:
    chats = Chats()
    chats.of(BOB).typing = Typing.COMPOSING
    room, message = chats.heard(HELLO)
    assert room == RoomChange(key=BOB, typing=Typing.IDLE, state=RoomState.OPEN)
    assert isinstance(message, MessageChange)
    assert (message.id, message.text, message.own, message.archived) == ("i:1", "hello", False, False)


def test_typing_is_told_when_it_changes_and_only_in_a_chat() -> None:
    chats = Chats()
    assert chats.heard(typing(Typing.COMPOSING)) == []
    chats.of(BOB)
    assert len(chats.heard(typing(Typing.COMPOSING))) == 1
    assert chats.heard(typing(Typing.COMPOSING)) == []


def test_a_receipt_goes_only_further() -> None:
    chats = Chats()
    assert chats.came(BOB, "o:1", Receipt.READ) == [ReceiptChange(BOB, "o:1", Receipt.READ)]
    assert chats.came(BOB, "o:1", Receipt.SENT) == []
    assert chats.came(BOB, "o:1", Receipt.RECEIVED) == []


def test_what_was_seen_is_marked_once_by_its_last() -> None:
    chats = Chats()
    chats.heard(HELLO)
    chats.heard(msgspec.structs.replace(HELLO, id="i:2", stanza_id="2"))
    assert chats.of(BOB).seen("i:2") == "2"
    assert chats.of(BOB).seen("i:2") == ""


def test_who_has_seen_a_message_has_seen_those_before_it() -> None:
    chats = Chats()
    for id_, receipt in (("o:1", Receipt.SENT), ("o:2", Receipt.FAILED), ("o:3", Receipt.RECEIVED)):
        chats.came(BOB, id_, receipt)
    chats.came(BOB, "o:4", Receipt.SENT)
    assert chats.came(BOB, "o:3", Receipt.READ) == [
        ReceiptChange(BOB, "o:1", Receipt.READ),
        ReceiptChange(BOB, "o:3", Receipt.READ),
    ]


def test_the_archive_settles_what_was_on_its_way_when_the_line_was_cut() -> None:
    chats = Chats()
    chat = chats.of(BOB)
    chat.unsettled |= {"o:1", "o:2"}
    archived = msgspec.structs.replace(HELLO, own=True, id="o:1")
    assert chats.settled(chat, [HELLO, archived]) == [
        ReceiptChange(BOB, "o:1", Receipt.SENT),
        ReceiptChange(BOB, "o:2", Receipt.FAILED),
    ]
    assert chats.settled(chat, []) == []


@given(st.lists(st.integers(0, 5), max_size=20), st.integers(0, 5) | st.none())
def test_a_page_keeps_its_order_before_what_follows(seconds: list[int], before: int | None) -> None:
    page = [
        msgspec.structs.replace(HELLO, id=str(place), time_ms=second)
        for place, second in enumerate(sorted(seconds))
    ]
    ordered = in_order(page, before)
    times = [said.time_ms for said in ordered]
    assert [said.id for said in ordered] == [said.id for said in page]
    assert all(one < two for one, two in itertools.pairwise(times))
    assert not times or before is None or times[-1] < before
