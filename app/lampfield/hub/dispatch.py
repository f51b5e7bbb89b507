"""From a request to its answer."""

import asyncio
import logging

import msgspec
from msgspec import UNSET

from lampfield.feed.envelope import Envelope, decode_params, encode_answer, encode_error
from lampfield.feed.errors import INVALID_PARAMS, METHOD_NOT_FOUND
from lampfield.feed.protocol import CLIENT_ID
from lampfield.feed.requests import REQUESTS, Action, Login, Request, Start
from lampfield.hub import rights
from lampfield.hub.client import Client
from lampfield.hub.desk import Desk
from lampfield.hub.failure import Failure, internal, refused
from lampfield.hub.frame import Frame
from lampfield.hub.handlers import OPENING, all_handlers
from lampfield.hub.registry import Handler
from lampfield.model.refusal import Refusal, Word

log = logging.getLogger(__name__)

ACTION_SECONDS = 10.0
"""No action takes longer (`lampfield.sources.port.Session`)."""

TIMED_OUT = f"Nobody answered within {ACTION_SECONDS:g} s. Whether it was done is not known."

Id = int | str | None
"""What a client calls a request."""

HANDLERS = all_handlers()

OPENERS = tuple(type_.method for type_ in OPENING)
"""What must be done before the next frame is looked at."""


async def dispatch(client: Client, envelope: Envelope) -> None:
    """Carry out a request and put its answer into the client's outbox. Every request has one answer."""
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
    client.house.meter.requests[method if method in REQUESTS else "other", outcome] += 1


async def _carry_out(client: Client, envelope: Envelope, id_: Id) -> None:
    request = _request(envelope)
    if isinstance(request, Start):
        parts, place = await client.start(request)
        client.outbox.begin(_answer(id_, parts), place)
    elif isinstance(request, Login):
        client.outbox.answer(encode_answer(id_, await client.login(request)))
    else:
        client.outbox.answer(encode_answer(id_, await _act(client.desk, request)))


def _request(envelope: Envelope) -> Request[msgspec.Struct]:
    method = str(envelope.method)
    type_ = REQUESTS.get(method)
    if type_ is None:
        raise Failure(METHOD_NOT_FOUND, "method-not-found", f"This hub knows no method {method[:60]!r}.")
    try:
        return decode_params(envelope, type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Failure(INVALID_PARAMS, "invalid-params", f"{method}: {error}.") from error


async def _act(desk: Desk, request: Request[msgspec.Struct]) -> msgspec.Struct:
    """Carry out an action; one that its client named is carried out once, though the client may be gone."""
    name = request.action_id if isinstance(request, Action) else ""
    if not CLIENT_ID.fullmatch(name):
        sentence = f"{request.method}: an actionID is letters, digits and hyphens, 64 at most."
        raise Failure(INVALID_PARAMS, "invalid-params", sentence)
    try:
        rights.check(desk, request)
    except Refusal as refusal:
        raise refused(refusal) from refusal
    doing = _in_time(HANDLERS[type(request)], desk, request)
    try:
        return await (desk.acted.once((request.method, name), doing) if name else doing)
    except Refusal as refusal:
        raise refused(refusal) from refusal


async def _in_time(handler: Handler, desk: Desk, request: Request[msgspec.Struct]) -> msgspec.Struct:
    try:
        async with asyncio.timeout(ACTION_SECONDS):
            return await handler(desk, request)
    except TimeoutError as error:
        raise Refusal(Word.TIMED_OUT, TIMED_OUT) from error


def _answer(id_: Id, result: tuple[bytes, ...]) -> Frame:
    """Return an answer around parts that many are given, which are not copied."""
    return Frame((b'{"jsonrpc":"2.0","id":%b,"result":' % msgspec.json.encode(id_), *result, b"}"))
