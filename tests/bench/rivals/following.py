"""How the rivals follow the feed: the least that is honest, one decode a frame into typed values."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from msgspec import UNSET
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from lampfield.model.contact import Contact, ContactPatch
from lampfield.protocol.limits import SUBPROTOCOL
from lampfield.protocol.notifications import ContactUpdate
from lampfield.protocol.requests import Started


class Update(msgspec.Struct, frozen=True, gc=False):
    """A notification of the feed while it runs: the bench sends no other."""

    method: str
    params: ContactUpdate


class Opening(msgspec.Struct, frozen=True):
    """The answer that brings the snapshot."""

    result: Started


class Person:
    """A contact as a rival keeps it: just what it shows."""

    __slots__ = ("blf", "name", "number", "party", "place", "show", "since", "words")

    def __init__(self, place: int, contact: Contact) -> None:
        self.place = place
        self.name = contact.name
        self.number = contact.number
        self.show = str(contact.show)
        self.blf = contact.blf or 0
        self.words = contact.status or contact.company_name
        self.since = contact.party.since / 1000 if contact.party else 0.0
        self.party = contact.party.name if contact.party else ""

    def take(self, patch: ContactPatch) -> None:
        """Take over what changed."""
        if patch.show is not UNSET:
            self.show = str(patch.show)
        if patch.blf is not UNSET:
            self.blf = patch.blf or 0
        if patch.party is not UNSET:
            self.party = patch.party.name if patch.party else ""
            self.since = patch.party.since / 1000 if patch.party else 0.0
        if patch.states is not UNSET and (state := patch.states.get("desk")) is not None and state.status:
            self.words = state.status


UPDATES = msgspec.json.Decoder(list[Update])


@asynccontextmanager
async def started(url: str) -> AsyncIterator[tuple[ClientConnection, Started]]:
    """Connect and start the feed. Gives the connection and the snapshot."""
    protocols = [Subprotocol(SUBPROTOCOL)]
    async with connect(url, subprotocols=protocols, max_size=None, compression=None) as line:
        await line.recv()
        for id_, method in enumerate(("login", "feed.start")):
            await line.send(json.dumps({"jsonrpc": "2.0", "id": id_, "method": method, "params": {}}))
            answer = await line.recv()
        yield line, msgspec.json.decode(answer, type=Opening).result


class Following:
    """A feed that runs.

    Args:
        url: Where.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.people: list[Person] = []
        self._by_cid: dict[int, Person] = {}

    async def frames(self) -> AsyncIterator[list[Person]]:
        """Yield those who changed, frame by frame; first everybody."""
        async with started(self._url) as (line, snapshot):
            yield self._load(snapshot)
            async for frame in line:
                yield [self._changed(update.params.contact) for update in UPDATES.decode(frame)]

    def _load(self, started: Started) -> list[Person]:
        self._by_cid = {contact.cid: Person(n, contact) for n, contact in enumerate(started.contacts)}
        self.people = list(self._by_cid.values())
        return self.people

    def _changed(self, patch: ContactPatch) -> Person:
        assert patch.cid is not UNSET
        person = self._by_cid[patch.cid]
        person.take(patch)
        return person
