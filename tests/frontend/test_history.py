"""The call history: the last few calls of each contact."""

import pytest

from lampfield.client.replica import Batch
from lampfield.frontend import history as module
from lampfield.frontend.events.call_ends import call_ends_of
from lampfield.frontend.events.event import Event, Kind
from lampfield.frontend.history import MAX_CALLS, CallHistory, PastCall
from lampfield.model.call import Call, CallParty
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import CallUid, ContactId

ALICE = ContactId(1)


class Phone:
    """Alice's phone, with its call history."""

    def __init__(self) -> None:
        self.history = CallHistory()
        self.contact = Contact(cid=ALICE, number="201")

    def changes(self, now: float, blf: int, party: Party | None = None) -> None:
        before = self.contact
        self.contact = Contact(cid=ALICE, number="201", blf=blf, party=party)
        self._compare(now, before, self.contact)

    def is_removed(self, now: float) -> None:
        self._compare(now, self.contact, None)

    def _compare(self, now: float, before: Contact, after: Contact | None) -> None:
        batch = Batch()
        batch.note_call_end(before, after)
        self.history.add(call_ends_of(batch), {"100"}, now)

    @property
    def calls(self) -> tuple[PastCall, ...]:
        return self.history.of(self.contact)


def brown(since: float, direction: Direction = Direction.IN) -> Party:
    return Party(name="Brown", number="0161", direction=direction, since=int(since * 1000))


def test_a_call_that_was_answered_is_as_long_as_the_talk() -> None:
    phone = Phone()
    phone.changes(10, 2, brown(10))
    phone.changes(15, 1, brown(15))
    assert not phone.calls
    phone.changes(75, 0)
    assert phone.calls == (PastCall("Brown", Direction.IN, 15.0, 60.0),)


def test_one_that_nobody_answered_has_no_length() -> None:
    phone = Phone()
    phone.changes(10, 2, brown(10))
    phone.changes(15, 0)
    assert phone.calls == (PastCall("Brown", Direction.IN, 10.0, None),)


def test_one_call_after_another_is_two() -> None:
    phone = Phone()
    phone.changes(10, 1, brown(10))
    phone.changes(20, 1, Party(name="Ito", direction=Direction.OUT, since=20_000))
    phone.changes(30, 0)
    assert [(call.other, call.seconds) for call in phone.calls] == [("Ito", 10.0), ("Brown", 10.0)]


def test_a_caller_whose_name_is_known_later_is_one_call() -> None:
    phone = Phone()
    phone.changes(10, 2, Party(number="0161", since=10_000, call="7"))
    phone.changes(11, 1, Party("Brown", "0161", since=11_000, call="7"))
    phone.changes(30, 0)
    assert [(call.other, call.seconds) for call in phone.calls] == [("Brown", 19.0)]


def test_one_who_calls_again_at_once_has_called_twice() -> None:
    phone = Phone()
    phone.changes(10, 1, Party("Brown", "0161", since=10_000, call="7"))
    phone.changes(20, 1, Party("Brown", "0161", since=20_000, call="8"))
    phone.changes(30, 0)
    assert [call.seconds for call in phone.calls] == [10.0, 10.0]


def test_one_who_goes_in_mid_call_has_ended_it() -> None:
    phone = Phone()
    phone.changes(10, 1, brown(10))
    phone.is_removed(20)
    assert [call.seconds for call in phone.calls] == [10.0]


def test_a_call_with_the_operator_is_told_once_and_from_the_contact_s_side() -> None:
    phone = Phone()
    phone.changes(10, 1, Party(name="Reception", number="100", since=10_000))
    call = Call(uid=CallUid(1), number="201", stamp=9_000, start=10_000, party=CallParty.CALLER)
    phone.history.add(call_ends_of(Batch(ended={call.uid: call})), {"100"}, 40.0)
    phone.changes(40, 0)
    assert phone.calls == (PastCall("", Direction.IN, 10.0, 30.0),)


def test_only_the_last_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CONTACTS", 2)
    phone = Phone()
    for number in range(20):
        phone.changes(number * 10, 1, brown(number * 10))
        phone.changes(number * 10 + 5, 0)
    assert len(phone.calls) == MAX_CALLS
    assert phone.calls[0].began == 190.0
    for other in (2, 3):
        cid = ContactId(other)
        contact = Contact(cid=cid, blf=1, party=brown(1))
        phone.history.add([Event(Kind.CONTACT_CALL_ENDED, contact)], (), 2)
    assert phone.calls == ()
