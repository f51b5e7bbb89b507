"""The changes of chats."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.model.change import Change, MessageChange, MessageEdit, ReceiptChange, RoomChange
from lampfield.model.identity import ContactKey
from lampfield.model.room import MessageKind, Receipt, Revision, RoomState, Typing
from lampfield.sources.xmpp.chats import EARLIER_RETRACTED, NOT_SENT, Chats
from lampfield.sources.xmpp.content import RETRACTED, Amendment, Content
from lampfield.sources.xmpp.message import Marker, ParsedMessage

BOB, CARA = ContactKey("bob@acme.test"), ContactKey("cara@acme.test")


def parsed(text: str, archive_id: str = "", name: str = "", **more: Any) -> ParsedMessage:
    """Return what Bob says."""
    names = (name,) if name else ()
    return ParsedMessage(
        key=more.pop("key", BOB),
        own=more.pop("own", False),
        archive_id=archive_id,
        sender_ids=names,
        content=Content(text, more.pop("kind", MessageKind.TEXT)),
        **more,
    )


def marks(name: str, receipt: Receipt, **more: Any) -> ParsedMessage:
    return parsed("", markers=(Marker(receipt, name),), **more)


def bounce(name: str, reason: str, key: ContactKey = BOB) -> ParsedMessage:
    return parsed("", key=key, markers=(Marker(Receipt.FAILED, name),), bounce=reason)


def told(changes: list[Change]) -> list[MessageChange]:
    return [change for change in changes if isinstance(change, MessageChange)]


def posted(*names: str) -> Chats:
    """Return chats in which these were posted to Bob, and taken by the server."""
    chats = Chats()
    for place, name in enumerate(names):
        chats.add_outgoing(BOB, name, f"text {name}", place)
        chats.confirm(BOB, name)
    return chats


def test_a_message_opens_the_room_and_ends_typing() -> None:
    chats = Chats()
    chats.get_or_create(BOB).typing = Typing.COMPOSING
    typing, room, message = chats.apply(parsed("hello", "1", "k"), 5)
    assert typing == room == RoomChange(key=BOB, typing=Typing.IDLE, state=RoomState.OPEN)
    assert message == MessageChange(key=BOB, id="a:1", text="hello", time=5)


def test_a_text_that_comes_with_a_chat_state_has_both() -> None:
    chats = Chats()
    chats.apply(parsed("one", "1"), 1)
    typing, room, message = chats.apply(parsed("two", "2", typing=Typing.COMPOSING), 2)
    assert typing == room == RoomChange(key=BOB, typing=Typing.COMPOSING)
    assert isinstance(message, MessageChange)


def test_typing_is_emitted_when_it_changes_and_only_in_a_chat() -> None:
    chats = Chats()
    composing = parsed("", typing=Typing.COMPOSING)
    assert chats.apply(composing, 1) == []
    chats.get_or_create(BOB)
    assert chats.apply(composing, 1) == [RoomChange(key=BOB, typing=Typing.COMPOSING)]
    assert chats.apply(composing, 1) == []
    assert chats.apply(parsed("", own=True, typing=Typing.PAUSED), 1) == []


def test_reused_sender_id_is_a_new_message() -> None:
    chats = Chats()
    first = told(chats.apply(parsed("Good morning", "1", "aa0a"), 1))
    second = told(chats.apply(parsed("Urgent: fire in room 4", "2", "aa0a"), 2))
    assert [(one.id, one.text) for one in first + second] == [
        ("a:1", "Good morning"),
        ("a:2", "Urgent: fire in room 4"),
    ]


@pytest.mark.parametrize("name", ["", "same"])
def test_messages_without_an_archive_id_are_never_merged(name: str) -> None:
    chats = Chats()
    ids = {one.id for place in range(3) for one in told(chats.apply(parsed("hi", "", name), place))}
    assert len(ids) == 3


def test_copies_of_a_message_are_emitted_once() -> None:
    chats = Chats()
    assert len(told(chats.apply(parsed("hi", "1"), 1))) == 1
    assert chats.apply(parsed("hi", "1"), 9) == []
    assert list(chats.get_or_create(BOB).unread) == ["a:1"]


def test_archive_id_of_another_message_is_ignored() -> None:
    chats = Chats()
    chats.apply(parsed("true", "1", "k1"), 1)
    [other] = told(chats.apply(parsed("forged", "1", "k2"), 2))
    assert (other.id[:2], other.text) == ("l:", "forged")


def test_messages_come_in_the_order_of_their_arrival_whatever_the_clock() -> None:
    chats = Chats()
    clock = enumerate((5, 9, 2, 9, 10))
    times = [told(chats.apply(parsed("hi", f"{place}"), time))[0].time for place, time in clock]
    assert times == [5, 9, 9, 9, 10]


def test_receipt_only_advances() -> None:
    chats = posted("m")
    assert chats.advance_receipt(BOB, "m", Receipt.READ) == [ReceiptChange(BOB, "o:m", Receipt.READ)]
    assert chats.advance_receipt(BOB, "m", Receipt.SENT) == []
    assert chats.advance_receipt(BOB, "m", Receipt.RECEIVED) == []


def test_bounce_after_sent_is_emitted_with_its_reason() -> None:
    chats = posted("m")
    assert chats.apply(bounce("m", "blocked by policy"), 1) == [
        ReceiptChange(BOB, "o:m", Receipt.FAILED, "blocked by policy")
    ]


@pytest.mark.parametrize("receipt", [Receipt.RECEIVED, Receipt.READ])
def test_a_bounce_takes_no_receipt_back_and_a_receipt_follows_a_bounce(receipt: Receipt) -> None:
    chats = posted("m", "n")
    chats.apply(marks("m", receipt), 1)
    assert chats.apply(bounce("m", "too late"), 2) == []
    chats.apply(bounce("n", "no"), 3)
    assert ReceiptChange(BOB, "o:n", receipt) in chats.apply(marks("n", receipt), 4)


def test_a_bounce_of_the_own_server_names_nobody_else() -> None:
    chats = posted("m")
    chats.add_outgoing(ContactKey("kim@far.test"), "m", "to kim", 9)
    assert chats.apply(bounce("m", "too long", ContactKey("acme.test")), 1) == [
        ReceiptChange(BOB, "o:m", Receipt.FAILED, "too long")
    ]
    assert chats.apply(bounce("m", "lie", ContactKey("mallory@evil.test")), 1) == []


def test_a_receipt_counts_only_from_the_one_who_got_the_message() -> None:
    chats = posted("m")
    assert chats.apply(marks("m", Receipt.READ, key=CARA), 1) == []
    assert chats.apply(marks("m", Receipt.READ, own=True), 1) == []
    assert chats.apply(marks("unknown", Receipt.READ), 1) == []


def test_a_text_and_a_receipt_in_one_stanza_are_both_taken() -> None:
    chats = posted("m")
    changes = chats.apply(parsed("done", "1", markers=(Marker(Receipt.RECEIVED, "m"),)), 1)
    assert ReceiptChange(BOB, "o:m", Receipt.RECEIVED) in changes
    assert [one.text for one in told(changes)] == ["done"]


def test_reading_a_message_implies_reading_earlier_ones() -> None:
    chats = posted("1", "2", "3", "4")
    chats.advance_receipt(BOB, "2", Receipt.FAILED)
    chats.advance_receipt(BOB, "3", Receipt.RECEIVED)
    assert chats.advance_receipt(BOB, "3", Receipt.READ) == [
        ReceiptChange(BOB, "o:1", Receipt.READ),
        ReceiptChange(BOB, "o:3", Receipt.READ),
    ]


def test_a_receipt_means_the_latest_message_of_that_name() -> None:
    chats = Chats()
    chats.apply(parsed("from the phone", "1", "k", own=True), 1)
    chats.apply(parsed("again", "2", "k", own=True), 2)
    assert chats.advance_receipt(BOB, "k", Receipt.RECEIVED) == [ReceiptChange(BOB, "a:2", Receipt.RECEIVED)]


def test_the_archive_s_copy_of_what_was_sent_from_here_is_no_other_message() -> None:
    chats = Chats()
    chats.add_outgoing(BOB, "m", "text", 1)
    assert chats.apply(parsed("text", "1", "m", own=True), 2) == [ReceiptChange(BOB, "o:m", Receipt.SENT)]
    assert chats.apply(parsed("text", "1", "m", own=True), 3) == []
    assert [one.id for one in told(chats.apply(parsed("text", "2", "m", own=True), 4))] == ["a:2"]
    assert [one.id for one in told(chats.apply(parsed("other", "3", "m", own=True), 5))] == ["a:3"]


def test_archive_resolves_unconfirmed_messages_of_a_lost_stream() -> None:
    chats = Chats()
    for name in ("arrived", "lost"):
        chats.add_outgoing(BOB, name, name, 1)
    assert chats.fail_unarchived() == []
    chats.begin_stream()
    chats.add_outgoing(BOB, "now", "on its way over the new stream", 2)
    chats.apply(parsed("arrived", "1", "arrived", own=True), 3)
    assert chats.fail_unarchived() == [ReceiptChange(BOB, "o:lost", Receipt.FAILED, NOT_SENT)]
    assert chats.fail_unarchived() == []
    assert chats.confirm(BOB, "now") == [ReceiptChange(BOB, "o:now", Receipt.SENT)]
    chats.begin_stream()
    assert chats.fail_unarchived() == []


def test_seen_messages_are_marked_once_by_the_last_one() -> None:
    chats = Chats()
    for place in ("1", "2", "3"):
        chats.apply(parsed("hi", place, f"n{place}", markable=place != "2"), 1)
    chat = chats.get_or_create(BOB)
    assert chat.mark_seen("a:2") == "n1"
    assert list(chat.unread) == ["a:3"]
    assert chat.mark_seen("a:2") == ""
    assert chat.mark_seen("a:3") == "n3"
    assert not chat.unread


def test_message_displayed_on_another_device_is_seen_with_earlier_ones() -> None:
    chats = Chats()
    for place in ("1", "2", "3"):
        chats.apply(parsed("hi", place, f"n{place}"), 1)
    assert chats.apply(marks("n2", Receipt.READ, own=True), 2) == [RoomChange(key=BOB, seen="a:2")]
    assert list(chats.get_or_create(BOB).unread) == ["a:3"]
    assert chats.apply(marks("n3", Receipt.RECEIVED, own=True), 2) == []
    assert chats.apply(marks("never", Receipt.READ, own=True), 2) == []


def test_an_answer_from_another_device_has_read_all() -> None:
    chats = Chats()
    for place in ("1", "2"):
        chats.apply(parsed("hi", place), 1)
    answered = chats.apply(parsed("yes", "3", own=True), 2)
    assert RoomChange(key=BOB, seen="a:2") in answered
    assert not chats.get_or_create(BOB).unread


def test_what_was_read_before_it_is_told_is_of_the_archive() -> None:
    chats = Chats()
    [message] = told(chats.apply(parsed("hi", "1"), 1, was_read=True))
    assert message.archived
    assert not chats.get_or_create(BOB).unread


def correction(text: str, of: str, archive_id: str = "", **more: Any) -> ParsedMessage:
    return parsed(text, archive_id, "c", amendment=Amendment(corrects=of), **more)


def test_a_correction_of_what_was_not_seen_changes_the_message() -> None:
    chats = Chats()
    chats.apply(parsed("meet at 3", "1", "c1"), 1)
    assert chats.apply(correction("meet at 5", "c1", "2"), 2) == [
        MessageEdit(key=BOB, id="a:1", text="meet at 5", revision=Revision.CORRECTED)
    ]
    assert chats.apply(correction("meet at 6", "c", "3"), 2)[:1] == [
        MessageEdit(key=BOB, id="a:1", text="meet at 6", revision=Revision.CORRECTED)
    ]
    assert list(chats.get_or_create(BOB).unread) == ["a:1"]


def test_a_correction_of_what_was_seen_is_a_further_message() -> None:
    chats = Chats()
    chats.apply(parsed("meet at 3", "1", "c1"), 1)
    chats.get_or_create(BOB).mark_seen("a:1")
    outdated, _, further = chats.apply(correction("meet at 5", "c1", "2"), 2)
    assert outdated == MessageEdit(key=BOB, id="a:1", revision=Revision.OUTDATED)
    assert isinstance(further, MessageChange)
    assert (further.id, further.text, further.revision) == ("a:2", "meet at 5", Revision.CORRECTION)
    assert list(chats.get_or_create(BOB).unread) == ["a:2"]
    assert chats.apply(correction("meet at 5", "c1", "2"), 3) == []


@pytest.mark.parametrize("who", [{"own": True}, {"key": CARA}])
def test_only_its_writer_corrects_or_retracts_a_message(who: dict[str, Any]) -> None:
    chats = Chats()
    chats.apply(parsed("call 5551234", "1", "c1"), 1)
    for stanza in (
        correction("call 666", "c1", "2", **who),
        parsed("", "3", amendment=Amendment(retracts="c1"), **who),
    ):
        edits = [one for one in chats.apply(stanza, 2) if isinstance(one, MessageEdit)]
        assert edits == []


def test_correction_of_unknown_message_is_a_message() -> None:
    [message] = told(Chats().apply(correction("meet at 5", "gone", "2"), 2))
    assert (message.text, message.revision) == ("meet at 5", Revision.CORRECTION)


def test_an_own_correction_changes_the_message() -> None:
    chats = Chats()
    chats.apply(parsed("meet at 3", "1", "c1", own=True), 1)
    assert chats.apply(correction("meet at 5", "c1", "2", own=True), 2) == [
        MessageEdit(key=BOB, id="a:1", text="meet at 5", revision=Revision.CORRECTED)
    ]


def test_a_retraction_takes_the_text_back() -> None:
    chats = Chats()
    chats.apply(parsed("oh", "1", "c1"), 1)
    assert chats.apply(parsed("", "2", amendment=Amendment(retracts="c1")), 2) == [
        MessageEdit(key=BOB, id="a:1", text=RETRACTED, revision=Revision.RETRACTED)
    ]
    [message] = told(chats.apply(parsed("", "3", amendment=Amendment(retracts="gone")), 3))
    assert (message.text, message.revision) == (EARLIER_RETRACTED, Revision.RETRACTED)


def test_reactions_are_added_to_their_target() -> None:
    chats = posted("m")
    assert chats.apply(parsed("", "1", amendment=Amendment(reacts_to="m", reactions="👍 ❤")), 1) == [
        MessageEdit(key=BOB, id="o:m", reactions="👍 ❤")
    ]
    assert chats.apply(
        parsed("", "2", own=True, amendment=Amendment(reacts_to="m", reactions="❤ 🎉")), 1
    ) == [MessageEdit(key=BOB, id="o:m", reactions="👍 ❤ 🎉")]
    assert chats.apply(parsed("", "3", amendment=Amendment(reacts_to="m")), 1) == [
        MessageEdit(key=BOB, id="o:m", reactions="❤ 🎉")
    ]


def test_reaction_to_unknown_message_is_a_message() -> None:
    [message] = told(Chats().apply(parsed("", "1", amendment=Amendment(reacts_to="gone", reactions="👍")), 1))
    assert (message.text, message.kind) == ("👍 to an earlier message", MessageKind.REACTION)
    assert Chats().apply(parsed("", "1", amendment=Amendment(reacts_to="gone")), 1) == []


def test_a_chat_that_is_left_has_nothing_unread() -> None:
    chats = Chats()
    chats.apply(parsed("hi", "1"), 1)
    assert chats.close(BOB) == [RoomChange(key=BOB, state=RoomState.CLOSED)]
    assert not chats.get_or_create(BOB).unread


def test_new_stream_resets_typing() -> None:
    chats = Chats()
    chats.get_or_create(BOB).typing = Typing.COMPOSING
    chats.get_or_create(CARA)
    assert chats.reset_typing() == [RoomChange(key=BOB)]
    assert chats.reset_typing() == []


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.sampled_from("ab")), max_size=30))
def test_of_any_copies_each_message_is_told_once_and_none_is_changed(
    copies: list[tuple[int, bool, str]],
) -> None:
    """A message is emitted once and unchanged, whatever is repeated and whatever id its sender uses."""
    chats = Chats()
    first: dict[str, str] = {}
    for place, (number, own, name) in enumerate(copies):
        archive_id = f"{number}{own}{name}"
        changes = chats.apply(parsed(f"text {archive_id}", archive_id, name, own=own), place)
        assert not any(isinstance(change, MessageEdit) for change in changes)
        for message in told(changes):
            assert first.setdefault(message.id, message.text) == message.text
            assert message.id == f"a:{archive_id}"
    assert len(first) == len({f"{number}{own}{name}" for number, own, name in copies})


@pytest.mark.parametrize(
    ("amendment", "text"),
    [
        (Amendment(corrects="c1"), "meet at 5"),
        (Amendment(retracts="c1"), ""),
        (Amendment(reacts_to="c1", reactions="👍"), ""),
    ],
)
def test_nothing_changes_a_message_that_came_later_under_the_same_id(amendment: Amendment, text: str) -> None:
    """The archive is read a second time, for what was unread, when the id has come again."""
    chats = Chats()
    items = [
        (parsed("meet at 3", "1", "c1"), 10_000),
        (parsed(text, "2", "c2", amendment=amendment), 20_000),
        (parsed("Urgent: fire in room 4", "3", "c1"), 30_000),
    ]
    for said_, ms in items:
        chats.apply(said_, ms)
    again = [change for said_, ms in items for change in chats.apply(said_, ms)]
    assert {change.id for change in again if isinstance(change, MessageEdit)} == {"a:1"}
    assert (chats.get_or_create(BOB).messages["a:3"].text, told(again)) == ("Urgent: fire in room 4", [])


@pytest.mark.parametrize(("late_ms", "is_found"), [(0, True), (2_000, True), (2_001, False)])
def test_clocks_that_differ_by_a_little_do_not_part_a_correction_from_its_message(
    late_ms: int, is_found: bool
) -> None:
    chats = Chats()
    chats.apply(parsed("meet at 3", "1", "c1"), 10_000 + late_ms)
    changes = chats.apply(correction("meet at 5", "c1", "2"), 10_000)
    assert any(isinstance(change, MessageEdit) for change in changes) is is_found
    assert bool(told(changes)) is not is_found


def test_a_correction_that_cannot_be_read_takes_no_text_away() -> None:
    chats = Chats()
    chats.apply(parsed("meet at 3", "1", "c1"), 1)
    for archive_id in ("2", "3"):
        unreadable = correction("(encrypted)", "c1", archive_id, kind=MessageKind.ENCRYPTED)
        changes = chats.apply(unreadable, 2)
        assert [change for change in changes if isinstance(change, MessageEdit)] == []
        [further] = told(changes)
        assert (further.text, further.revision) == ("(encrypted)", Revision.CORRECTION)
    assert chats.get_or_create(BOB).messages["a:1"].text == "meet at 3"
