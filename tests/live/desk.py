"""The operator's side: a hub with the chat source, and the client on it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import lampfield
from lampfield.client.handles import Contact
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.model.link import LinkName, LinkState
from lampfield.model.relationship import Relationship
from lampfield.model.state import StateStore
from lampfield.sources.xmpp.source import XmppSource
from tests.live.chat_server import ChatServer
from tests.live.friend import Friend
from tests.waiting import until

SECONDS = 15.0


class Desk:
    """A logged-in operator."""

    def __init__(self, hub: HubServer, pbx: PBX, address: str) -> None:
        self.hub = hub
        self.pbx = pbx
        self.address = address

    def find(self, address: str) -> Contact | None:
        """Return the contact with a chat address."""
        return next((contact for contact in self.pbx.contacts if contact.chat_id == address), None)

    async def sees(self, address: str, so: Callable[[Contact], object], what: str) -> Contact:
        """Wait until a contact is as it should be. Returns it."""

        def there() -> bool:
            contact = self.find(address)
            return contact is not None and bool(so(contact))

        try:
            await until(there, what, SECONDS)
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {self.find(address)}") from None
        contact = self.find(address)
        assert contact is not None
        return contact

    async def misses(self, address: str) -> None:
        """Wait until there is no contact with an address."""
        await until(lambda: self.find(address) is None, f"{address} is gone", SECONDS)

    async def link(self, state: LinkState) -> str:
        """Wait until the chat link has a state. Returns its reason."""
        await until(lambda: self._link_state() is state, f"chat link {state}", SECONDS + 5)
        return self.pbx.links[LinkName.CHAT].reason

    def _link_state(self) -> LinkState:
        link = self.pbx.links.get(LinkName.CHAT)
        return link.state if link is not None else LinkState.ABSENT


@asynccontextmanager
async def hub_of(
    server: ChatServer, name: str, *, password: str = "", state: StateStore | None = None, **source: Any
) -> AsyncIterator[HubServer]:
    """Run a hub for an account."""
    address = f"{name}@{server.domain}"
    account = Account(name=name, secret="s", jid=address, password=password or f"pw-{name}")
    options: dict[str, Any] = {"host": server.host, "port": server.port, "ca": server.ca} | source
    async with HubServer([account], [XmppSource(**options, state=state)], linger=0.0, state=state) as hub:
        yield hub


@asynccontextmanager
async def desk(server: ChatServer, name: str, **options: Any) -> AsyncIterator[Desk]:
    """Log an operator in. The chat link may not be up yet."""
    async with (
        hub_of(server, name, **options) as hub,
        lampfield.connect(hub.url, account=name, secret="s") as pbx,
    ):
        yield Desk(hub, pbx, f"{name}@{server.domain}")


@asynccontextmanager
async def desk_up(server: ChatServer, name: str, **options: Any) -> AsyncIterator[Desk]:
    """Run a hub for an account, up to its whole picture."""
    async with desk(server, name, **options) as standing:
        await standing.link(LinkState.UP)
        yield standing


async def befriend(standing: Desk, other: Friend, tags: Sequence[str] = ()) -> Contact:
    """Let operator and friend see each other. Returns the friend's contact."""
    contact = await standing.pbx.add_contact(other.address, "Bobby", tags)
    await other.hears(standing.address, "subscribe")
    other.befriend(standing.address)
    await standing.sees(other.address, lambda it: it.relationship is Relationship.ASKING, "asking back")
    await contact.xmpp_auth()
    await standing.sees(other.address, lambda it: it.relationship is Relationship.MUTUAL, "mutual")
    return contact
