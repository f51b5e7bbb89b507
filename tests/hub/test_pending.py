"""Answers wait for what they are about, in order, and not without bound."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lampfield.hub import outbox as module
from lampfield.hub.frames import Frame
from lampfield.hub.outbox import QueuedAnswers


def answer(number: int) -> Frame:
    """Return an answer."""
    return Frame((str(number).encode(),))


@given(st.lists(st.integers(0, 5)), st.integers(0, 6))
def test_an_answer_comes_when_its_reader_has_seen_enough(after: list[int], seen: int) -> None:
    pending = QueuedAnswers()
    for number, change in enumerate(after):
        pending.add(answer(number), change)
    assert pending.take_due(seen) == [answer(number) for number, change in enumerate(after) if change <= seen]
    assert len(pending) == sum(change > seen for change in after)
    pending.make_all_due()
    assert pending.take_due(0) == [answer(number) for number, change in enumerate(after) if change > seen]


async def test_too_many_leave_no_room_until_some_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ANSWERS", 2)
    pending = QueuedAnswers()
    pending.add(answer(1), after=0)
    await pending.wait_for_capacity()
    pending.add(answer(2), after=5)
    waiting = asyncio.create_task(pending.wait_for_capacity())
    await asyncio.sleep(0)
    assert not waiting.done()
    pending.take_due(0)
    await waiting


async def test_nobody_waits_for_room_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ANSWERS", 1)
    pending = QueuedAnswers()
    pending.add(answer(1), after=0)
    waiting = asyncio.create_task(pending.wait_for_capacity())
    await asyncio.sleep(0)
    pending.end()
    await waiting
    pending.add(answer(2), after=0)
    await pending.wait_for_capacity()
