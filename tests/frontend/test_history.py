"""What was seen of calls: of each contact the last few."""

import pytest

from lampfield.client.replica import Batch
from lampfield.frontend import history as module
from lampfield.frontend.history import KEPT_CALLS, RecentCalls, SeenCall
from lampfield.model.call import Call, CallParty
from lampfield.model.contact import Contact, Direction, Party
from lampfield.model.identity import CallUid, ContactId

ALICE = ContactId(1)


class Watch:
    """Recent calls of Alice, and what she is like."""

    def __init__(self) -> None:
        self.recent = RecentCalls()
        self.contact = Contact(cid=ALICE, number="201")

    def sees(self, now: float, blf: int, party: Party | None = None) -> None:
        before = self.contact
        self.contact = Contact(cid=ALICE, number="201", blf=blf, party=party)
        self._compare(now, before, self.contact)

    def misses(self, now: float) -> None:
        self._compare(now, self.contact, None)

    def _compare(self, now: float, before: Contact, after: Contact | None) -> None:
        batch = Batch()
        batch.compare_calls(before, after)
        self.recent.look(batch.parted, {"100"}, now)

    @property
    def calls(self) -> tuple[SeenCall, ...]:
        return self.recent.of(self.contact)


def brown(since: float, direction: Direction = Direction.IN) -> Party:
    return Party(name="Brown", number="0161", direction=direction, since=int(since * 1000))


def test_a_call_that_was_answered_is_as_long_as_the_talk() -> None:
    watch = Watch()
    watch.sees(10, 2, brown(10))
    watch.sees(15, 1, brown(15))
    assert not watch.calls
    watch.sees(75, 0)
    assert watch.calls == (SeenCall("Brown", Direction.IN, 15.0, 60.0),)


def test_one_that_nobody_answered_has_no_length() -> None:
    watch = Watch()
    watch.sees(10, 2, brown(10))
    watch.sees(15, 0)
    assert watch.calls == (SeenCall("Brown", Direction.IN, 10.0, None),)


def test_one_call_after_another_is_two() -> None:
    watch = Watch()
    watch.sees(10, 1, brown(10))
    watch.sees(20, 1, Party(name="Ito", direction=Direction.OUT, since=20_000))
    watch.sees(30, 0)
    assert [(call.who, call.seconds) for call in watch.calls] == [("Ito", 10.0), ("Brown", 10.0)]


def test_a_caller_whose_name_is_known_later_is_one_call() -> None:
    watch = Watch()
    watch.sees(10, 2, Party(number="0161", since=10_000, call="7"))
    watch.sees(11, 1, Party("Brown", "0161", since=11_000, call="7"))
    watch.sees(30, 0)
    assert [(call.who, call.seconds) for call in watch.calls] == [("Brown", 19.0)]


def test_one_who_calls_again_at_once_has_called_twice() -> None:
    watch = Watch()
    watch.sees(10, 1, Party("Brown", "0161", since=10_000, call="7"))
    watch.sees(20, 1, Party("Brown", "0161", since=20_000, call="8"))
    watch.sees(30, 0)
    assert [call.seconds for call in watch.calls] == [10.0, 10.0]


def test_one_who_goes_in_mid_call_has_ended_it() -> None:
    watch = Watch()
    watch.sees(10, 1, brown(10))
    watch.misses(20)
    assert [call.seconds for call in watch.calls] == [10.0]


def test_a_call_with_the_operator_is_told_once_and_from_the_contact_s_side() -> None:
    watch = Watch()
    watch.sees(10, 1, Party(name="Reception", number="100", since=10_000))
    call = Call(uid=CallUid(1), number="201", stamp=9_000, start=10_000, party=CallParty.CALLER)
    watch.recent.ended(call, 40.0)
    watch.sees(40, 0)
    assert watch.calls == (SeenCall("", Direction.IN, 10.0, 30.0),)


def test_only_the_last_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_CONTACTS", 2)
    watch = Watch()
    for number in range(20):
        watch.sees(number * 10, 1, brown(number * 10))
        watch.sees(number * 10 + 5, 0)
    assert len(watch.calls) == KEPT_CALLS
    assert watch.calls[0].began == 190.0
    for other in (2, 3):
        cid = ContactId(other)
        contact = Contact(cid=cid, blf=1, party=brown(1))
        watch.recent.look([contact], (), 2)
    assert watch.calls == ()
