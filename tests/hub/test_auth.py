"""Logins: the right ones come in at once, whatever the wrong ones of the same address do."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

import lampfield
from lampfield.client.options import is_transient
from lampfield.hub import auth
from lampfield.hub.auth import (
    BAD_BEARER,
    BAD_CREDENTIALS,
    LAST_DELAY_SECONDS,
    LOG_INTERVAL_SECONDS,
    MAX_LINES,
    MAX_WAITING,
    TOO_MANY_LOGINS,
    Authenticator,
    RefusalLog,
    Tokens,
    network_of,
)
from lampfield.hub.failure import Failure, too_many_logins
from lampfield.hub.meter import Meter
from lampfield.model.account import Account
from lampfield.model.link import LinkName, LinkState
from lampfield.protocol.errors import LoginDelayed, LoginRefused
from lampfield.protocol.requests import Login
from tests.hub.caller import ACCOUNT, calling, serving
from tests.hub.scripted import Scripted
from tests.hub.stores import Clock
from tests.hub.test_session import ALICE
from tests.waiting import until
from tests.wire import Wire, wire_to

OTHER = Account(name="other", secret="another secret")


class Sleeps:
    """Takes the place of asyncio.sleep in the gate: notes the delays, and waits until it is let go."""

    def __init__(self, *, held: bool = False) -> None:
        self.seconds: list[float] = []
        self.go = asyncio.Event()
        if not held:
            self.go.set()

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await self.go.wait()


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> Sleeps:
    noted = Sleeps()
    monkeypatch.setattr(auth, "asyncio", SimpleNamespace(sleep=noted))
    return noted


def gate_of(meter: Meter | None = None, tokens: Tokens | None = None) -> Authenticator:
    return Authenticator([ACCOUNT, OTHER], tokens if tokens is not None else Tokens(), meter or Meter())


async def refused(
    it: Authenticator, account: str = "other", peer: str = "192.0.2.1", token: str = ""
) -> Failure:
    with pytest.raises(Failure) as caught:
        await it.admit(Login(account=account, secret="" if token else "wrong"), token, peer)
    return caught.value


def body(failure: Failure) -> tuple[int, str, str]:
    return failure.body.code, failure.body.data, failure.body.message


async def test_each_further_refusal_takes_twice_as_long_up_to_a_limit(sleeps: Sleeps) -> None:
    meter = Meter()
    it = gate_of(meter)
    for _ in range(6):
        assert body(await refused(it)) == (1002, "login-refused", BAD_CREDENTIALS)
    assert sleeps.seconds == [0.5, 1.0, 2.0, 4.0, LAST_DELAY_SECONDS, LAST_DELAY_SECONDS]
    assert meter.logins_refused == 6


async def test_the_delay_goes_by_address_and_by_account(sleeps: Sleeps) -> None:
    it = gate_of()
    await refused(it, "other", "192.0.2.1")
    await refused(it, "other", "192.0.2.2")
    await refused(it, "third", "192.0.2.2")
    await refused(it, "fourth", "192.0.2.3")
    assert sleeps.seconds == [0.5, 1.0, 1.0, 0.5]


async def test_a_right_login_forgets_the_wrong_ones_before_it(sleeps: Sleeps) -> None:
    it = gate_of()
    await refused(it, OTHER.name)
    assert await it.admit(Login(account=OTHER.name, secret=OTHER.secret), "", "192.0.2.1") is OTHER
    await refused(it, OTHER.name)
    assert sleeps.seconds == [0.5, 0.5]


async def test_a_token_that_is_not_good_is_delayed_too(sleeps: Sleeps) -> None:
    assert body(await refused(gate_of(), token="stale")) == (1002, "login-refused", BAD_BEARER)
    assert sleeps.seconds == [0.5]


async def test_the_right_secret_and_a_token_never_wait_and_further_wrong_ones_are_put_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sleeps = Sleeps(held=True)
    monkeypatch.setattr(auth, "asyncio", SimpleNamespace(sleep=sleeps))
    tokens, meter = Tokens(), Meter()
    it = gate_of(meter, tokens)
    token = tokens.new(ACCOUNT)
    guesses = [asyncio.create_task(refused(it)) for _ in range(MAX_WAITING + 3)]
    await until(lambda: len(sleeps.seconds) == MAX_WAITING + 3, "all guesses wait")
    assert sleeps.seconds[MAX_WAITING:] == [auth.FIRST_DELAY_SECONDS] * 3
    login = Login(account=ACCOUNT.name, secret=ACCOUNT.secret)
    assert await it.admit(login, "", "192.0.2.1") is ACCOUNT
    assert await it.admit(Login(), token, "192.0.2.1") is ACCOUNT
    sleeps.go.set()
    answers = [body(failure) for failure in await asyncio.gather(*guesses)]
    assert answers[:MAX_WAITING] == [(1002, "login-refused", BAD_CREDENTIALS)] * MAX_WAITING
    assert answers[MAX_WAITING:] == [(1004, "too-many-logins", TOO_MANY_LOGINS)] * 3
    assert meter.logins_refused == MAX_WAITING + 3
    assert not it._waiting
    assert body(await refused(it))[1] == "login-refused"


def test_a_refusal_that_passes_by_itself_is_tried_again_and_a_wrong_secret_is_not() -> None:
    assert is_transient(LoginDelayed(TOO_MANY_LOGINS))
    assert not is_transient(LoginRefused(BAD_CREDENTIALS))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_what_an_address_is_counted_as(address: str, network: str) -> None:
    assert network_of(address) == network


def made(wire: Wire, tries: int) -> bool:
    return wire.connections >= tries


async def test_who_comes_back_while_others_guess_from_the_same_address_comes_back() -> None:
    async with (
        serving(Scripted(ALICE)) as hub,
        wire_to(hub.port) as wire,
        AsyncExitStack() as stack,
        lampfield.connect(
            wire.url, account=ACCOUNT.name, secret=ACCOUNT.secret, delays=lambda: iter([0.0] * 9)
        ) as pbx,
    ):
        for _ in range(MAX_WAITING + 4):
            guesser = await stack.enter_async_context(calling(hub))
            await guesser.say("login", account="other", secret="wrong")
        await until(lambda: hub.context.meter.logins_refused == MAX_WAITING + 4, "the guesses")
        for tries in (2, 3):
            wire.cut()
            await until(partial(made, wire, tries), "the next try")
            await until(lambda: pbx.links[LinkName.HUB].state is LinkState.UP, "the board again")
        assert pbx.failed is None


async def test_a_client_that_is_put_off_tries_again_until_it_is_let_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(auth, "FIRST_DELAY_SECONDS", 0.0)
    async with serving(Scripted(ALICE)) as hub:
        put_off = 0
        right = hub.context.authenticator.admit

        async def admit(*args: Any) -> Account:
            nonlocal put_off
            if put_off < 2:
                put_off += 1
                raise too_many_logins(TOO_MANY_LOGINS)
            return await right(*args)

        monkeypatch.setattr(hub.context.authenticator, "admit", admit)

        def waits() -> Iterator[float]:
            yield from [0.0] * 3

        login: dict[str, Any] = {"account": ACCOUNT.name, "secret": ACCOUNT.secret}
        async with lampfield.connect(hub.url, first="retry", delays=waits, **login) as pbx:
            await until(lambda: pbx.links[LinkName.HUB].state is LinkState.UP, "the login")
        put_off = 0
        with pytest.raises(LoginDelayed, match="Wait a few seconds"):
            async with lampfield.connect(hub.url, **login):
                pass


class Lines:
    """A log of refusals with a clock, and what it wrote."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.WARNING)
        self._caplog = caplog
        self.clock = Clock()
        self.log = RefusalLog(self.clock)

    @property
    def written(self) -> list[str]:
        return [record.getMessage() for record in self._caplog.records]


