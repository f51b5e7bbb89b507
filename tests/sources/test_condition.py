"""Each waiter wakes when its predicate holds, and only then."""

import asyncio

from lampfield.sources.condition import Condition


async def turns() -> None:
    """Let everything that can run do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_so_already_is_not_waited_for() -> None:
    assert await Condition().wait_for(lambda: "here") == "here"


async def test_each_waits_for_its_own_and_falsy_things_count() -> None:
    condition = Condition()
    found: dict[str, object] = {}
    looks: list[str] = []

    def look(name: str) -> object:
        looks.append(name)
        return found.get(name)

    waits = {name: asyncio.create_task(condition.wait_for(lambda name=name: look(name))) for name in "abc"}  # type: ignore[misc]
    await turns()
    found["a"] = 0
    looks.clear()
    condition.notify()
    condition.notify()
    await turns()
    assert waits["a"].done()
    assert waits["a"].result() == 0
    assert not waits["b"].done()
    assert sorted(looks) == ["a", "a", "b", "b", "c", "c"], "one who is woken looks once more, for itself"
    found["b"] = "bee"
    condition.notify()
    await turns()
    assert waits["b"].result() == "bee"
    waits["c"].cancel()
    await asyncio.gather(waits["c"], return_exceptions=True)
    looks.clear()
    condition.notify()
    assert looks == [], "who waits no more is not asked"


async def test_what_is_no_longer_so_when_one_wakes_is_waited_for_again() -> None:
    condition = Condition()
    found: list[int] = []
    waiting = asyncio.create_task(condition.wait_for(lambda: found[0] if found else None))
    await turns()
    found.append(1)
    condition.notify()
    found.clear()
    await turns()
    assert not waiting.done()
    found.append(2)
    condition.notify()
    assert await waiting == 2
