"""The schema describes the messages on the wire."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.identity import ContactId
from lampfield.protocol.errors import ErrorBody
from lampfield.protocol.jsonrpc import encode_notification
from lampfield.protocol.limits import PROTOCOL_MAX
from lampfield.protocol.notifications import NOTIFICATIONS, ContactNew, ContactUpdate
from lampfield.protocol.requests import REQUESTS
from lampfield.protocol.schema import schema
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted, contact

IPCORTEX_PROPERTIES = {
    "cID", "name", "uname", "company", "companyName", "email", "canCall", "canChat", "canTag", "chatID",
    "tags", "states", "show", "blf",
}  # fmt: skip
"""Every property of ``IPCortex.Types.Contact`` 6.5."""


@pytest.fixture(name="document")
def make_document() -> dict[str, Any]:
    return schema()


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for part in value.values():
            yield from refs(part)
    elif isinstance(value, list):
        for part in value:
            yield from refs(part)


def resolved(ref: str) -> Any:
    node: Any = schema()
    for name in ref.removeprefix("#/").split("/"):
        node = node[name]
    return node


def fits(value: dict[str, Any], rule: dict[str, Any]) -> bool:
    """Return whether an object has all required properties of its schema and no unknown ones."""
    rule = resolved(rule["$ref"]) if "$ref" in rule else rule
    properties: dict[str, Any] = rule["properties"]
    return set(rule.get("required", ())) <= value.keys() <= set(properties)


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    found = set(refs(document))
    assert len(found) > len(NOTIFICATIONS) + 2 * len(REQUESTS)
    for ref in found:
        node: Any = document
        for name in ref.removeprefix("#/").split("/"):
            node = node[name]
        assert node


CHANNEL = {"$ref": "#/channels/feed"}


def in_channel(name: str) -> dict[str, str]:
    return {"$ref": f"#/channels/feed/messages/{name}"}


def test_every_method_is_an_operation(document: dict[str, Any]) -> None:
    sent = {
        name: {"action": "send", "channel": CHANNEL, "messages": [in_channel(name)]} for name in NOTIFICATIONS
    }
    received = {
        name: {
            "action": "receive",
            "channel": CHANNEL,
            "messages": [in_channel(name)],
            "reply": {"channel": CHANNEL, "messages": [in_channel(f"{name}.answer"), in_channel("error")]},
        }
        for name in REQUESTS
    }
    assert document["operations"] == sent | received


def test_all_messages_use_one_channel(document: dict[str, Any]) -> None:
    names = [*NOTIFICATIONS, *REQUESTS, *(f"{name}.answer" for name in REQUESTS), "error"]
    assert list(document["components"]["messages"]) == names
    assert document["channels"] == {
        "feed": {
            "address": "/",
            "bindings": {"ws": {"method": "GET"}},
            "description": "Sub-protocol lampfield.v1.",
            "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        }
    }


def test_the_document_s_metadata(document: dict[str, Any]) -> None:
    assert (document["asyncapi"], document["info"]["title"]) == ("3.0.0", "Lampfield feed")
    assert document["info"]["version"] == str(PROTOCOL_MAX)
    assert "The hub speaks first, with feed.hello." in document["info"]["description"]
    assert document["info"]["description"].startswith("JSON-RPC 2.0 in text frames")
    assert document["servers"] == {"hub": {"host": "127.0.0.1:8650", "protocol": "ws"}}
    assert set(document) == {"asyncapi", "info", "servers", "channels", "operations", "components"}
    assert set(document["components"]) == {"messages", "schemas"}


IDS = {"type": ["integer", "string"]}


def envelope(summary: str, **properties: Any) -> dict[str, Any]:
    """Return the expected schema of a message."""
    known = {"jsonrpc": {"const": "2.0"}, **properties}
    return {
        "summary": summary,
        "payload": {"type": "object", "properties": known, "required": list(known)},
    }


def about(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_a_message_of_each_kind_has_its_envelope(document: dict[str, Any]) -> None:
    messages = document["components"]["messages"]
    for name, notification in NOTIFICATIONS.items():
        summary = (notification.__doc__ or "").splitlines()[0]
        said = envelope(summary, method={"const": name}, params=about(notification.__name__))
        assert messages[name] == said
    for name, request in REQUESTS.items():
        summary = (request.__doc__ or "").splitlines()[0]
        asked = envelope(summary, id=IDS, method={"const": name}, params=about(request.__name__))
        assert messages[name] == asked
        summary = (request.answer.__doc__ or "").splitlines()[0]
        answered = envelope(summary, id=IDS, result=about(request.answer.__name__))
        assert messages[f"{name}.answer"] == answered
    summary = (ErrorBody.__doc__ or "").splitlines()[0]
    any_id = {"type": ["integer", "string", "null"]}
    assert messages["error"] == envelope(summary, id=any_id, error=about("ErrorBody"))


def test_a_contact_has_the_names_of_the_ipcortex_api(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["Contact"]["properties"].keys() >= IPCORTEX_PROPERTIES


@pytest.mark.parametrize(
    "notification",
    [
        ContactNew(contact=Contact(cid=ContactId(1))),
        ContactUpdate(contact=ContactPatch(cid=ContactId(1), blf=None)),
    ],
)
def test_an_encoded_notification_matches_the_schema(notification: Any, document: dict[str, Any]) -> None:
    sent = msgspec.json.decode(encode_notification(notification))
    payload = document["components"]["messages"][notification.method]["payload"]
    assert fits(sent, payload)
    assert fits(sent["params"], payload["properties"]["params"])


async def test_the_frames_of_a_hub_match_the_schema(document: dict[str, Any]) -> None:
    source = Scripted(contact("1", name="Alice"))
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        source.tell(contact("1", name="Alicia"))
        await caller.notice("contact.update")
    received = [part for frame in caller.frames for part in frame]
    notifications = [part for part in received if "method" in part]
    assert {part["method"] for part in notifications} >= {"feed.hello", "contact.update"}
    for part in notifications:
        payload = document["components"]["messages"][part["method"]]["payload"]
        assert fits(part, payload)
        assert fits(part["params"], payload["properties"]["params"])


def test_the_document_can_be_encoded_as_json(document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document))["asyncapi"] == "3.0.0"
