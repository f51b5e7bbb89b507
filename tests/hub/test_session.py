"""From the hub's first words to live changes, on the wire."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from lampfield.hub import auth
from lampfield.hub.connection import Client
from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.model.change import ContactGone
from lampfield.model.identity import ContactKey
from lampfield.protocol.limits import MAX_REQUEST_BYTES, SUBPROTOCOL
from lampfield.sources.demo.source import DemoSource
from tests.hub.caller import ACCOUNT, calling, serving
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

ALICE = contact("alice@acme.test", name="Alice", number="201", blf=0)
BOB = contact("bob@acme.test", name="Bob", blf=1)


async def test_the_hub_speaks_first() -> None:
    async with serving(Scripted(), name="front desk") as hub, calling(hub) as caller:
        (hello,) = caller.frames[0]
        assert caller.socket.subprotocol == SUBPROTOCOL
        assert hello["method"] == "feed.hello"
        params = hello["params"]
        assert (params["server"], params["protocolMin"], params["protocolMax"]) == ("front desk", 1, 1)
        assert params["epoch"]
        assert params["version"]


async def test_login_says_who_one_is() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        answer = await caller.login()
        assert answer["me"] == {
            "account": "reception",
            "chatID": "me@acme.test",
            "rights": ["dial", "chat", "parties", "reset"],
        }
        assert len(answer["token"]) > 30


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let refused logins not wait."""
    monkeypatch.setattr(auth, "LAST_DELAY_SECONDS", 0.0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("account", "secret"),
    [("reception", "wrong"), ("reception", ""), ("nobody", "open sesame"), ("", ""), ("x", "")],
)
async def test_a_wrong_login_is_refused_and_may_be_tried_again(account: str, secret: str) -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        error = await caller.refused("login", account=account, secret=secret)
        assert (error["code"], error["data"]) == (1002, "login-refused")
        assert error["message"].endswith(".")
        await caller.login()


async def test_an_account_without_a_secret_lets_nobody_in(at_once: None) -> None:
    async with HubServer([Account(name="open")], [Scripted()]) as hub, calling(hub) as caller:
        assert (await caller.refused("login", account="open", secret=""))["code"] == 1002


async def test_a_token_of_an_earlier_login_opens_another_session(at_once: None) -> None:
    async with serving(Scripted()) as hub, calling(hub) as first:
        token = (await first.login())["token"]
        async with calling(hub, additional_headers={"Authorization": f"Bearer {token}"}) as second:
            assert (await second.ask("login"))["me"]["account"] == "reception"
        async with calling(hub, additional_headers={"Authorization": "Bearer wrong"}) as third:
            error = await third.refused("login")
            assert (error["code"], "token" in error["message"]) == (1002, True)


async def test_what_a_connection_began_with_is_not_kept_as_long_as_it_lasts() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        await caller.login()
        (socket,) = hub.context.sessions
        assert socket.request is not None
        assert not socket.request.headers
        assert socket.response is None


async def test_nothing_is_done_before_login_and_start() -> None:
    async with serving(Scripted(ALICE)) as hub, calling(hub) as caller:
        assert (await caller.refused("contact.dial", cID=1))["code"] == 1001
        assert (await caller.refused("feed.start"))["code"] == 1001
        await caller.login()
        assert (await caller.refused("contact.dial", cID=1))["code"] == 1003


async def test_a_snapshot_holds_all() -> None:
    async with serving(Scripted(ALICE, BOB)) as hub, calling(hub) as caller:
        started = await caller.start()
        assert [contact["name"] for contact in started["contacts"]] == ["Alice", "Bob"]
        assert {"cID", "companyName", "canCall", "blf", "show", "chatID"} <= started["contacts"][0].keys()
        assert {link["name"]: link["state"] for link in started["links"]} == {"phone": "up", "chat": "up"}
        assert started["epoch"] == caller.frames[0][0]["params"]["epoch"]
        assert started["resumed"] is False


async def test_a_change_comes_with_what_changed_only() -> None:
    source = Scripted(ALICE)
    async with serving(source) as hub, calling(hub) as caller:
        started = await caller.start()
        source.tell(contact("alice@acme.test", blf=2, number="201"))
        update = await caller.notice("contact.update")
        assert update["seq"] > started["seq"]
        assert update["contact"].keys() == {"cID", "blf", "blfSince"}
        source.tell(BOB)
        assert (await caller.notice("contact.new"))["contact"]["name"] == "Bob"
        source.tell(ContactGone(ContactKey("alice@acme.test")))
        assert (await caller.notice("contact.gone"))["cID"] == started["contacts"][0]["cID"]


