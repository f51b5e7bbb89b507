"""An operator's session, with slixmpp, at a scripted chat server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from lampfield.model.account import USUAL_RIGHTS, Account
from lampfield.model.change import MeChange, MessageChange
from lampfield.model.identity import ContactKey
from lampfield.model.link import LinkName, LinkState
from lampfield.model.show import Show
from lampfield.sources.port import Session
from lampfield.sources.xmpp.source import XmppSource
from tests.sources.received_changes import ReceivedChanges
from tests.sources.xmpp.scripted_server import OWN, ScriptedServer, scripted_server

BOB = ContactKey("bob@acme.test")
CARA = ContactKey("cara@acme.test")


class ChatHarness:
    """A session and the changes that it emits.

    Args:
        server: The server.
        source: The source that connects to it.
        who: The account.
    """

    def __init__(self, server: ScriptedServer, source: XmppSource, who: Account) -> None:
        self.server = server
        self.source = source
        self.seen = ReceivedChanges()
        self.session: Session = source.open(who, self.seen.add)

    def shows(self, key: str) -> dict[str, tuple[str, str]]:
        """Return the latest show and status of a contact's resources."""
        patch = self.seen.contacts.get(key)
        states = patch.states if patch is not None else None
        return {name: (state.show, state.status) for name, state in (states or {}).items()}

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Sender and text of all messages in order: ``me`` or the local part of the other party."""
        messages = self.seen.of(MessageChange)
        return [("me" if it.own else it.key.partition("@")[0], it.text) for it in messages]

    @property
    def me(self) -> tuple[Show, str] | None:
        """The latest own show and status."""
        last = next(reversed(self.seen.of(MeChange)), None)
        return (last.show, last.status) if last is not None else None

    @staticmethod
    def time() -> float:
        """Return the event loop's time in seconds."""
        return asyncio.get_running_loop().time()

    async def up(self) -> None:
        """Wait until the chat link is up."""
        await self.seen.link(LinkState.UP, LinkName.CHAT)

    async def down(self) -> str:
        """Wait until the chat link is down, and return why."""
        return (await self.seen.link(LinkState.DOWN, LinkName.CHAT)).reason


@asynccontextmanager
async def connected_session(**options: Any) -> AsyncIterator[ChatHarness]:
    """Open a session at a new server with Bob and Cara in the roster, and wait until the link is up."""
    async with scripted_server() as server:
        server.add_to_roster(BOB, name="Bob Berg")
        server.add_to_roster(CARA, name="Cara Cole")
        async with connecting_session(server, **options) as harness:
            await harness.up()
            yield harness


@asynccontextmanager
async def connecting_session(
    server: ScriptedServer, *, chosen: tuple[Show, str] | None = None, **options: Any
) -> AsyncIterator[ChatHarness]:
    """Open a session at a server, without waiting for the link.

    Args:
        server: The server.
        chosen: Show and status that the operator chose before.
        options: Options of the source.
    """
    source = XmppSource("127.0.0.1", server.listener.port, "none", **options)
    who = Account(
        name="reception", secret="s", jid=OWN, password="secret", devices=(), may=tuple(USUAL_RIGHTS)
    )
    harness = ChatHarness(server, source, who)
    if chosen is not None:
        harness.session.restore_presence(*chosen)
    await harness.session.start()
    try:
        yield harness
    finally:
        await harness.session.close()
        await source.close()
