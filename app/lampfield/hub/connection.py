"""A client's connection: hello, login, dispatch of requests, and close."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import msgspec
from msgspec import UNSET
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from lampfield.hub import rights
from lampfield.hub.accounts import AccountHub
from lampfield.hub.auth import bearer
from lampfield.hub.closing import NOT_ALLOWED, NOT_READABLE, shut
from lampfield.hub.context import HubContext
from lampfield.hub.failure import Failure, internal, login_required, not_started, refused
from lampfield.hub.frames import Frame
from lampfield.hub.outbox import FeedPosition, Outbox
from lampfield.hub.requests.handlers import OPENING, all_handlers
from lampfield.hub.requests.registry import Handler
from lampfield.hub.snapshots import valid_datasets
from lampfield.hub.state import logged_in
from lampfield.model.account import Account
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.protocol.errors import INVALID_PARAMS, METHOD_NOT_FOUND
from lampfield.protocol.jsonrpc import (
    BadFrame,
    Envelope,
    decode_frame,
    decode_params,
    encode_answer,
    encode_error,
    encode_notification,
)
from lampfield.protocol.limits import CLIENT_ID, FEATURES
from lampfield.protocol.notifications import Hello
from lampfield.protocol.requests import REQUESTS, Action, LoggedIn, Login, Request, Start


class Client:
    """The state of a client's session.

    Args:
        context: The shared objects of the hub.
        outbox: Sends to the client.
        peer: The client's address.
        bearer: The token of the upgrade request, or an empty string.
    """

    __slots__ = ("_account", "_bearer", "_held_tokens", "_hub", "context", "outbox", "peer")

    def __init__(self, context: HubContext, outbox: Outbox, peer: str, bearer: str) -> None:
        self.context = context
        self.outbox = outbox
        self.peer = peer
        self._bearer = bearer
        self._held_tokens: list[str] = []
        self._account: Account | None = None
        self._hub: AccountHub | None = None

    @property
    def hub(self) -> AccountHub:
        """The account's hub.

        Raises:
            Failure: The client has not logged in, or has not started the feed.
        """
        if self._account is None:
            raise login_required()
        if self._hub is None:
            raise not_started()
        return self._hub

    @property
    def is_known(self) -> bool:
        """Whether an account is logged in."""
        return self._account is not None

    async def login(self, login: Login) -> LoggedIn:
        """Log the client in.

        Raises:
            Failure: The login failed.
        """
        account = await self.context.authenticator.admit(login, self._bearer, self.peer)
        self.leave()
        self._account = account
        self.context.connections.identify(self.outbox.socket)
        self.context.logins[self.outbox.socket] = account.name
        token = self.context.tokens.new(account)
        self._hold(token, self._bearer)
        hub = self.context.accounts.get(account)
        return LoggedIn(me=hub.store.operator.value if hub else logged_in(account), token=token)

    async def start(self, start: Start) -> tuple[tuple[bytes, ...], FeedPosition]:
        """Start or restart the feed. Returns the answer as JSON in parts, and the client's position.

        Raises:
            Failure: The client has not logged in.
        """
        if self._account is None:
            raise login_required()
        if self._hub is None:
            self._hub = await self.context.accounts.join(self._account)
        await self._hub.settled(early=start.early)
        datasets = valid_datasets(start.datasets)
        hub = self._hub
        answer = await hub.snapshots.get(start.since, datasets)
        hub.broadcaster.add(self.outbox)
        return answer.parts, FeedPosition(hub.broadcaster, answer.upto, datasets)

    def leave(self) -> None:
        """Leave the account's hub and release the tokens."""
        self.outbox.stop_feed()
        self.context.logins.pop(self.outbox.socket, None)
        for token in self._held_tokens:
            self.context.tokens.release(token)
        self._held_tokens.clear()
        if self._hub is not None and self._account is not None:
            self._hub.broadcaster.remove(self.outbox)
            self.context.accounts.leave(self._account)
        self._hub = self._account = None

    def _hold(self, *tokens: str) -> None:
        for token in filter(None, tokens):
            self.context.tokens.hold(token)
            self._held_tokens.append(token)


log = logging.getLogger(__name__)

ACTION_SECONDS = 10.0
"""The timeout of an action (`lampfield.sources.port.Session`)."""

TIMED_OUT = f"No answer within {ACTION_SECONDS:g} s. The outcome is unknown."

Id = int | str | None
"""A client's id of a request."""

HANDLERS = all_handlers()

OPENING_METHODS = tuple(type_.method for type_ in OPENING)
"""The requests that must be completed before the next one is read."""


async def dispatch(client: Client, envelope: Envelope) -> None:
    """Carry out a request and put its answer into the client's outbox. Every request gets one answer."""
    id_ = None if envelope.id is UNSET else envelope.id
    method = str(envelope.method)
    outcome = "done"
    try:
        await _carry_out(client, envelope, id_)
    except Exception as error:
        failure = error if isinstance(error, Failure) else internal()
        if failure is not error:
            log.exception("%r of %s failed", method[:60], client.peer)
        client.outbox.answer(encode_error(id_, failure.body))
        outcome = failure.body.data
    client.context.meter.requests[method if method in REQUESTS else "other", outcome] += 1


async def _carry_out(client: Client, envelope: Envelope, id_: Id) -> None:
    request = _request(envelope)
    if isinstance(request, Start):
        parts, position = await client.start(request)
        client.outbox.start_feed(_answer(id_, parts), position)
    elif isinstance(request, Login):
        client.outbox.answer(encode_answer(id_, await client.login(request)))
    else:
        client.outbox.answer(encode_answer(id_, await _run_action(client.hub, request)))


