"""A person of the directory's file whom the chat server does not know yet is reached by the address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.model.link import LinkName
from lampfield.sources.port import Emit, Session
from tests.hub.caller import ACCOUNT, Caller, calling
from tests.hub.scripted import Scripted, contact

BOB = contact("202", name="Bob", number="202", chat_id="bob@acme.test", tags=("Sales",))
NOBODY = contact("600", name="The queue", number="600")


class Directory(Scripted):
    """A source that knows people and carries nothing out."""

    name = "directory"
    links = frozenset[LinkName]()

    def open(self, account: Account, emit: Emit) -> Session:  # type: ignore[override]
        """Tell the people, and no link."""
        self.first = (BOB, NOBODY)
        return super().open(account, emit)


@asynccontextmanager
async def asking(chat: Scripted) -> AsyncIterator[tuple[Caller, dict[str, int]]]:
    """Have a client of a hub with a directory and a chat server, and the numbers of the people."""
    async with HubServer([ACCOUNT], [Directory(), chat], linger=0.0) as hub, calling(hub) as caller:
        people = {it["name"]: it["cID"] for it in (await caller.start())["contacts"]}
        yield caller, people


async def test_who_is_not_in_the_roster_is_added_with_name_and_tags() -> None:
    chat = Scripted()
    async with asking(chat) as (caller, people):
        await caller.ask("contact.xmppReq", cID=people["Bob"])
    assert chat.asked == [("add", "bob@acme.test", "Bob", ("Sales",))]


async def test_who_has_no_address_cannot_be_asked() -> None:
    chat = Scripted()
    async with asking(chat) as (caller, people):
        error = await caller.refused("contact.xmppReq", cID=people["The queue"])
    assert error["data"] == "no-chat"
    assert chat.asked == []
