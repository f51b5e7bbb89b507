"""What the hub itself refuses of a request, before any source is asked: word and sentence, over the wire."""

from typing import Any

import pytest

from lampfield.hub.requests.chat import ADDRESS_CHARS
from lampfield.hub.requests.phone import NUMBER_CHARS
from lampfield.model.change import DeviceChange, RoomChange
from lampfield.model.device import Device
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.protocol.limits import MAX_TEXT_CHARS
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted, contact

DEVICE = "PJSIP/1"
OFFICE = (
    contact("bob", name="Bob"),
    RoomChange(key=ContactKey("bob")),
    DeviceChange(Device(name=DeviceName(DEVICE))),
)
"""Bob, whose chat is open, and a device."""
NO_ADDRESS = "This is no chat address. Write it like alice@example.com."
NO_LINE = f"A number to dial is one line of up to {NUMBER_CHARS} printable characters."
NO_NAME = "The postID must be at most 64 letters, digits and hyphens."


@pytest.mark.parametrize(
    ("method", "params", "word", "sentence"),
    [
        ("contact.add", {"address": " "}, "bad-address", NO_ADDRESS),
        ("contact.add", {"address": "a@b\nc"}, "bad-address", NO_ADDRESS),
        ("contact.add", {"address": "a" * (ADDRESS_CHARS + 1)}, "bad-address", NO_ADDRESS),
        (
            "link.reset",
            {"name": "hub"},
            "unsupported",
            "The hub cannot reset its link to the client. Reconnect the client.",
        ),
        ("link.reset", {"name": "directory"}, "unsupported", "No directory file is configured."),
        ("room.post", {"text": " \n"}, "bad-text", "There is nothing to send."),
        ("room.post", {"text": "x", "postID": "a b"}, "bad-text", NO_NAME),
        ("room.post", {"text": "x", "postID": "a" * 65}, "bad-text", NO_NAME),
        (
            "room.post",
            {"text": "x" * (MAX_TEXT_CHARS + 1)},
            "bad-text",
            f"A message has up to {MAX_TEXT_CHARS} characters. Send it in parts.",
        ),
        ("device.dial", {"device": DEVICE, "number": " "}, "no-number", "There is no number to dial."),
        ("device.dial", {"device": DEVICE, "number": "20\n1"}, "bad-address", NO_LINE),
        ("device.dial", {"device": DEVICE, "number": "1" * (NUMBER_CHARS + 1)}, "bad-address", NO_LINE),
        ("contact.dial", {}, "no-number", "Alice has no number to dial."),
        ("contact.chat", {}, "no-chat", "Alice has no chat address."),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence_and_no_source_is_asked(
    method: str, params: dict[str, Any], word: str, sentence: str
) -> None:
    # Another source alone knows Alice, who has no number and no chat address.
    source = Scripted(*OFFICE)
    other = Scripted(contact("alice", name="Alice"))
    other.name, other.links = "directory", frozenset()
    async with serving(source, other) as hub, calling(hub) as caller:
        started = await caller.start()
        names = {it["name"]: it["cID"] for it in started["contacts"]}
        more = {"roomID": started["rooms"][0]["roomID"]} if method.startswith("room.") else {}
        if method.startswith("contact."):
            more = {"cID": names["Alice"]}
        error = await caller.refused(method, **params | more)
        assert (error["data"], error["message"]) == (word, sentence)
        assert source.asked == []


@pytest.mark.parametrize(
    ("method", "params", "asked"),
    [
        ("contact.add", {"address": " a@b "}, ("add", "a@b", "", ())),
        ("contact.add", {"address": "a" * ADDRESS_CHARS}, ("add", "a" * ADDRESS_CHARS, "", ())),
        (
            "room.post",
            {"text": "x" * MAX_TEXT_CHARS, "postID": "a" * 64},
            ("post", "bob", "x" * MAX_TEXT_CHARS),
        ),
        ("device.dial", {"device": DEVICE, "number": " 0 1-6 "}, ("dial", DEVICE, "016", None)),
    ],
)
async def test_what_is_just_within_the_limits_is_asked_of_the_source(
    method: str, params: dict[str, Any], asked: tuple[object, ...]
) -> None:
    source = Scripted(*OFFICE)
    async with serving(source) as hub, calling(hub) as caller:
        started = await caller.start()
        more = {"roomID": started["rooms"][0]["roomID"]} if method.startswith("room.") else {}
        await caller.ask(method, **params | more)
        assert source.asked == [asked]
