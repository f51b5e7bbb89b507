"""Who is let in: the hub says it, and one who tries much does not keep the others out."""

import asyncio

import pytest

from lampfield.cli.web.credentials import Credentials, HubAddress
from lampfield.cli.web.login_gate import (
    MAX_CONCURRENT,
    MAX_CONCURRENT_OF_ADDRESS,
    MAX_SLOW,
    LoginGate,
    NotAdmitted,
)
from lampfield.protocol.errors import LoginDelayed
from tests.hub.caller import ACCOUNT, serving
from tests.waiting import until


def entry(url: str, secret: str = ACCOUNT.secret) -> Credentials:
    return Credentials(HubAddress(url), ACCOUNT.name, secret)


async def test_whom_the_hub_knows_is_let_in() -> None:
    async with serving() as server:
        await LoginGate().admit(entry(server.url), "1.2.3.4")


async def test_a_wrong_secret_takes_the_time_that_the_hub_gives_it() -> None:
    async with serving() as server:
        began = asyncio.get_running_loop().time()
        for _ in range(2):
            with pytest.raises(NotAdmitted, match="secret is wrong") as refused:
                await LoginGate().admit(entry(server.url, "sesame"), "1.2.3.4")
            assert refused.value.status == 403
        assert asyncio.get_running_loop().time() - began >= 1.4


async def test_a_hub_that_is_away_is_told_apart() -> None:
    with pytest.raises(NotAdmitted, match="No hub answers") as refused:
        await LoginGate().admit(entry("ws://127.0.0.1:1"), "1.2.3.4")
    assert refused.value.status == 503


async def right_or_never(who: Credentials) -> None:
    """Answer a right login at once, and a wrong one never: the hub makes those wait."""
    if who.secret != "right":
        await asyncio.Event().wait()


async def test_a_right_login_is_let_in_whatever_number_of_wrong_ones_wait() -> None:
    gate = LoginGate(right_or_never, quick_seconds=0.0)
    wrong = [asyncio.create_task(gate.admit(entry("ws://x", "a"), "6.6.6.6")) for _ in range(5 * MAX_SLOW)]
    for peer in ("6.6.6.6", "1.2.3.4"):
        async with asyncio.timeout(5.0):
            await gate.admit(entry("ws://x", "right"), peer)
    await until(lambda: sum(it.done() for it in wrong) == 4 * MAX_SLOW, "all but the slow ones")
    assert [it.done() for it in wrong] == [True] * 4 * MAX_SLOW + [False] * MAX_SLOW
    for task in wrong[: 4 * MAX_SLOW]:
        with pytest.raises(NotAdmitted, match="Too many logins are in progress") as refused:
            task.result()
        assert refused.value.status == 429
    for task in wrong[4 * MAX_SLOW :]:
        task.cancel()
    await asyncio.gather(*wrong, return_exceptions=True)
    assert not gate._slow
    assert not gate._addresses


async def test_one_address_leaves_places_for_the_others() -> None:
    asked: list[str] = []

    async def ask(who: Credentials) -> None:
        asked.append(who.secret)
        await right_or_never(who)

    gate = LoginGate(ask, quick_seconds=60.0)
    wrong = [
        asyncio.create_task(gate.admit(entry("ws://x", "a"), "6.6.6.6")) for _ in range(2 * MAX_CONCURRENT)
    ]
    await until(lambda: len(asked) == MAX_CONCURRENT_OF_ADDRESS, "as many as one address may")
    await gate.admit(entry("ws://x", "right"), "1.2.3.4")
    assert asked == ["a"] * MAX_CONCURRENT_OF_ADDRESS + ["right"]
    for task in wrong:
        task.cancel()
    await asyncio.gather(*wrong, return_exceptions=True)
    await gate.admit(entry("ws://x", "right"), "6.6.6.6")


async def test_a_slow_hub_s_right_login_is_let_in_too() -> None:
    answer = asyncio.Event()

    async def ask(_: Credentials) -> None:
        await answer.wait()

    gate = LoginGate(ask, quick_seconds=0.0)
    login = asyncio.create_task(gate.admit(entry("ws://x"), "1.2.3.4"))
    await until(lambda: gate._slow, "it is among the slow ones")
    answer.set()
    await login


async def test_who_was_refused_too_often_is_told_that_it_passes() -> None:
    async def ask(_: Credentials) -> None:
        raise LoginDelayed("Too many wrong logins came from this address.")

    with pytest.raises(NotAdmitted, match="Too many wrong logins") as refused:
        await LoginGate(ask).admit(entry("ws://x"), "1.2.3.4")
    assert refused.value.status == 429


async def test_at_a_real_hub_the_right_secret_comes_in_beside_many_wrong_ones() -> None:
    async with serving() as server:
        gate = LoginGate()
        wrong = [asyncio.create_task(gate.admit(entry(server.url, "sesame"), "6.6.6.6")) for _ in range(30)]
        await until(lambda: len(gate._slow) >= MAX_CONCURRENT_OF_ADDRESS, "wrong ones that wait")
        async with asyncio.timeout(5.0):
            await gate.admit(entry(server.url), "6.6.6.6")
        assert not all(it.done() for it in wrong)
        for task in wrong:
            task.cancel()
        await asyncio.gather(*wrong, return_exceptions=True)
