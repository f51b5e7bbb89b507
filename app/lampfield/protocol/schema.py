"""The protocol's schema, generated from the typed messages: AsyncAPI 3.0 with JSON Schema."""

from typing import Any

import msgspec

from lampfield.protocol.errors import ErrorBody
from lampfield.protocol.limits import PROTOCOL_MAX, SUBPROTOCOL
from lampfield.protocol.notifications import NOTIFICATIONS, Notification
from lampfield.protocol.requests import REQUESTS, Request

Json = dict[str, Any]

CHANNEL = {"$ref": "#/channels/feed"}


def schema() -> Json:
    """Return the protocol of the websocket as an AsyncAPI document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lampfield feed",
            "version": str(PROTOCOL_MAX),
            "description": (
                "JSON-RPC 2.0 in text frames; a frame holds one object or a batch. "
                "The hub speaks first, with feed.hello."
            ),
        },
        "servers": {"hub": {"host": "127.0.0.1:8650", "protocol": "ws"}},
        "channels": {"feed": _channel()},
        "operations": _operations(),
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def _channel() -> Json:
    names = _messages()
    return {
        "address": "/",
        "bindings": {"ws": {"method": "GET"}},
        "description": f"Sub-protocol {SUBPROTOCOL}.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }


def _operations() -> Json:
    """Return the notifications that a hub sends, and the requests that it receives and answers."""
    sends: Json = {
        method: {"action": "send", "channel": CHANNEL, "messages": [_in_channel(method)]}
        for method in NOTIFICATIONS
    }
    receives: Json = {
        method: {
            "action": "receive",
            "channel": CHANNEL,
            "messages": [_in_channel(method)],
            "reply": {
                "channel": CHANNEL,
                "messages": [_in_channel(f"{method}.answer"), _in_channel("error")],
            },
        }
        for method in REQUESTS
    }
    return sends | receives


def _messages() -> Json:
    notices: Json = {method: _notice(method, notice) for method, notice in NOTIFICATIONS.items()}
    requests: Json = {method: _request(method, request) for method, request in REQUESTS.items()}
    answers: Json = {f"{method}.answer": _answer(request) for method, request in REQUESTS.items()}
    return notices | requests | answers | {"error": _error()}


def _notice(method: str, notice: type[Notification]) -> Json:
    return _message(notice, {"method": {"const": method}, "params": _ref(notice)})


def _request(method: str, request: type[Request[Any]]) -> Json:
    return _message(request, {"id": _id(), "method": {"const": method}, "params": _ref(request)})


def _answer(request: type[Request[Any]]) -> Json:
    return _message(request.answer, {"id": _id(), "result": _ref(request.answer)})


def _error() -> Json:
    return _message(ErrorBody, {"id": {"type": ["integer", "string", "null"]}, "error": _ref(ErrorBody)})


def _message(about: type[msgspec.Struct], properties: Json) -> Json:
    envelope: Json = {"jsonrpc": {"const": "2.0"}, **properties}
    return {
        "summary": (about.__doc__ or "").splitlines()[0],
        "payload": {"type": "object", "properties": envelope, "required": list(envelope)},
    }


def _schemas() -> Json:
    answers = [request.answer for request in REQUESTS.values()]
    types = [*NOTIFICATIONS.values(), *REQUESTS.values(), *answers, ErrorBody]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    return schemas


def _id() -> Json:
    return {"type": ["integer", "string"]}


def _ref(about: type[msgspec.Struct]) -> Json:
    return {"$ref": f"#/components/schemas/{about.__name__}"}


def _in_channel(name: str) -> Json:
    return {"$ref": f"#/channels/feed/messages/{name}"}
