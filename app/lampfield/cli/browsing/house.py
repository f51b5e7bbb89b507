"""The web server: who has logged in gets the page of a board, and the board."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import textual_serve
from aiohttp import WSCloseCode, web

from lampfield.cli.browsing.doorman import Doorman, NotAdmitted
from lampfield.cli.browsing.entry import Entry, Hub
from lampfield.cli.browsing.pages import POLICY, board_page, login_page
from lampfield.cli.browsing.terminal import Size, Terminal
from lampfield.cli.browsing.visits import Visit, Visits

log = logging.getLogger(__name__)

STATIC = Path(textual_serve.__file__).with_name("static")
"""The terminal's program for the browser."""

MAX_FORM_BYTES = 65_536
MAX_MESSAGE_BYTES = 262_144
MAX_BOARDS = 4
"""How many boards one login has at once: each is a process."""

PING_SECONDS = 15.0

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "lampfield",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
VisitHandler = Callable[[web.Request, Visit], Awaitable[web.StreamResponse]]


class WebHouse:
    """All that pages ask for.

    Args:
        hub: Where the boards log in.
        secure: Whether pages come over TLS.
        doorman: Says who may come in.
        visits: Who did.
    """

    def __init__(
        self, hub: Hub, *, secure: bool, doorman: Doorman | None = None, visits: Visits | None = None
    ) -> None:
        self._hub = hub
        self._secure = secure
        self._doorman = doorman or Doorman()
        self._visits = visits or Visits()
        # By this name a browser takes it only over TLS and from this host alone (RFC 6265bis, 4.1.3.2).
        self._cookie = "__Host-lampfield" if secure else "lampfield"

    def app(self) -> web.Application:
        """Return what answers. A form or a socket of another site's page gets nothing."""
        app = web.Application(client_max_size=MAX_FORM_BYTES)
        app.router.add_get("/login", self._ask_login)
        app.router.add_post("/login", _of_own_pages(self._login))
        app.router.add_post("/logout", _of_own_pages(self._logout))
        app.router.add_get("/", self._for_visitors(self._page))
        app.router.add_get("/board", _of_own_pages(self._for_visitors(self._board)))
        app.router.add_static("/static", STATIC)
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._shut)
        return app

    def _for_visitors(self, handler: VisitHandler) -> Handler:
        """Return what leads to the login whoever has not logged in."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            visit = self._visits.get(request.cookies.get(self._cookie, ""))
            if visit is None:
                raise web.HTTPSeeOther("/login")
            return await handler(request, visit)

        return guarded

    async def _ask_login(self, _: web.Request) -> web.Response:
        return _page(login_page())

    async def _login(self, request: web.Request) -> web.Response:
        form = await request.post()
        account, secret = str(form.get("account", "")), str(form.get("secret", ""))
        entry = Entry(self._hub, account, secret)
        try:
            await self._doorman.admit(entry, request.remote or "")
        except NotAdmitted as error:
            log.warning("a login from %s was refused: %s", request.remote, error)
            return _page(login_page(str(error), account), error.status)
        log.info("%r logged in from %s", account, request.remote)
        return self._welcome(entry)

    def _welcome(self, entry: Entry) -> web.Response:
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(
            self._cookie,
            self._visits.begin(entry),
            max_age=int(self._visits.last_seconds),
            httponly=True,
            secure=self._secure,
            samesite="Strict",
        )
        return response

    async def _logout(self, request: web.Request) -> web.Response:
        self._visits.end(request.cookies.get(self._cookie, ""))
        response = web.Response(status=303, headers={"Location": "/login"})
        response.del_cookie(self._cookie, httponly=True, secure=self._secure, samesite="Strict")
        return response

    async def _page(self, _: web.Request, visit: Visit) -> web.Response:
        return _page(board_page(visit.entry.account))

    async def _board(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        if visit.boards >= MAX_BOARDS:
            raise web.HTTPTooManyRequests(text=f"There are {MAX_BOARDS} boards open already. Close one.")
        try:
            size = msgspec.convert(dict(request.query), Size, strict=False)
        except msgspec.ValidationError as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS, max_msg_size=MAX_MESSAGE_BYTES)
        await socket.prepare(request)
        with visit.board(_closing(socket), self._visits.left_seconds(visit)):
            await Terminal(socket).run(visit.entry, size)
        return socket

    async def _shut(self, _: web.Application) -> None:
        self._visits.end_all()


def _of_own_pages(handler: Handler) -> Handler:
    """Return what refuses a request that a page of another site made (RFC 6454, 7)."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="This was asked by a page of another site.")
        return await handler(request)

    return guarded


def _closing(socket: web.WebSocketResponse) -> Callable[[], None]:
    """Return what closes a socket, soon."""
    tasks: set[asyncio.Task[bool]] = set()

    def close() -> None:
        task = asyncio.create_task(socket.close(code=WSCloseCode.GOING_AWAY), name="close a board")
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    return close


def _page(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
