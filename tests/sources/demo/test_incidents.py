"""What happens to the operator by itself."""

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, MessageChange
from lampfield.model.relationship import Relationship
from tests.sources.demo.desk import Desk


def test_in_a_natural_hour_somebody_rings_writes_and_asks() -> None:
    desk = Desk(120, None)
    start = len(desk.told)
    messages = len(desk.picture.messages)
    for _ in range(60):
        desk.wait(60)
    later = desk.told[start:]
    calls = {c.channel for c in later if isinstance(c, CallChange) and c.party is CallParty.CALLEE}
    words = [contact["relationship"] for contact in desk.picture.contacts.values()]
    assert 3 <= len(calls) <= 40
    assert len(desk.picture.messages) > messages
    assert words.count(Relationship.ASKING) > 3


def test_at_a_given_rate_nothing_of_the_kind_disturbs() -> None:
    desk = Desk(120, 1.0)
    start = len(desk.told)
    desk.wait(3600)
    later = desk.told[start:]
    assert len(later) > 1000, "contacts change, a second each"
    assert not any(isinstance(change, CallChange | MessageChange) for change in later)


def test_somebody_rings_within_half_a_minute() -> None:
    for seed in range(1, 6):
        desk = Desk(120, None, seed).wait(19.9)
        before = [change for change in desk.told if isinstance(change, CallChange)]
        desk.wait(10.0)
        rings = [c for c in desk.told if isinstance(c, CallChange) and c.state is CallState.RING]
        assert (before, [call.party for call in rings]) == ([], [CallParty.CALLEE])
