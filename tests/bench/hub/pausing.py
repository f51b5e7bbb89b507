"""How long the hub does nothing but one thing, while clients start on a large snapshot and others follow."""

import asyncio

import msgspec

from tests.bench.hub.following import following
from tests.bench.hub.process import Program, running

CONTACTS = 10_000
RATE = 1_000
FOLLOWERS = 100
QUIET_SECONDS = 3.0
STARTS = (1, 10, 100, 500)
"""How many start at once."""


class Pause(msgspec.Struct, frozen=True):
    """The longest pause of the hub's event loop."""

    starting: int
    """How many clients started at once meanwhile."""
    milliseconds: float


async def pauses(starts: tuple[int, ...] = STARTS) -> list[Pause]:
    """Measure a hub that has followers: first alone, then while others start."""
    async with running("serving", str(CONTACTS), str(RATE), "1") as hub:
        url = await hub.line()
        async with following(url, FOLLOWERS, 1):
            await _longest(hub)
            await asyncio.sleep(QUIET_SECONDS)
            found = [Pause(0, await _longest(hub))]
            for count in starts:
                await _longest(hub)
                async with following(url, count, 1, at_once=count):
                    found.append(Pause(count, await _longest(hub)))
    return found


def measure() -> list[Pause]:
    """Return all pauses."""
    return asyncio.run(pauses())


def report(found: list[Pause]) -> None:
    """Print a line for each."""
    for pause in found:
        beside = f"{FOLLOWERS} follow {RATE} changes a second of {CONTACTS} contacts"
        print(f"{beside}, {pause.starting:>3} start at once: longest pause {pause.milliseconds:6.1f} ms")


async def _longest(hub: Program) -> float:
    """Return the longest pause since this was asked last, in milliseconds."""
    hub.say()
    return float(await hub.line())


if __name__ == "__main__":
    report(measure())
