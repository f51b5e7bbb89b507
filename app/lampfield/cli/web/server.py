"""The web server: who has logged in gets the page of a board, and the board."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import textual_serve
from aiohttp import WSCloseCode, web

from lampfield.cli.web.credentials import Credentials, HubAddress
from lampfield.cli.web.door import Door
from lampfield.cli.web.login_gate import LoginGate, NotAdmitted
from lampfield.cli.web.pages import POLICY, board_page, login_page
from lampfield.cli.web.proxies import Asked, Proxies, foreign_sentence
from lampfield.cli.web.sessions import Visit, WebSessions
from lampfield.cli.web.terminal import Size, Terminal

log = logging.getLogger(__name__)

STATIC = Path(textual_serve.__file__).with_name("static")
"""The terminal's program for the browser."""

MAX_FORM_BYTES = 65_536
MAX_MESSAGE_BYTES = 65_536
"""More than anybody types or pastes at once: a board works through it key by key."""
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

COOKIES = ("__Host-lampfield", "__Secure-lampfield", "lampfield")
"""By the first name a browser takes a cookie only over TLS, from this host alone and for all its paths; by
the second only over TLS; by the last one anyhow (RFC 6265bis, section 4.1.3)."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
VisitHandler = Callable[[web.Request, Visit], Awaitable[web.StreamResponse]]


class WebServer:
    """All that pages ask for.

    Args:
        hub: Where the boards log in.
        secure: Whether this server itself speaks TLS.
        doorman: Says who may come in.
        visits: Who did.
        proxies: Knows what was asked for through a reverse proxy.
        door: Counts connections.
    """

    def __init__(
        self,
        hub: HubAddress,
        *,
        secure: bool,
        doorman: LoginGate | None = None,
        visits: WebSessions | None = None,
        proxies: Proxies | None = None,
        door: Door | None = None,
    ) -> None:
        self._hub = hub
        self._secure = secure
        self._doorman = doorman or LoginGate()
        self._visits = visits or WebSessions()
        self._proxies = proxies or Proxies(secure=secure)
        self._door = door or Door()

    def app(self) -> web.Application:
        """Return what answers. A form or a socket of another site's page gets nothing."""
        app = web.Application(client_max_size=MAX_FORM_BYTES)
        for prefix in self._proxies.paths:
            app.router.add_get(f"{prefix}/login", self._ask_login)
            app.router.add_post(f"{prefix}/login", self._of_own_pages(self._login))
            app.router.add_post(f"{prefix}/logout", self._of_own_pages(self._logout))
            app.router.add_get(f"{prefix}/", self._for_visitors(self._page))
            app.router.add_get(f"{prefix}/board", self._of_own_pages(self._for_visitors(self._board)))
            app.router.add_static(f"{prefix}/static", STATIC)
        app.middlewares.append(self._counted)
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._shut)
        return app

    @web.middleware
    async def _counted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note whether a request comes from somebody who has logged in."""
        has_login = self._visits.get(self._token(request)) is not None
        self._door.note(request, has_login=has_login)
        return await handler(request)

    def _for_visitors(self, handler: VisitHandler) -> Handler:
        """Return what leads to the login whoever has not logged in."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            visit = self._visits.get(self._token(request))
            if visit is None:
                raise web.HTTPSeeOther(f"{self._proxies.asked(request).prefix}/login")
            return await handler(request, visit)

        return guarded

    def _of_own_pages(self, handler: Handler) -> Handler:
        """Return what refuses a request that a page of another site made."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self._proxies.is_own_page(request):
                raise web.HTTPForbidden(text=foreign_sentence(request))
            return await handler(request)

        return guarded

    async def _ask_login(self, request: web.Request) -> web.Response:
        return _page(login_page(root=self._proxies.asked(request).prefix))

    async def _login(self, request: web.Request) -> web.Response:
        form = await request.post()
        account, secret = str(form.get("account", "")), str(form.get("secret", ""))
        entry, asked = Credentials(self._hub, account, secret), self._proxies.asked(request)
        try:
            await self._doorman.admit(entry, asked.peer)
        except NotAdmitted as error:
            log.warning("a login from %s was refused: %s", asked.peer, error)
            return _page(login_page(str(error), account, asked.prefix), error.status)
        log.info("%r logged in from %s", account, asked.peer)
        # Whoever logs in again has done with what was open before.
        self._visits.end(self._token(request))
        is_secure = asked.is_secure or request.headers.get("Origin", "").startswith("https:")
        return self._welcome(entry, asked._replace(is_secure=is_secure))

    def _welcome(self, entry: Credentials, asked: Asked) -> web.Response:
        response = web.Response(status=303, headers={"Location": f"{asked.prefix}/"})
        response.set_cookie(
            _cookie(asked),
            self._visits.begin(entry),
            max_age=int(self._visits.last_seconds),
            path=f"{asked.prefix}/",
            httponly=True,
            secure=asked.is_secure,
            samesite="Strict",
        )
        return response

    async def _logout(self, request: web.Request) -> web.Response:
        self._visits.end(self._token(request))
        asked = self._proxies.asked(request)
        response = web.Response(status=303, headers={"Location": f"{asked.prefix}/login"})
        for name in COOKIES:
            if name in request.cookies:
                secure, path = name != COOKIES[-1], "/" if name == COOKIES[0] else f"{asked.prefix}/"
                response.del_cookie(name, path=path, httponly=True, secure=secure, samesite="Strict")
        return response

    def _token(self, request: web.Request) -> str:
        """Return the token of a request's cookie. One that came over TLS alone goes before."""
        names = COOKIES[:-1] if self._secure else COOKIES
        return next((request.cookies[name] for name in names if name in request.cookies), "")

    async def _page(self, request: web.Request, visit: Visit) -> web.Response:
        return _page(board_page(visit.entry.account, self._proxies.asked(request).prefix))

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


def _cookie(asked: Asked) -> str:
    if not asked.is_secure:
        return COOKIES[2]
    return COOKIES[1] if asked.prefix else COOKIES[0]


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
