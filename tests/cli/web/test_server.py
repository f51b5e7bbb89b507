"""What a browser gets before and after the login; a real server, and a client that says what it likes."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from aiohttp import web
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from lampfield.cli.web.credentials import Credentials, HubAddress
from lampfield.cli.web.login_gate import LoginGate
from lampfield.cli.web.proxies import Proxies
from lampfield.cli.web.server import WebServer
from lampfield.cli.web.sessions import WebSessions
from lampfield.protocol.errors import CannotConnect, LoginRefused
from tests.screenshots.stage import StoppedClock

FORM = {"account": "reception", "secret": "open sesame"}


async def ask(entry: Credentials) -> None:
    """Know one account."""
    if entry.account == "gone":
        raise CannotConnect("No hub answers.")
    if (entry.account, entry.secret) != ("reception", "open sesame"):
        raise LoginRefused("The hub does not know this account, or the secret is wrong.")


@asynccontextmanager
async def browsing(
    *, secure: bool = False, clock: StoppedClock | None = None, proxies: Proxies | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve pages to a client."""
    sessions = WebSessions(clock=clock or StoppedClock(1000.0))
    server = WebServer(
        HubAddress("ws://127.0.0.1:1"), secure=secure, gate=LoginGate(ask), sessions=sessions, proxies=proxies
    )
    runner = web.AppRunner(server.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield client
    finally:
        await runner.cleanup()


async def test_without_a_login_there_is_only_the_login() -> None:
    async with browsing() as client:
        for path in ("/", "/board?width=80&height=24"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        page = (await client.get("/login")).text
        assert 'type="password"' in page
        assert "data-font-size" not in page


async def test_after_the_login_there_is_the_board_s_page() -> None:
    async with browsing() as client:
        answer = await client.post("/login", data=FORM)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        page = await client.get("/")
        assert "data-font-size" in page.text
        assert "open sesame" not in page.text + str(page.url) + str(answer.headers)


async def test_the_cookie_is_nobody_else_s() -> None:
    async with browsing() as client:
        cookie = (await client.post("/login", data=FORM)).headers["set-cookie"]
    assert re.match(r"lampfield=[\w-]{43};", cookie)
    for attribute in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"):
        assert attribute in cookie
    async with browsing(secure=True) as client:
        cookie = (await client.post("/login", data=FORM)).headers["set-cookie"]
    assert cookie.startswith("__Host-lampfield=")
    assert "; Secure" in cookie


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({"account": "reception", "secret": "x"}, 403, "the secret is wrong"),
        ({"account": '"><script>', "secret": ""}, 403, "&quot;&gt;&lt;script&gt;"),
        ({"account": "gone", "secret": "x"}, 503, "No hub answers."),
        ({}, 403, "does not know this account"),
    ],
)
async def test_what_is_wrong_is_said_and_leads_nowhere(
    form: dict[str, str], status: int, sentence: str
) -> None:
    async with browsing() as client:
        answer = await client.post("/login", data=form)
        assert answer.status_code == status
        assert sentence in answer.text
        assert "<script>" not in answer.text
        assert "set-cookie" not in answer.headers
        assert (await client.get("/")).status_code == 303


async def test_a_login_ends_by_itself_and_by_logging_out() -> None:
    clock = StoppedClock(1000.0)
    async with browsing(clock=clock) as client:
        await client.post("/login", data=FORM)
        clock.now += 12 * 3600 - 1
        assert (await client.get("/")).status_code == 200
        clock.now += 1
        assert (await client.get("/")).status_code == 303
        await client.post("/login", data=FORM)
        cookie = {"Cookie": f"lampfield={client.cookies['lampfield']}"}
        assert (await client.post("/logout")).headers["location"] == "/login"
        assert (await client.get("/", headers=cookie)).status_code == 303


async def test_a_page_of_another_site_gets_nothing() -> None:
    elsewhere = {"Origin": "http://evil.example"}
    async with browsing() as client:
        assert (await client.post("/login", data=FORM, headers=elsewhere)).status_code == 403
        await client.post("/login", data=FORM)
        assert (await client.post("/logout", headers=elsewhere)).status_code == 403
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        url = str(client.base_url).replace("http", "ws").rstrip("/") + "/board?width=80&height=24"
        with pytest.raises(InvalidStatus) as refused:
            await connect(url, origin="http://evil.example", additional_headers={"Cookie": cookie})  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403


async def test_pages_load_nothing_from_elsewhere_and_stand_in_no_frame() -> None:
    async with browsing() as client:
        await client.post("/login", data=FORM)
        page = await client.get("/")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["cache-control"] == "no-store"
        links = re.findall(r'(?:src|href)="([^"]*)"', page.text)
        assert all(link.startswith("/static/") for link in links)
        for link in links:
            assert (await client.get(link)).status_code == 200


async def test_a_size_that_is_none_is_refused() -> None:
    async with browsing() as client:
        await client.post("/login", data=FORM)
        assert (await client.get("/board?width=wide")).status_code == 400
