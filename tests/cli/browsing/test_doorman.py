"""Who is let in: the hub says it, and one who tries much does not keep the others out."""

import asyncio

import pytest

from lampfield.cli.browsing.doorman import AT_ONCE_OF_ONE, Doorman, NotAdmitted
from lampfield.cli.browsing.entry import Entry, Hub
from lampfield.feed.errors import LoginRefused
from tests.hub.caller import ACCOUNT, serving
from tests.waiting import until


def entry(url: str, secret: str = ACCOUNT.secret) -> Entry:
    return Entry(Hub(url), ACCOUNT.name, secret)


async def test_whom_the_hub_knows_is_let_in() -> None:
    async with serving() as server:
        await Doorman().admit(entry(server.url), "1.2.3.4")


async def test_a_wrong_secret_takes_the_time_that_the_hub_gives_it() -> None:
    async with serving() as server:
        began = asyncio.get_running_loop().time()
        for _ in range(2):
            with pytest.raises(NotAdmitted, match="secret is wrong") as refused:
                await Doorman().admit(entry(server.url, "sesame"), "1.2.3.4")
            assert refused.value.status == 403
        assert asyncio.get_running_loop().time() - began >= 1.4


async def test_a_hub_that_is_away_is_told_apart() -> None:
    with pytest.raises(NotAdmitted, match="No hub answers") as refused:
        await Doorman().admit(entry("ws://127.0.0.1:1"), "1.2.3.4")
    assert refused.value.status == 503


async def test_one_who_tries_much_at_once_is_not_even_asked_about() -> None:
    asked: list[Entry] = []
    answer = asyncio.Event()

    async def ask(who: Entry) -> None:
        asked.append(who)
        await answer.wait()
        if who.secret != "right":
            raise LoginRefused("wrong")

    doorman = Doorman(ask)
    tries = [
        asyncio.create_task(doorman.admit(entry("ws://x", "a"), "6.6.6.6")) for _ in range(AT_ONCE_OF_ONE)
    ]
    await until(lambda: len(asked) == AT_ONCE_OF_ONE, "the tries")
    with pytest.raises(NotAdmitted, match="Too many logins") as refused:
        await doorman.admit(entry("ws://x", "right"), "6.6.6.6")
    assert refused.value.status == 429
    other = asyncio.create_task(doorman.admit(entry("ws://x", "right"), "1.2.3.4"))
    await until(lambda: len(asked) == AT_ONCE_OF_ONE + 1, "another's try")
    answer.set()
    await other
    assert all(isinstance(it, NotAdmitted) for it in await asyncio.gather(*tries, return_exceptions=True))
    await doorman.admit(entry("ws://x", "right"), "6.6.6.6")