async def test_what_is_told_at_once_comes_in_one_frame_to_all() -> None:
    source = Scripted()
    async with serving(source) as hub, calling(hub) as one, calling(hub) as other:
        await one.start()
        await other.start()
        source.tell(ALICE)
        source.tell(BOB)
        assert await one.frame() == await other.frame()
        assert [part["params"]["contact"]["name"] for part in one.frames[-1]] == ["Alice", "Bob"]


async def test_a_client_hears_only_what_it_asked_for() -> None:
    source = Scripted(ALICE)
    async with serving(source) as hub, calling(hub) as caller:
        started = await caller.start(datasets=["devices", "something new"])
        assert started["contacts"] == []
        source.tell(BOB)
        await caller.ask("link.reset", name="chat")
        assert all(part.get("method") is None for frame in caller.frames[3:] for part in frame)


async def test_starting_anew_gives_a_snapshot_again() -> None:
    source = Scripted(ALICE)
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start(datasets=["devices"])
        again = await caller.ask("feed.start")
        assert [contact["name"] for contact in again["contacts"]] == ["Alice"]
        source.tell(BOB)
        assert (await caller.notice("contact.new"))["contact"]["name"] == "Bob"


async def test_each_of_several_starts_is_answered() -> None:
    async with serving(Scripted(ALICE)) as hub, calling(hub) as caller:
        await caller.login()
        starts = [{"jsonrpc": "2.0", "id": id_, "method": "feed.start"} for id_ in (98, 99)]
        await caller.socket.send(json.dumps(starts))
        answered: dict[int, int] = {}
        while len(answered) < 2:
            answered |= {part["id"]: len(part["result"]["contacts"]) for part in await caller.frame()}
        assert answered == {98: 1, 99: 1}


async def test_the_demo_is_served() -> None:
    async with serving(DemoSource(50, rate=0)) as hub, calling(hub) as caller:
        assert len((await caller.start())["contacts"]) == 50


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", 1007),
        ("", 1007),
        ('"text"', 1008),
        ("[]", 1008),
        ("{}", 1008),
        ('{"jsonrpc": "1.0", "id": 1, "method": "login"}', 1008),
        ('{"jsonrpc": "2.0", "id": 1.5, "method": "login"}', 1008),
        ('{"jsonrpc": "2.0", "id": 1, "method": ["login"]}', 1008),
        ('{"jsonrpc": "2.0", "id": 1, "method": "login", "params": ' + "[" * 9999 + "]" * 9999 + "}", 1008),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "login"}', 1008),
        ("x" * (MAX_REQUEST_BYTES + 1), 1009),
    ],
)
async def test_a_malformed_frame_ends_that_session_only(frame: str | bytes, code: int) -> None:
    source = Scripted()
    async with serving(source) as hub, calling(hub) as good, calling(hub) as bad:
        await good.start()
        await bad.socket.send(frame)
        assert (await bad.end())[0] == code
        source.tell(ALICE)
        assert (await good.notice("contact.new"))["contact"]["name"] == "Alice"


async def test_text_that_is_no_utf_8_ends_the_session() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        await caller.socket.send(b"\xff\xfe", text=True)
        assert (await caller.end())[0] == 1007


async def test_what_is_logged_of_a_bad_frame_holds_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        await caller.socket.send('{"jsonrpc": "2.0", "method": "login", "params": {"secret": "hunter2"')
        await caller.end()
    assert "is dropped (1007)" in caplog.text
    assert "hunter2" not in caplog.text


async def test_a_notification_of_a_client_is_ignored() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        await caller.socket.send('{"jsonrpc": "2.0", "method": "something.new"}')
        await caller.login()


async def test_ids_come_back_as_they_were() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        for id_ in ("seven", None, -1, 10**30):
            await caller.socket.send(json.dumps({"jsonrpc": "2.0", "id": id_, "method": "nope"}))
            (answer,) = await caller.frame()
            assert answer["id"] == id_


