"""The names that people give themselves, for those of whom the roster has no name (XEP-0054)."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from xml.etree.ElementTree import Element

import slixmpp

from lampfield.model.change import Change
from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.xmpp.address import domain
from lampfield.sources.xmpp.asking import ask
from lampfield.sources.xmpp.connection import Connection
from lampfield.sources.xmpp.namespaces import VCARD
from lampfield.sources.xmpp.people import People

MOST_NAMES = 500
"""How many vCards a session reads for their names, one after the other: the server is not flooded."""
MOST_FAILURES = 3
"""After so many without an answer no more is asked until the next session."""
NAME_CHARS = 200


class FullNames:
    """Learns names, each once.

    Args:
        connection: To the server.
        people: Who is known.
        tell: Told the changes.
        own: The account's bare address: of strangers only those of its domain are asked for.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        tell: Callable[[Sequence[Change]], None],
        own: ContactKey,
    ) -> None:
        self._connection = connection
        self._people = people
        self._tell = tell
        self._domain = domain(own)
        self._asked: set[ContactKey] = set()
        self._waiting: dict[ContactKey, None] = {}
        self._learning: asyncio.Task[None] | None = None

    def learn(self, keys: Iterable[ContactKey]) -> None:
        """Learn the names of those who have none, behind."""
        wanted = (key for key in keys if key not in self._asked and self._may_ask(key))
        self._waiting.update(dict.fromkeys(wanted))
        if self._waiting and (self._learning is None or self._learning.done()):
            self._learning = asyncio.create_task(self._learn(), name="xmpp full names")

    def close(self) -> None:
        """Learn no more."""
        if self._learning is not None:
            self._learning.cancel()

    def _may_ask(self, key: ContactKey) -> bool:
        """Return whether somebody's vCard is read. A stranger's server would learn that we are on line."""
        is_ours = self._people.sees(key) or domain(key) == self._domain
        return is_ours and self._people.is_nameless(key)

    async def _learn(self) -> None:
        failures = 0
        while self._waiting and failures < MOST_FAILURES and len(self._asked) < MOST_NAMES:
            key = next(iter(self._waiting))
            del self._waiting[key]
            client = self._connection.connected
            if client is None:
                break
            self._asked.add(key)
            try:
                self._tell(self._people.named(key, await fetch_full_name(client, key)))
            except Refusal as refusal:
                failures += refusal.word is not RefusalCode.REFUSED
        self._waiting.clear()


async def fetch_full_name(client: slixmpp.ClientXMPP, key: ContactKey) -> str:
    """Return the full name of somebody's vCard, or its nickname; empty where it has neither.

    Raises:
        Refusal: There is no vCard, or the server did not answer.
    """
    answer = await ask(client, "get", Element(f"{VCARD}vCard"), key)
    for field in ("FN", "NICKNAME"):
        name = " ".join((answer.findtext(f".//{VCARD}{field}") or "").split())
        if name:
            return name[:NAME_CHARS]
    return ""
