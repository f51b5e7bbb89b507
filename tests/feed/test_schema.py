"""The schema says what crosses the wire."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from lampfield.feed.envelope import encode_notice
from lampfield.feed.notices import NOTICES, ContactNew, ContactUpdate
from lampfield.feed.requests import REQUESTS
from lampfield.feed.schema import schema
from lampfield.model.contact import Contact, ContactPatch
from lampfield.model.identity import ContactId
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted, contact

SCHEMA = schema()
SEED_PROPERTIES = {
    "cID", "name", "uname", "company", "companyName", "email", "canCall", "canChat", "canTag", "chatID",
    "tags", "states", "show", "blf",
}  # fmt: skip
"""Every property of ``IPCortex.Types.Contact`` 6.5."""


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
    node: Any = SCHEMA
    for name in ref.removeprefix("#/").split("/"):
        node = node[name]
    return node


def fits(value: dict[str, Any], rule: dict[str, Any]) -> bool:
    """Say whether an object has just the properties that its schema knows, and all that it requires."""
    rule = resolved(rule["$ref"]) if "$ref" in rule else rule
    properties: dict[str, Any] = rule["properties"]
    return set(rule.get("required", ())) <= value.keys() <= set(properties)


def test_every_reference_leads_somewhere() -> None:
    found = set(refs(SCHEMA))
    assert len(found) > len(NOTICES) + 2 * len(REQUESTS)
    for ref in found:
        assert resolved(ref)


@pytest.mark.parametrize("method", [*NOTICES, *REQUESTS])
def test_every_method_is_an_operation(method: str) -> None:
    operation = SCHEMA["operations"][method]
    assert operation["action"] == ("send" if method in NOTICES else "receive")
    assert ("reply" in operation) == (method in REQUESTS)


def test_a_contact_has_the_seed_s_names() -> None:
    assert SCHEMA["components"]["schemas"]["Contact"]["properties"].keys() >= SEED_PROPERTIES


@pytest.mark.parametrize(
    "notice",
    [
        ContactNew(contact=Contact(cid=ContactId(1))),
        ContactUpdate(contact=ContactPatch(cid=ContactId(1), blf=None)),
    ],
)
def test_what_is_encoded_fits(notice: Any) -> None:
    sent = msgspec.json.decode(encode_notice(notice))
    payload = SCHEMA["components"]["messages"][notice.method]["payload"]
    assert fits(sent, payload)
    assert fits(sent["params"], payload["properties"]["params"])


async def test_what_a_hub_says_fits() -> None:
    source = Scripted(contact("1", name="Alice"))
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
        source.tell(contact("1", name="Alicia"))
        await caller.notice("contact.update")
    answered = [part for frame in caller.frames for part in frame]
    told = [part for part in answered if "method" in part]
    assert {part["method"] for part in told} >= {"feed.hello", "contact.update"}
    for part in told:
        payload = SCHEMA["components"]["messages"][part["method"]]["payload"]
        assert fits(part, payload)
        assert fits(part["params"], payload["properties"]["params"])


def test_it_is_json() -> None:
    assert json.loads(json.dumps(SCHEMA))["asyncapi"] == "3.0.0"
