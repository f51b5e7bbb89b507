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


async def ended_by(given_up: AbandonedCalls, line: Line) -> list[str]:
    """Let all be ended that has begun. Returns what was."""
    ending = asyncio.create_task(given_up.end(line))  # type: ignore[arg-type]
    for _ in range(MAX_KEPT + 10):
        await asyncio.sleep(0)
    assert not ending.done()
    ending.cancel()
    await asyncio.gather(ending, return_exceptions=True)
    return line.ended


async def test_only_what_was_given_up_and_begins_is_ended_and_once() -> None:
    given_up, line = AbandonedCalls(), Line()
    given_up.add("a")
    given_up.add("b")
    given_up.look({"c"})
    assert await ended_by(given_up, line) == []
    given_up.look({"b", "c"})
    given_up.look({"b", "c"})
    assert await ended_by(given_up, line) == ["b"]
    given_up.look({"a", "b", "c"})
    assert await ended_by(given_up, line) == ["b", "a"]


async def test_just_the_latest_ones_are_remembered() -> None:
    given_up = AbandonedCalls()
    names = [str(number) for number in range(MAX_KEPT + 1)]
    for name in names:
        given_up.add(name)
    given_up.look(set(names))
    assert sorted(await ended_by(given_up, Line())) == sorted(names[1:])


@pytest.mark.parametrize("error", [AriRefused(404, "Channel not found"), httpx.ReadTimeout("late")])
async def test_one_that_cannot_be_ended_keeps_no_other(error: Exception) -> None:
    given_up = AbandonedCalls()
    for name in ("a", "b"):
        given_up.add(name)
    given_up.look({"a", "b"})
    assert sorted(await ended_by(given_up, Line(error))) == ["a", "b"]
