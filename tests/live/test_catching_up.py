"""What was written while the hub could not hear it: nothing is missing or doubled, and unread is right."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from slixmpp import JID

from lampfield.model.link import LinkState
from lampfield.sources.xmpp import disco, inbox
from lampfield.sources.xmpp.session import XmppSession
from tests.live.chat_server import ChatServer
from tests.live.desk import Desk, desk
from tests.live.friend import Friend, friend
from tests.live.kills import Counted, Trouble, counted, kills, outages
from tests.live.test_chat import say, texts
from tests.waiting import until
from tests.wire import Wire, wire_to

Newcomer = Callable[[str], str]

RESUME_SECONDS = 10.0
"""How long the servers of these tests keep a stream that was lost."""


@pytest.mark.parametrize("has_phone", [False, True], ids=["alone", "beside a phone"])
@pytest.mark.parametrize(
    ("trouble", "times"),
    [(kills(1.5), 3), (kills(RESUME_SECONDS * 1.3), 1), (outages(RESUME_SECONDS * 1.3), 1)],
    ids=["killed", "killed for longer than a stream is kept", "cut off for longer than a stream is kept"],
)
async def test_nothing_is_missing_or_doubled_after(
    chat_server: ChatServer, newcomer: Newcomer, tmp_path: Path, trouble: Trouble, times: int, has_phone: bool
) -> None:
    names = [newcomer(name) for name in ("alice", "bob", "cara", "dan")]
    found = await counted(chat_server, names, tmp_path, trouble, times, has_phone=has_phone)
    assert found == Counted(sent=found.sent)
    assert found.sent > 10


@pytest.mark.parametrize("ahead", [120.0, -120.0])
async def test_a_clock_that_is_wrong_loses_nothing(
    chat_server: ChatServer, newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch, ahead: float
) -> None:
    real = time.time
    for module in (inbox, disco):
        monkeypatch.setattr(module, "time", Clock(lambda: real() + ahead))
    alice, bob = newcomer("alice"), newcomer("bob")
    wanted: list[str] = []
    async with (
        friend(chat_server, bob) as other,
        wire_to(chat_server.port) as wire,
        desk(chat_server, alice, port=wire.port) as standing,
    ):
        await standing.link(LinkState.UP)
        for outage in ("first", "second"):
            wanted += [f"before the {outage}", *(f"{outage} {place}" for place in range(3))]
            say(other, standing.address, wanted[-4])
            await shows(standing, wanted[:-3])
            await lose(standing, wire, other, wanted[-3:])
            await shows(standing, wanted)
        [room] = standing.pbx.rooms
        assert room.unread == len(wanted)
        assert all(abs(said.time / 1000 - real()) < 60 for said in room.log)


async def shows(standing: Desk, wanted: list[str]) -> None:
    """Wait until just these texts are there, in this order."""
    await until(lambda: texts(standing) == wanted, f"{wanted}", 20)


class Clock:
    """What is used of the module ``time``, with another clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.time = clock


async def lose(standing: Desk, wire: Wire, other: Friend, meanwhile: list[str]) -> None:
    """Let the stream be lost for good, and somebody write meanwhile."""
    (hub_desk,) = standing.hub.context.accounts
    session = hub_desk._sessions["xmpp"]
    assert isinstance(session, XmppSession)
    client = session._connection._client
    assert client is not None
    wire.accepts = False
    wire.cut()
    await standing.link(LinkState.DOWN)
    # A stream can only be resumed by its name.
    client.plugin["xep_0198"].sm_id = None
    for text in meanwhile:
        say(other, standing.address, text)
    await other.client.plugin["xep_0199"].send_ping(JID(other.client.boundjid.host), timeout=10)
    wire.accepts = True
    await standing.link(LinkState.UP)