async def test_a_batch_of_requests_is_answered() -> None:
    async with serving(Scripted()) as hub, calling(hub) as caller:
        requests = [{"jsonrpc": "2.0", "id": number, "method": "nope"} for number in range(200)]
        await caller.socket.send(json.dumps(requests))
        answered: set[int] = set()
        while len(answered) < 200:
            answered |= {part["id"] for part in await caller.frame()}


async def test_a_page_in_a_browser_is_not_let_in() -> None:
    async with serving(Scripted(), origins=["https://board.acme.test"]) as hub:
        with pytest.raises(InvalidStatus):
            await connect(hub.url, origin="https://evil.test")  # type: ignore[arg-type]
        async with calling(hub, origin="https://board.acme.test") as caller:
            await caller.login()


async def test_closing_the_hub_tells_its_clients() -> None:
    source = Scripted()
    hub = HubServer([ACCOUNT], [source])
    await hub.__aenter__()
    async with calling(hub) as caller:
        await caller.start()
        await hub.__aexit__(None, None, None)
        code, reason = await caller.end()
        assert (code, bool(reason)) == (1001, True)
        assert not source.sessions[0].open
        assert source.closed


async def test_the_desk_stays_a_while_and_then_lets_its_sources_go() -> None:
    source = Scripted(ALICE)
    async with serving(source, linger=0.0) as hub:
        async with calling(hub) as caller:
            await caller.start()
            assert source.sessions[0].open
        await until(lambda: not source.sessions[0].open, "the desk's end")
        async with calling(hub) as caller:
            await caller.start()
            assert [session.open for session in source.sessions] == [False, True]


async def test_one_who_is_back_soon_finds_the_same_desk() -> None:
    source = Scripted(ALICE)
    async with serving(source, linger=30.0) as hub:
        for _ in range(3):
            async with calling(hub) as caller:
                await caller.start()
        assert [session.open for session in source.sessions] == [True]


async def test_clients_that_start_at_the_same_time_share_a_desk() -> None:
    source = Scripted(ALICE)
    async with serving(source) as hub, calling(hub) as one, calling(hub) as other:
        await asyncio.gather(one.start(), other.start())
        assert len(source.sessions) == 1


async def test_a_source_that_cannot_start_has_its_links_down() -> None:
    source = Scripted()
    source.fails_to_start = True
    async with serving(source) as hub, calling(hub) as caller:
        started = await caller.start()
        assert {link.get("state", "down") for link in started["links"]} == {"down"}
        reason = "scripted could not start: no route to the PBX"
        assert {link["reason"] for link in started["links"]} == {reason}
        assert all(link["since"] > 0 for link in started["links"])
        error = await caller.refused("link.reset", name="chat")
        assert error["data"] == "link-down"


async def test_a_change_that_cannot_be_taken_costs_that_one_only(caplog: pytest.LogCaptureFixture) -> None:
    source = Scripted()
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        source.tell("nonsense", ALICE)  # type: ignore[arg-type]
        assert (await caller.notice("contact.new"))["contact"]["name"] == "Alice"
        assert hub.context.meter.failed_changes == 1
    assert "cannot apply a str" in caplog.text
    assert ACCOUNT.secret not in caplog.text


@pytest.mark.parametrize("method", ["feed.start", "login", "link.reset"])
async def test_what_fails_in_a_way_nobody_foresaw_is_answered_and_the_session_goes_on(
    method: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise KeyError("nobody foresaw this")

    source = Scripted(ALICE)
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        with monkeypatch.context() as context:
            context.setattr(Client, "start", fail)
            context.setattr(Client, "login", fail)
            source.refusal = KeyError("nobody foresaw this")
            for _ in range(2):
                error = await caller.refused(method, name="chat")
                assert (error["code"], error["data"]) == (-32603, "internal-error")
        started = await caller.start()
        assert [it["name"] for it in started["contacts"]] == ["Alice"]
    assert caplog.text.count("KeyError") >= 2


@pytest.mark.parametrize(
    "params", ["[" * 40_000 + "]" * 40_000, '{"account": ' + "[" * 40_000 + "]" * 40_000 + "}"]
)
async def test_what_is_nested_too_deeply_ends_that_session_only(params: str) -> None:
    async with serving(Scripted()) as hub, calling(hub) as good, calling(hub) as bad:
        await bad.socket.send('{"jsonrpc": "2.0", "id": 1, "method": "login", "params": ' + params + "}")
        assert (await bad.end())[0] == 1008
        await good.login()
