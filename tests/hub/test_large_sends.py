"""A few at a time, and nobody waits for one who is slow."""

import asyncio

import pytest

from lampfield.hub import outbox as module
from lampfield.hub.outbox import MAX_CONCURRENT_SENDS, LargeSendLimiter
from tests.waiting import until


class Guests:
    """Some who want something large."""

    def __init__(self, count: int) -> None:
        self.limiter = LargeSendLimiter()
        self.inside = 0
        self.served = 0
        self.go = asyncio.Event()
        self.tasks = [asyncio.create_task(self._come()) for _ in range(count)]

    async def _come(self) -> None:
        async with self.limiter.permit():
            self.inside += 1
            self.served += 1
            await self.go.wait()
            self.inside -= 1


async def test_few_have_their_turn_at_the_same_time_and_then_the_next() -> None:
    guests = Guests(3 * MAX_CONCURRENT_SENDS)
    await until(lambda: guests.inside, "the first")
    assert guests.inside == MAX_CONCURRENT_SENDS
    guests.go.set()
    await asyncio.gather(*guests.tasks)
    assert guests.served == 3 * MAX_CONCURRENT_SENDS


async def test_nobody_waits_for_long_for_one_who_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_HOLD_SECONDS", 0.01)
    guests = Guests(3 * MAX_CONCURRENT_SENDS)
    await until(lambda: guests.inside == 3 * MAX_CONCURRENT_SENDS, "all of them")
    guests.go.set()
    await asyncio.gather(*guests.tasks)
    more = Guests(3 * MAX_CONCURRENT_SENDS)
    monkeypatch.setattr(module, "MAX_HOLD_SECONDS", 60.0)
    more.limiter = guests.limiter
    await until(lambda: more.inside, "the first of the next")
    assert more.inside == MAX_CONCURRENT_SENDS
    for task in more.tasks:
        task.cancel()
    await asyncio.wait(more.tasks)
    assert guests.limiter._free._value == MAX_CONCURRENT_SENDS


async def test_one_who_goes_away_gives_its_turn_back() -> None:
    guests = Guests(2 * MAX_CONCURRENT_SENDS)
    await until(lambda: guests.inside, "the first")
    for task in guests.tasks[: MAX_CONCURRENT_SENDS + 1]:
        task.cancel()
    await until(lambda: guests.served == 2 * MAX_CONCURRENT_SENDS - 1, "the others")
    guests.go.set()
    await asyncio.wait(guests.tasks)
