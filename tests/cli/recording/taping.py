"""Record what a client is told, and what two clients see of the same."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from lampfield.cli.recording.anonymizer import Anonymizer
from lampfield.cli.recording.recorder import Recorder
from lampfield.cli.recording.writing import writer_to
from lampfield.client.connect import connect
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.sources.demo.source import demo_account
from lampfield.sources.port import Source


@asynccontextmanager
async def watching(source: Source, account: Account | None = None) -> AsyncIterator[PBX]:
    """Connect a client to a hub of its own."""
    account = account or demo_account()
    async with (
        HubServer([account], [source], linger=0.0) as hub,
        connect(hub.url, account=account.name, secret=account.secret) as pbx,
    ):
        yield pbx


@asynccontextmanager
async def recording(pbx: PBX, file: Path, disguise: Anonymizer | None = None) -> AsyncIterator[None]:
    """Write down what a client is told while the block runs."""
    with writer_to(file) as writer:
        recorder = Recorder(pbx, writer, disguise)
        recorder.begin()
        unsubscribe = pbx.subscribe(recorder.record)
        yield
        unsubscribe()
        assert not recorder.failed.done()
        recorder.end()


def seen(pbx: PBX) -> dict[str, Any]:
    """Return all that a client knows, without what each hub numbers by itself; times to the millisecond."""
    contacts = {
        _called(pbx, cid): replace(contact, cid=ContactId(0))
        for cid, contact in pbx.contacts.values_by_key.items()
    }
    calls = [replace(call, uid=0) for call in pbx.calls.values_by_key.values()]
    rooms = {
        _called(pbx, room.cid): (
            replace(room, room_id=0, cid=0, members={}, seen=0),
            _said(pbx, room.room_id),
        )
        for room in pbx.rooms.values_by_key.values()
    }
    links = {name: link for name, link in pbx.links.items() if name is not LinkName.HUB}
    me = replace(pbx.me, cid=None) if pbx.me is not None else None
    all_of_it = (contacts, calls, rooms, links, me, pbx.devices.values_by_key)
    names = ("contacts", "calls", "rooms", "links", "me", "devices")
    return dict(_flat(msgspec.to_builtins(dict(zip(names, all_of_it, strict=True))), ""))


def _called(pbx: PBX, cid: ContactId) -> str:
    contact = pbx.contacts.values_by_key.get(cid)
    return (contact.chat_id or contact.number) if contact is not None else ""


def _said(pbx: PBX, room_id: Any) -> list[Any]:
    room = pbx.rooms.values_by_key[room_id]
    return [
        (replace(message, msg_id=0, room_id=0, cid=None, source_id=""), message.msg_id <= room.seen)
        for message in pbx.messages_of(room_id)
    ]


def _flat(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield each single value with the way to it."""
    if isinstance(value, dict | list | tuple):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        yield path, len(value)
        for key, part in items:
            yield from _flat(part, f"{path}/{key}")
    else:
        yield path, round(value, 2) if isinstance(value, float) else value


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return in what two clients' views differ."""
    ways = one.keys() | other.keys()
    return {way: (one.get(way), other.get(way)) for way in ways if one.get(way) != other.get(way)}
