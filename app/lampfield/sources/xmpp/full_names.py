"""Fetch full names from vCards (XEP-0054) for contacts without a name in the roster."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from xml.etree.ElementTree import Element

import slixmpp

from lampfield.model.change import Change
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.xmpp.address import domain
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.iq import send_iq
from lampfield.sources.xmpp.namespaces import VCARD
from lampfield.sources.xmpp.people import People

MAX_NAMES = 500
"""Maximum number of vCards that a session reads, one at a time, to limit the load on the server."""
MAX_FAILURES = 3
"""After this number of requests without an answer, the session fetches no more names."""
NAME_CHARS = 200


class FullNames:
    """Fetches each contact's name at most once.

    Args:
        connection: The connection to the server.
        people: The known contacts.
        emit: Receives the changes.
        own: The account's bare address; strangers' names are only fetched within its domain.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        emit: Callable[[Sequence[Change]], None],
        own: ContactKey,
    ) -> None:
        self._connection = connection
        self._people = people
        self._emit = emit
        self._domain = domain(own)
        self._requested: set[ContactKey] = set()
        self._queue: dict[ContactKey, None] = {}
        self._task: asyncio.Task[None] | None = None

    def fetch(self, keys: Iterable[ContactKey]) -> None:
        """Fetch the names of nameless contacts in the background."""
        wanted = (key for key in keys if key not in self._requested and self._may_fetch(key))
        self._queue.update(dict.fromkeys(wanted))
        if self._queue and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._fetch_queued(), name="xmpp full names")

    def close(self) -> None:
        """Stop fetching."""
        if self._task is not None:
            self._task.cancel()

    def _may_fetch(self, key: ContactKey) -> bool:
        """Return whether to read a vCard. A stranger's server would learn that the operator is online."""
        is_visible = self._people.sees(key) or domain(key) == self._domain
        return is_visible and self._people.is_nameless(key)

    async def _fetch_queued(self) -> None:
        failures = 0
        while self._queue and failures < MAX_FAILURES and len(self._requested) < MAX_NAMES:
            key = next(iter(self._queue))
            del self._queue[key]
            client = self._connection.connected
            if client is None:
                break
            self._requested.add(key)
            try:
                self._emit(self._people.apply_full_name(key, await fetch_full_name(client, key)))
            except Refusal as refusal:
                failures += refusal.word is not RefusalCode.REFUSED
        self._queue.clear()


async def fetch_full_name(client: slixmpp.ClientXMPP, key: ContactKey) -> str:
    """Return the full name in a contact's vCard, else the nickname; empty if it has neither.

    Raises:
        Refusal: There is no vCard, or the server did not answer.
    """
    answer = await send_iq(client, "get", Element(f"{VCARD}vCard"), key)
    for field in ("FN", "NICKNAME"):
        name = " ".join((answer.findtext(f".//{VCARD}{field}") or "").split())
        if name:
            return name[:NAME_CHARS]
    return ""