def _request(envelope: Envelope) -> Request[msgspec.Struct]:
    method = str(envelope.method)
    type_ = REQUESTS.get(method)
    if type_ is None:
        raise Failure(METHOD_NOT_FOUND, "method-not-found", f"This hub knows no method {method[:60]!r}.")
    try:
        return decode_params(envelope, type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Failure(INVALID_PARAMS, "invalid-params", f"{method}: {error}.") from error


async def _run_action(hub: AccountHub, request: Request[msgspec.Struct]) -> msgspec.Struct:
    """Check the right for a request and carry it out; with an ``actionID``, only once."""
    name = request.action_id if isinstance(request, Action) else ""
    if not CLIENT_ID.fullmatch(name):
        sentence = f"{request.method}: actionID must be at most 64 letters, digits and hyphens."
        raise Failure(INVALID_PARAMS, "invalid-params", sentence)
    try:
        rights.check(hub, request)
    except Refusal as refusal:
        raise refused(refusal) from refusal
    coroutine = _in_time(HANDLERS[type(request)], hub, request)
    try:
        return await (hub.actions.run((request.method, name), coroutine) if name else coroutine)
    except Refusal as refusal:
        raise refused(refusal) from refusal


async def _in_time(handler: Handler, hub: AccountHub, request: Request[msgspec.Struct]) -> msgspec.Struct:
    try:
        async with asyncio.timeout(ACTION_SECONDS):
            return await handler(hub, request)
    except TimeoutError as error:
        raise Refusal(RefusalCode.TIMED_OUT, TIMED_OUT) from error


def _answer(id_: Id, result: tuple[bytes, ...]) -> Frame:
    """Return an answer that contains shared parts without copying them."""
    return Frame((b'{"jsonrpc":"2.0","id":%b,"result":' % msgspec.json.encode(id_), *result, b"}"))


MAX_CONCURRENT_REQUESTS = 16
"""The number of requests of one client that are carried out concurrently."""

MAX_BEFORE_LOGIN = 1_000
"""The number of messages that a client may send before the login."""


class ClientSession:
    """Serves one client.

    Args:
        socket: The connection.
        context: The shared objects of the hub.
    """

    __slots__ = ("_before_login", "_client", "_context", "_outbox", "_requests", "_socket")

    def __init__(self, socket: ServerConnection, context: HubContext) -> None:
        self._socket = socket
        self._context = context
        self._outbox = Outbox(socket, context.meter, context.limiter)
        self._client = Client(context, self._outbox, str(socket.remote_address[0]), _token(socket))
        self._requests: set[asyncio.Task[None]] | None = None
        """The tasks of running requests; None until the first one, because most clients only listen."""
        self._before_login = 0

    async def serve(self) -> None:
        """Serve the client until its connection ends."""
        context = self._context
        hello = Hello(server=context.name, version=context.version, epoch=context.epoch, features=FEATURES)
        self._outbox.answer(encode_notification(hello))
        try:
            await self._read()
        finally:
            for task in self._requests or ():
                task.cancel()
            try:
                await self._outbox.end()
            finally:
                self._client.leave()

    async def _read(self) -> None:
        try:
            while True:
                await self._frame(await self._socket.recv())
        except BadFrame as error:
            await self._close_bad_session(error)
        except ConnectionClosed:
            return

    async def _frame(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            raise BadFrame("binary frame")
        for envelope in decode_frame(data):
            await self._handle(envelope)

    async def _handle(self, envelope: Envelope) -> None:
        if envelope.method is UNSET and envelope.result is UNSET and envelope.error is UNSET:
            raise BadFrame("not JSON-RPC 2.0")
        if not self._client.is_known:
            self._before_login += 1
            if self._before_login > MAX_BEFORE_LOGIN:
                raise BadFrame("too many messages before a login")
        if envelope.method is UNSET or envelope.id is UNSET:
            return
        await self._outbox.wait_for_capacity()
        if envelope.method in OPENING_METHODS:
            await self._while_open(dispatch(self._client, envelope))
        else:
            requests = await self._wait_for_slot()
            task = asyncio.create_task(dispatch(self._client, envelope))
            requests.add(task)
            task.add_done_callback(requests.discard)

    async def _while_open(self, answer: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine until it finishes or the connection is closed."""
        task = asyncio.create_task(answer)
        closed = asyncio.create_task(self._socket.wait_closed())
        try:
            await asyncio.wait((task, closed), return_when=asyncio.FIRST_COMPLETED)
        finally:
            task.cancel()
            closed.cancel()

    async def _wait_for_slot(self) -> set[asyncio.Task[None]]:
        """Wait while too many requests are running. Returns the set of running requests."""
        if self._requests is None:
            self._requests = set()
        elif len(self._requests) >= MAX_CONCURRENT_REQUESTS:
            await asyncio.wait(self._requests, return_when=asyncio.FIRST_COMPLETED)
        return self._requests

    async def _close_bad_session(self, error: BadFrame) -> None:
        """Close a session after a malformed frame, which is not logged because it may contain a secret."""
        cause = error.__cause__
        unreadable = isinstance(cause, msgspec.DecodeError) and not isinstance(cause, msgspec.ValidationError)
        code = NOT_READABLE if unreadable or isinstance(cause, UnicodeError) else NOT_ALLOWED
        self._context.meter.bad_frames += 1
        log.warning("%s sent a malformed frame and is dropped (%d)", self._client.peer, code)
        reason = "Not JSON." if code == NOT_READABLE else "Not a JSON-RPC 2.0 request."
        await shut(self._socket, code, reason)


def _token(socket: ServerConnection) -> str:
    """Return the token of the upgrade request, and discard its headers to save memory."""
    if socket.request is None:
        return ""
    token = bearer(socket.request.headers.get("Authorization", ""))
    # The library's parser keeps a reference to the request itself.
    socket.request.headers.clear()
    socket.response = None
    return token
