"""Accounts that are changed while the hub runs: who is logged in with the former one is sent away."""

import asyncio
from functools import partial

import msgspec
import pytest

import lampfield
from lampfield.hub.server import HubServer
from lampfield.model.account import Account, Right
from lampfield.model.link import LinkName, LinkState
from tests.client.test_reconnect import soon
from tests.hub.caller import ACCOUNT, calling
from tests.hub.scripted import Scripted
from tests.hub.test_session import ALICE
from tests.waiting import until

OTHER = Account(name="other", secret="s2", may=(Right.CHAT,))


async def test_only_who_is_changed_is_sent_away() -> None:
    source = Scripted(ALICE)
    async with (
        HubServer([ACCOUNT, OTHER], [source], linger=30.0) as hub,
        calling(hub) as mine,
        calling(hub) as others,
    ):
        await mine.start()
        await others.login(OTHER)
        await others.ask("feed.start")
        may_more = msgspec.structs.replace(OTHER, may=(Right.CHAT, Right.DIAL))
        assert hub.set_accounts([ACCOUNT, may_more]) == {OTHER.name}
        assert await others.end() == (1012, "The account was changed. Log in again.")
        await mine.refused("contact.dial", cID=999)
        async with calling(hub) as again:
            me = (await again.login(may_more))["me"]
            assert me["rights"] == ["chat", "dial"]
            assert (await again.ask("feed.start"))["me"]["rights"] == ["chat", "dial"]
            assert [session.account for session in source.sessions if session.open] == [ACCOUNT, may_more]
            assert hub.set_accounts([ACCOUNT, may_more]) == frozenset()
            await again.refused("contact.dial", cID=999)


async def test_a_former_secret_and_a_former_token_are_good_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lampfield.hub.auth.LAST_DELAY_SECONDS", 0.0)
    async with HubServer([ACCOUNT], [Scripted()], linger=0.0) as hub:
        async with calling(hub) as caller:
            token = (await caller.login())["token"]
        renewed = msgspec.structs.replace(ACCOUNT, secret="new")
        assert hub.set_accounts([renewed]) == {ACCOUNT.name}
        async with calling(hub, additional_headers={"Authorization": f"Bearer {token}"}) as caller:
            assert (await caller.refused("login"))["data"] == "login-refused"
            assert (await caller.refused("login", account=ACCOUNT.name, secret=ACCOUNT.secret))[
                "code"
            ] == 1002
            await caller.login(renewed)


async def test_accounts_come_and_go() -> None:
    async with HubServer([ACCOUNT], [Scripted()], linger=0.0) as hub, calling(hub) as caller:
        await caller.start()
        assert hub.set_accounts([OTHER]) == {ACCOUNT.name}
        assert (await caller.end())[0] == 1012
        async with calling(hub) as other:
            await other.login(OTHER)
        await until(lambda: not hub.context.logins, "all are gone")


def has_sessions(source: Scripted, count: int) -> bool:
    """Say whether a source had so many sessions."""
    return len(source.sessions) == count


async def test_a_client_comes_back_by_itself_with_the_changed_account() -> None:
    source = Scripted(ALICE)
    async with (
        HubServer([ACCOUNT], [source]) as hub,
        lampfield.connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret, delays=soon) as pbx,
    ):
        for number, may in enumerate(((Right.CHAT,), (Right.DIAL, Right.CHAT)), 1):
            hub.set_accounts([msgspec.structs.replace(ACCOUNT, may=may)])
            await until(partial(has_sessions, source, number + 1), "another session")
            await until(lambda: pbx.links[LinkName.HUB].state is LinkState.UP, "the hub")
            assert pbx.me is not None
            assert pbx.me.rights == may
        assert [session.open for session in source.sessions] == [False, False, True]
        hub.set_accounts([msgspec.structs.replace(ACCOUNT, secret="new")])
        async with asyncio.timeout(10):
            await pbx.closed()
        assert "secret is wrong" in str(pbx.failed)
