"""Many contacts, and servers that read slowly: the link comes up and stays up."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from lampfield.model.link import LinkName, LinkState
from lampfield.model.show import Show
from tests.live.chat_server import ChatServer
from tests.live.conftest import KINDS
from tests.live.desk import desk
from tests.live.ejabberd import Ejabberd
from tests.live.friend import Friend, friend
from tests.live.needed import needed
from tests.waiting import until

ONLINE = 40
LOGINS_AT_ONCE = 8


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def fresh_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChatServer]:
    """A server that nobody was logged in at before; the test starts it."""
    kind = request.param
    needed(kind.name, kind.there(), "install it")
    server: ChatServer = kind(tmp_path_factory.mktemp(kind.name))
    yield server
    if server.runs:
        server.stop()


async def log_in(stack: AsyncExitStack, server: ChatServer, names: list[str]) -> list[Friend]:
    """Log many in, some at a time."""
    turn = asyncio.Semaphore(LOGINS_AT_ONCE)

    async def one(name: str) -> Friend:
        async with turn:
            return await stack.enter_async_context(friend(server, name))

    return await asyncio.gather(*map(one, names))


def shown(other: Friend, address: str) -> str:
    """Return the show of somebody's only resource, as a friend sees it."""
    resources: Any = other.client.client_roster.presence(address)  # type: ignore[arg-type]
    return next((str(it["show"]) for it in resources.values()), "")


async def test_a_server_that_reads_slowly_is_not_called_dead(fresh_server: ChatServer) -> None:
    """Prosody asks once for each contact what the new client can do, and reads the answers one by one."""
    names = [f"p{number}" for number in range(ONLINE)]
    fresh_server.narrow()
    fresh_server.start()
    for name in ("alice", *names):
        fresh_server.register(name)
    fresh_server.befriend("alice", names)
    async with AsyncExitStack() as stack:
        friends = await log_in(stack, fresh_server, names)
        standing = await stack.enter_async_context(desk(fresh_server, "alice"))
        await standing.link(LinkState.UP)
        since = standing.pbx.links[LinkName.CHAT].since

        def online() -> int:
            return sum(contact.show is Show.ONLINE for contact in standing.pbx.contacts)

        await until(lambda: online() == ONLINE, "everybody online", 30)
        # What is sent now is read behind all those answers.
        setting = asyncio.create_task(standing.pbx.set_presence(Show.DND, "read behind all else"))
        await until(lambda: shown(friends[0], standing.address) == "dnd", "what was sent last", 60)
        await asyncio.wait({setting})
        link = standing.pbx.links[LinkName.CHAT]
        assert (link.state, link.since, online()) == (LinkState.UP, since, ONLINE)


async def test_a_big_roster_comes_up_whole(fresh_server: ChatServer) -> None:
    size = 100 if isinstance(fresh_server, Ejabberd) else 3000
    names = [f"p{number}" for number in range(size)]
    fresh_server.start()
    fresh_server.register("alice")
    fresh_server.befriend("alice", names)
    async with desk(fresh_server, "alice") as standing:
        for _ in range(2):
            await until(lambda: standing.pbx.links[LinkName.CHAT].state is LinkState.UP, "link up", 60)
            assert sorted(contact.name for contact in standing.pbx.contacts) == sorted(names)
            await standing.pbx.reset_link(LinkName.CHAT)
            await standing.link(LinkState.DOWN)
