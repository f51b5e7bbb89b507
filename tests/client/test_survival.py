"""What cannot be read or applied ends the connection with a reason, and the next one is made."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, cast

import pytest
from websockets.asyncio.server import ServerConnection

from lampfield.client import reconnecting, replica
from lampfield.client.handshake import open_socket
from lampfield.client.options import Options
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.hub import snapshots
from lampfield.hub.server import HubServer
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import RefusalCode
from lampfield.protocol.errors import (
    AnswerTimeout,
    ConnectionLost,
    FeedError,
    NotConnected,
    RequestError,
    Unreadable,
)
from lampfield.protocol.limits import MAX_REQUEST_BYTES
from lampfield.protocol.notifications import ContactUpdate, RoomGone
from lampfield.protocol.requests import LinkReset
from tests.client.test_misbehaviour import connecting, login, notice, playing
from tests.client.test_reconnect import ALICE, BOB, hub_link, knows
from tests.client.test_reconnect import connecting as connecting_to_hub
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

DEEP = "[" * 50_000 + "]" * 50_000


def update(value: str) -> str:
    """Return an update whose contact holds a value as it stands."""
    return notice("contact.update", seq=2, contact={"cID": 1, "x": "?"}).replace('"?"', value)


UNREADABLE: list[str | bytes] = [
    update(DEEP),
    f'{{"jsonrpc":"2.0","method":"of.a.newer.hub","params":{DEEP}}}',
    f'{{"jsonrpc":"2.0","id":{DEEP}}}',
    b'{"jsonrpc":"2.0","method":"contact.update","params":{"seq":2,"contact":{"cID":1,"name":"\xff"}}}',
    b'[{"jsonrpc":"2.0","method":"of.a.newer.hub"},{"jsonrpc":"2.0","method":"room.gone","params":"\xff"}]',
    b"\xff\xfe",
]


@pytest.mark.parametrize("frame", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_cannot_be_read_takes_the_hub_s_link_down_and_it_comes_back(frame: str | bytes) -> None:
    """Twice in a row: the second time is no other than the first."""
    connections = 0
    reasons: list[str] = []

    async def play(socket: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        await login(socket)
        if connections <= 2:
            await socket.send(frame)
        await socket.wait_closed()

    def note(pbx: PBX) -> Callable[[Batch], None]:
        def noted(batch: Batch) -> None:
            link = pbx.links[LinkName.HUB]
            if LinkName.HUB in batch.links and link.state is not LinkState.UP:
                reasons.append(link.reason)

        return noted

    async with playing(play) as url, connecting(url, delays=lambda: iter([0.0] * 5)) as pbx:
        pbx.subscribe(note(pbx))
        await until(lambda: connections == 3 and hub_link(pbx) is LinkState.UP, "the third connection")
        assert len(reasons) == 2
        words = ("The hub sent an unreadable frame", "This program failed on a frame of the hub")
        assert all(reason.startswith(words) for reason in reasons)
        assert pbx.failed is None


@pytest.mark.parametrize("end", [AnswerTimeout, ConnectionLost, NotConnected])
async def test_whether_a_request_was_done_is_known_only_where_it_was_not_sent(end: type[FeedError]) -> None:
    class Ending:
        async def request(self, *_: object) -> None:
            raise end("It ended.")

    pbx = PBX(Options(url="ws://127.0.0.1:1"))
    pbx.feed._connection = cast("Any", Ending())
    with pytest.raises(end) as caught:
        await pbx.request(LinkReset(name=LinkName.CHAT))
    assert caught.value.outcome_unknown is (end is not NotConnected)
    assert str(caught.value).startswith("It ended.")


async def test_the_notice_that_cannot_be_read_is_named() -> None:
    async def play(socket: ServerConnection) -> None:
        await login(socket)
        await socket.send(notice("contact.new", seq="x"))
        await socket.wait_closed()

    async with playing(play) as url, connecting(url, delays=lambda: iter(())) as pbx:
        await pbx.closed()
        assert "contact.new: Expected `int`" in str(pbx.failed)


async def test_nothing_of_a_feed_runs_on_after_its_end() -> None:
    async def play(socket: ServerConnection) -> None:
        await login(socket)
        await socket.wait_closed()

    async with playing(play) as url:
        async with connecting(url):
            assert len(tasks_of_feeds()) == 2
        assert not tasks_of_feeds()


def tasks_of_feeds() -> list[str]:
    """Return the names of the tasks that clients run."""
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("lampfield ")]


async def test_an_answer_that_cannot_be_read_is_an_error_of_that_request_alone() -> None:
    async def play(socket: ServerConnection) -> None:
        await login(socket)
        asked = json.loads(await socket.recv())
        await socket.send(b'{"jsonrpc":"2.0","id":%d,"result":{"uid":"\xff"}}' % asked["id"])
        await socket.wait_closed()

    async with playing(play) as url, connecting(url) as pbx:
        (alice,) = pbx.contacts
        with pytest.raises(RequestError, match="cannot be read"):
            await alice.dial()
        assert hub_link(pbx) is LinkState.UP


@pytest.mark.parametrize("through", ["notices alone", "notices and an answer"])
async def test_a_fault_in_applying_ends_in_a_snapshot_and_in_the_truth(
    through: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    faults = 0
    good = replica._HANDLERS[ContactUpdate]

    def fail(item: ContactUpdate, *more: Any) -> None:
        nonlocal faults
        if item.contact.blf in (1, 2):
            faults += 1
            raise KeyError("a fault of ours")
        good(item, *more)

    broken: dict[Any, Any] = {**replica._HANDLERS, ContactUpdate: fail}
    monkeypatch.setattr(replica, "_HANDLERS", broken)
    # A snapshot of the moment before would be followed by the same change again.
    monkeypatch.setattr(snapshots, "SNAPSHOT_SECONDS", 0.0)
    source = Scripted(ALICE, BOB)
    async with HubServer([ACCOUNT], [source]) as hub, connecting_to_hub(hub.url) as pbx:
        resets: list[bool] = []
        links: list[tuple[LinkState, str]] = []

        def note(batch: Batch) -> None:
            resets.append(batch.reset)
            links.append((hub_link(pbx), pbx.links[LinkName.HUB].reason))

        pbx.subscribe(note)
        for blf in (1, 2):
            source.tell(contact("b", blf=blf), contact("a", blf=blf))
            if through == "notices and an answer":
                await pbx_asks(pbx)
            await until(partial(knows, pbx, Alice=blf, Bob=blf), "the truth, from a snapshot")
            await until(lambda: hub_link(pbx) is LinkState.UP, "the link again")
        assert faults == 2
        assert sum(resets) == 2
        reasons = {reason for state, reason in links if state is not LinkState.UP}
        assert reasons == {
            "This program failed on a frame of the hub (KeyError: 'a fault of ours'). See its log."
        }
    assert caplog.text.count("Traceback") == 2


async def pbx_asks(pbx: PBX) -> None:
    """Send a request whose response follows the changes in a frame, and expect it to fail."""
    with suppress(Unreadable):
        await next(iter(pbx.contacts)).xmpp_req()


async def test_what_changed_before_a_fault_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("room")

    broken: dict[Any, Any] = {**replica._HANDLERS, RoomGone: fail}
    monkeypatch.setattr(replica, "_HANDLERS", broken)

    async def play(socket: ServerConnection) -> None:
        await login(socket)
        changes = (
            notice("contact.update", seq=2, contact={"cID": 1, "name": "Alicia"}),
            notice("room.gone", seq=3, roomID=1),
        )
        await socket.recv()
        await socket.send(f"[{','.join(changes)}]")
        await socket.wait_closed()

    async with playing(play) as url, connecting(url, delays=lambda: iter(())) as pbx:
        updates: list[set[Any]] = []
        pbx.subscribe(lambda batch: updates.append(set(batch.contacts_updated)))
        await pbx_asks(pbx)
        await pbx.closed()
        assert {1} in updates
        assert isinstance(pbx.failed, Unreadable)
        assert [it.name for it in pbx.contacts] == ["Alicia"]


async def test_the_keeper_outlives_an_attempt_that_fails_in_a_way_nobody_foresaw(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries = 0
    real = open_socket

    async def attempt(*args: Any) -> Any:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise KeyError("nobody foresaw this")
        return await real(*args)

    monkeypatch.setattr(reconnecting, "open_socket", attempt)
    async with (
        HubServer([ACCOUNT], [Scripted(ALICE)]) as hub,
        connecting_to_hub(hub.url, first="retry") as pbx,
    ):
        await until(lambda: knows(pbx, Alice=0), "the third try")
        assert pbx.failed is None
    assert caplog.text.count("KeyError: 'nobody foresaw this'") >= 2
    assert tries == 3


async def test_a_policy_that_fails_ends_the_feed_with_a_reason(caplog: pytest.LogCaptureFixture) -> None:
    def policy(_: Exception) -> bool:
        raise KeyError("policy")

    async with connecting_to_hub("ws://127.0.0.1:1", first="retry", policy=policy) as pbx:
        await pbx.closed()
        assert "KeyError: 'policy'" in str(pbx.failed)
        assert hub_link(pbx) is LinkState.DOWN
        assert pbx.links[LinkName.HUB].reason == str(pbx.failed)
    assert "Traceback" in caplog.text


async def test_what_fails_right_after_each_login_is_tried_ever_more_rarely() -> None:
    waits: list[float] = []
    outages = 0

    def delays() -> Iterator[float]:
        nonlocal outages
        outages += 1
        for wait in range(6):
            waits.append(wait)
            yield 0.0

    async def play(socket: ServerConnection) -> None:
        await login(socket)
        await socket.send("nonsense")
        await socket.wait_closed()

    async with playing(play) as url, connecting(url, delays=delays) as pbx:
        await pbx.closed()
    assert waits == list(range(6))
    assert outages == 1


async def test_each_outage_begins_with_the_first_wait() -> None:
    waits: list[int] = []

    def delays() -> Iterator[float]:
        for wait in range(3):
            waits.append(wait)
            yield 0.0

    connections = 0

    async def play(socket: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        await login(socket)
        if connections < 6:
            await socket.close(1001, "again")
        await socket.wait_closed()

    async with playing(play) as url, connecting(url, delays=delays) as pbx:
        await until(lambda: connections == 6 and hub_link(pbx) is LinkState.UP, "the sixth connection")
    assert waits == [0] * 5


async def test_what_is_too_long_is_refused_and_the_connection_stays() -> None:
    async with HubServer([ACCOUNT], [Scripted(ALICE)]) as hub, connecting_to_hub(hub.url) as pbx:
        room = await next(iter(pbx.contacts)).chat()
        for text in ("x" * 20_001, "x" * MAX_REQUEST_BYTES, "\N{BELL}" * 100_000, "x" * 5_000_000):
            with pytest.raises(RequestError, match="Send it in parts") as caught:
                await room.post(text)
            assert (caught.value.word, caught.value.outcome_unknown) == (RefusalCode.BAD_TEXT, False)
        assert hub_link(pbx) is LinkState.UP
        await room.post("x" * 20_000)
        await room.post("\N{BELL}" * 20_000)
        assert len(room.log) == 2