def test_a_refused_login_is_logged_with_address_and_account(caplog: pytest.LogCaptureFixture) -> None:
    lines = Lines(caplog)
    lines.log.record("192.0.2.1", "reception")
    lines.log.record("192.0.2.2", "x\nlogin refused from 192.0.2.9, account 'y'" + "z" * 100)
    assert lines.written[0] == "login refused from 192.0.2.1, account 'reception'"
    assert lines.written[1].startswith(
        'login refused from 192.0.2.2, account "x login refused from 192.0.2.9'
    )
    assert "\n" not in lines.written[1]
    assert len(lines.written[1]) < 120


def test_one_address_gets_one_line_in_a_while_and_the_next_one_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lines = Lines(caplog)
    for _ in range(100):
        lines.log.record("192.0.2.1", "a")
    lines.log.record("192.0.2.2", "b")
    for _ in range(5):
        lines.log.record("192.0.2.1", "a")
    lines.clock.now += LOG_INTERVAL_SECONDS
    lines.log.record("192.0.2.1", "a")
    lines.clock.now += LOG_INTERVAL_SECONDS
    lines.log.record("192.0.2.1", "a")
    assert lines.written == [
        "login refused from 192.0.2.1, account 'a'",
        "login refused from 192.0.2.2, account 'b' (99 more since the last line)",
        "login refused from 192.0.2.1, account 'a' (5 more since the last line)",
        "login refused from 192.0.2.1, account 'a'",
    ]


def test_any_number_of_addresses_write_a_bounded_number_of_lines(caplog: pytest.LogCaptureFixture) -> None:
    lines = Lines(caplog)
    for second in range(3):
        for number in range(2_000):
            lines.log.record(f"192.0.2.{second}.{number}", "a")
        lines.clock.now += LOG_INTERVAL_SECONDS
    assert len(lines.written) == 3 * MAX_LINES
    assert len(lines.log._last) <= 1024


async def test_a_refusal_on_the_wire_is_in_the_log_without_the_secret(
    sleeps: Sleeps, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        await caller.refused("login", account="reception", secret="hunter2")
        await caller.login()
    assert "login refused from 127.0.0.1, account 'reception'" in caplog.text
    assert "hunter2" not in caplog.text
    assert caplog.text.count("login refused") == 1
