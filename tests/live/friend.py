"""The other side: a plain client of the same server, driven by a test."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from tests.live.chat_server import ChatServer
from tests.waiting import until


class Friend:
    """Somebody who is logged in, and notes all that is said to them."""

    def __init__(self, client: slixmpp.ClientXMPP) -> None:
        self.client = client
        self.presences: list[tuple[str, str]] = []
        """Bare address and type of each presence; the type of an available one is empty."""
        self.messages: list[Any] = []
        handlers = (("presence", self._hear_presence), ("message", self.messages.append))
        for name, hear in handlers:
            path = MatchXPath(f"{{jabber:client}}{name}")
            client.register_handler(Callback(f"friend {name}", path, hear))

    @property
    def address(self) -> str:
        """The bare address."""
        return str(self.client.boundjid.bare)

    def show(self, show: str = "", status: str = "", priority: int = 0) -> None:
        """Tell one's presence."""
        self.client.send_presence(pshow=show or None, pstatus=status or None, ppriority=priority)

    def tell(self, address: str, kind: Any) -> None:
        """Send a presence of a kind to somebody."""
        self.client.send_presence(pto=address, ptype=kind)

    async def hears(self, address: str, kind: str) -> None:
        """Wait for a presence of somebody."""
        await until(lambda: (address, kind) in self.presences, f"{kind!r} of {address}", 10)

    async def reads(self, text: str) -> Any:
        """Wait for a message with a text. Returns it."""
        await until(lambda: any(said["body"] == text for said in self.messages), f"message {text!r}", 10)
        return next(said for said in self.messages if said["body"] == text)

    def befriend(self, address: str) -> None:
        """Accept somebody's request, and ask for theirs."""
        self.tell(address, "subscribed")
        self.tell(address, "subscribe")

    def _hear_presence(self, stanza: Any) -> None:
        self.presences.append((stanza["from"].bare, stanza.xml.get("type", "")))


@asynccontextmanager
async def friend(
    server: ChatServer, name: str, resource: str = "laptop", **plugins: Any
) -> AsyncIterator[Friend]:
    """Log somebody in."""
    client = slixmpp.ClientXMPP(f"{name}@{server.domain}/{resource}", f"pw-{name}")
    client.enable_direct_tls = client.enable_plaintext = False
    client.ssl_context = ssl.create_default_context(cafile=str(server.ca))
    client.auto_authorize = None
    client.auto_subscribe = False
    for plugin in ("xep_0054", "xep_0084", "xep_0153", "xep_0184", "xep_0199", "xep_0280"):
        client.register_plugin(plugin)
    standing = Friend(client)
    client.connect(server.host, server.port)
    await client.wait_until("session_start", 15)
    await asyncio.wait_for(client.get_roster(), 10)
    standing.show()
    try:
        yield standing
    finally:
        await asyncio.wait([client.disconnect(wait=1.0)], timeout=3)
        if client._run_out_filters is not None:
            client._run_out_filters.cancel()
