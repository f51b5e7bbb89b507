"""Random incidents for the operator."""

from lampfield.model.call import CallParty, CallState
from lampfield.model.change import CallChange, MessageChange
from lampfield.model.relationship import Relationship
from tests.sources.demo.harness import Harness


def test_natural_hour_has_calls_messages_and_requests() -> None:
    harness = Harness(120, None)
    start = len(harness.changes)
    messages = len(harness.replica.messages)
    for _ in range(60):
        harness.advance(60)
    later = harness.changes[start:]
    calls = {c.channel for c in later if isinstance(c, CallChange) and c.party is CallParty.CALLEE}
    words = [contact["relationship"] for contact in harness.replica.contacts.values()]
    assert 3 <= len(calls) <= 40
    assert len(harness.replica.messages) > messages
    assert words.count(Relationship.ASKING) > 3


def test_no_incidents_at_a_given_rate() -> None:
    harness = Harness(120, 1.0)
    start = len(harness.changes)
    harness.advance(3600)
    later = harness.changes[start:]
    assert len(later) > 1000, "contacts change, a second each"
    assert not any(isinstance(change, CallChange | MessageChange) for change in later)


def test_first_call_rings_within_half_a_minute() -> None:
    for seed in range(1, 6):
        harness = Harness(120, None, seed).advance(19.9)
        before = [change for change in harness.changes if isinstance(change, CallChange)]
        harness.advance(10.0)
        rings = [c for c in harness.changes if isinstance(c, CallChange) and c.state is CallState.RING]
        assert (before, [call.party for call in rings]) == ([], [CallParty.CALLEE])
