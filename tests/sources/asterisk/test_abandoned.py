"""Calls that were given up, by themselves."""

import asyncio

import httpx
import pytest

from lampfield.sources.asterisk.abandoned import MAX_KEPT, AbandonedCalls
from lampfield.sources.asterisk.ari import AriRefused


class Line:
    """Requests of ARI that note which channels were ended."""

    def __init__(self, error: Exception | None = None) -> None:
        self.ended: list[str] = []
        self._error = error

    async def hang_up(self, channel: str) -> None:
        """Note it."""
        self.ended.append(channel)
        if self._error is not None:
            raise self._error


async def ended_by(abandoned: AbandonedCalls, line: Line) -> list[str]:
    """Let all be ended that has begun. Returns what was."""
    ending = asyncio.create_task(abandoned.hang_up_late(line))  # type: ignore[arg-type]
    for _ in range(MAX_KEPT + 10):
        await asyncio.sleep(0)
    assert not ending.done()
    ending.cancel()
    await asyncio.gather(ending, return_exceptions=True)
    return line.ended


async def test_only_what_was_given_up_and_begins_is_ended_and_once() -> None:
    abandoned, line = AbandonedCalls(), Line()
    abandoned.add("a")
    abandoned.add("b")
    abandoned.check({"c"})
    assert await ended_by(abandoned, line) == []
    abandoned.check({"b", "c"})
    abandoned.check({"b", "c"})
    assert await ended_by(abandoned, line) == ["b"]
    abandoned.check({"a", "b", "c"})
    assert await ended_by(abandoned, line) == ["b", "a"]


async def test_just_the_latest_ones_are_remembered() -> None:
    abandoned = AbandonedCalls()
    names = [str(number) for number in range(MAX_KEPT + 1)]
    for name in names:
        abandoned.add(name)
    abandoned.check(set(names))
    assert sorted(await ended_by(abandoned, Line())) == sorted(names[1:])


@pytest.mark.parametrize("error", [AriRefused(404, "Channel not found"), httpx.ReadTimeout("late")])
async def test_one_that_cannot_be_ended_keeps_no_other(error: Exception) -> None:
    abandoned = AbandonedCalls()
    for name in ("a", "b"):
        abandoned.add(name)
    abandoned.check({"a", "b"})
    assert sorted(await ended_by(abandoned, Line(error))) == ["a", "b"]
