"""The web server: login, sessions, and a board for each page of a user who has logged in."""

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
from lampfield.cli.web.proxies import ForwardedRequest, Proxies, foreign_sentence
from lampfield.cli.web.sessions import WebSession, WebSessions
from lampfield.cli.web.terminal import Size, Terminal

log = logging.getLogger(__name__)

STATIC = Path(textual_serve.__file__).with_name("static")
"""The files of the terminal in the browser."""

MAX_FORM_BYTES = 65_536
MAX_MESSAGE_BYTES = 65_536
"""The longest message from a page: more than anybody pastes at once, as a board handles it key by key."""
MAX_BOARDS = 4
"""How many boards a session may have open: each is a process."""

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
"""The names of the session cookie. With the first prefix, a browser accepts it only over TLS, for this host
and all paths; with the second, only over TLS; without one, always (RFC 6265bis, section 4.1.3)."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SessionHandler = Callable[[web.Request, WebSession], Awaitable[web.StreamResponse]]


class WebServer:
    """Handles the requests of the pages.

    Args:
        hub: The hub that the boards log in to.
        secure: Whether this server itself speaks TLS.
        gate: Verifies logins.
        sessions: Keeps the sessions.
        proxies: Reconstructs requests behind a reverse proxy.
        door: Counts connections.
    """

    def __init__(
        self,
        hub: HubAddress,
        *,
        secure: bool,
        gate: LoginGate | None = None,
        sessions: WebSessions | None = None,
        proxies: Proxies | None = None,
        door: Door | None = None,
    ) -> None:
        self._hub = hub
        self._secure = secure
        self._gate = gate or LoginGate()
        self._sessions = sessions or WebSessions()
        self._proxies = proxies or Proxies(secure=secure)
        self._door = door or Door()

    def app(self) -> web.Application:
        """Return the application. It refuses forms and sockets from pages of other sites."""
        app = web.Application(client_max_size=MAX_FORM_BYTES)
        for prefix in self._proxies.paths:
            app.router.add_get(f"{prefix}/login", self._ask_login)
            app.router.add_post(f"{prefix}/login", self._of_own_pages(self._login))
            app.router.add_post(f"{prefix}/logout", self._of_own_pages(self._logout))
            app.router.add_get(f"{prefix}/", self._with_session(self._page))
            app.router.add_get(f"{prefix}/board", self._of_own_pages(self._with_session(self._board)))
            app.router.add_static(f"{prefix}/static", STATIC)
        app.middlewares.append(self._counted)
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._shut)
        return app

    @web.middleware
    async def _counted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Register a request at the door, with or without a valid session."""
        has_login = self._sessions.get(self._token(request)) is not None
        self._door.note(request, has_login=has_login)
        return await handler(request)

    def _with_session(self, handler: SessionHandler) -> Handler:
        """Return a handler that redirects requests without a session to the login."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            session = self._sessions.get(self._token(request))
            if session is None:
                raise web.HTTPSeeOther(f"{self._proxies.asked(request).prefix}/login")
            return await handler(request, session)

        return guarded

    def _of_own_pages(self, handler: Handler) -> Handler:
        """Return a handler that refuses requests from pages of other sites."""

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
        credentials, asked = Credentials(self._hub, account, secret), self._proxies.asked(request)
        try:
            await self._gate.admit(credentials, asked.peer)
        except NotAdmitted as error:
            log.warning("a login from %s was refused: %s", asked.peer, error)
            return _page(login_page(str(error), account, asked.prefix), error.status)
        log.info("%r logged in from %s", account, asked.peer)
        # A new login ends the previous session of this browser.
        self._sessions.end(self._token(request))
        is_secure = asked.is_secure or request.headers.get("Origin", "").startswith("https:")
        return self._welcome(credentials, asked._replace(is_secure=is_secure))

    def _welcome(self, credentials: Credentials, asked: ForwardedRequest) -> web.Response:
        response = web.Response(status=303, headers={"Location": f"{asked.prefix}/"})
        response.set_cookie(
            _cookie(asked),
            self._sessions.begin(credentials),
            max_age=int(self._sessions.last_seconds),
            path=f"{asked.prefix}/",
            httponly=True,
            secure=asked.is_secure,
            samesite="Strict",
        )
        return response

    async def _logout(self, request: web.Request) -> web.Response:
        self._sessions.end(self._token(request))
        asked = self._proxies.asked(request)
        response = web.Response(status=303, headers={"Location": f"{asked.prefix}/login"})
        for name in COOKIES:
            if name in request.cookies:
                secure, path = name != COOKIES[-1], "/" if name == COOKIES[0] else f"{asked.prefix}/"
                response.del_cookie(name, path=path, httponly=True, secure=secure, samesite="Strict")
        return response

    def _token(self, request: web.Request) -> str:
        """Return the session token of a request. Cookies restricted to TLS take precedence."""
        names = COOKIES[:-1] if self._secure else COOKIES
        return next((request.cookies[name] for name in names if name in request.cookies), "")

    async def _page(self, request: web.Request, session: WebSession) -> web.Response:
        return _page(board_page(session.credentials.account, self._proxies.asked(request).prefix))

    async def _board(self, request: web.Request, session: WebSession) -> web.StreamResponse:
        if session.boards >= MAX_BOARDS:
            raise web.HTTPTooManyRequests(text=f"{MAX_BOARDS} boards are open already. Close one.")
        try:
            size = msgspec.convert(dict(request.query), Size, strict=False)
        except msgspec.ValidationError as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS, max_msg_size=MAX_MESSAGE_BYTES)
        await socket.prepare(request)
        with session.board(_closing(socket), self._sessions.left_seconds(session)):
            await Terminal(socket).run(session.credentials, size)
        return socket

    async def _shut(self, _: web.Application) -> None:
        self._sessions.end_all()


def _cookie(asked: ForwardedRequest) -> str:
    if not asked.is_secure:
        return COOKIES[2]
    return COOKIES[1] if asked.prefix else COOKIES[0]


def _closing(socket: web.WebSocketResponse) -> Callable[[], None]:
    """Return a callback that closes a socket in a task."""
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
