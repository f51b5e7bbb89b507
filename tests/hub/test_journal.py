"""What can still be told to one who was cut off."""

import pytest

from lampfield.hub import changelog as module
from lampfield.hub.changelog import Journal, Numbers
from lampfield.model.call import Call
from lampfield.model.identity import CallUid, ContactId, MessageId, RoomId
from lampfield.model.room import Message
from lampfield.protocol.notifications import CallGone, MessageNew, Notification


def ended(journal: Journal) -> Notification:
    uid = CallUid(journal.seq)
    return CallGone(seq=journal.next_seq(), uid=uid, call=Call(uid=uid))


def said(journal: Journal, text: str) -> Notification:
    message = Message(msg_id=MessageId(1), room_id=RoomId(1), msg=text)
    return MessageNew(seq=journal.next_seq(), message=message)


def test_all_that_was_kept_after_a_change_is_told_in_order() -> None:
    journal = Journal(Numbers())
    notices = [ended(journal) for _ in range(5)]
    for notice in notices:
        journal.keep(notice)
    assert journal.kept_since(0) == notices
    assert journal.kept_since(3) == notices[3:]
    assert journal.kept_since(5) == []


def test_what_was_dropped_cannot_be_caught_up() -> None:
    journal = Journal(Numbers(), max_kept=2)
    for _ in range(5):
        journal.keep(ended(journal))
    assert not journal.can_resume(2)
    assert journal.can_resume(3)
    assert [notice.seq for notice in journal.kept_since(3)] == [4, 5]


def test_long_messages_count_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_KEPT_CHARS", 100)
    journal = Journal(Numbers())
    for _ in range(3):
        journal.keep(said(journal, "x" * 60))
    assert [notice.seq for notice in journal.kept_since(0)] == [3]
    assert journal.floor == 2


def test_nobody_has_seen_what_is_still_to_come() -> None:
    journal = Journal(Numbers())
    journal.me_changed()
    assert journal.can_resume(1)
    assert not journal.can_resume(2)
    assert not journal.can_resume(-1)


def test_a_later_journal_of_the_account_does_not_know_what_an_earlier_one_told() -> None:
    numbers = Numbers(seq=40)
    journal = Journal(numbers)
    assert not journal.can_resume(39)
    assert journal.next_seq() == 41


def test_a_forgotten_contact_cannot_be_caught_up() -> None:
    journal = Journal(Numbers())
    journal.contacts.floor = journal.next_seq()
    journal.contacts.added(ContactId(1), journal.next_seq())
    assert not journal.can_resume(0)
    assert journal.can_resume(1)
