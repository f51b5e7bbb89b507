"""Who begins early hears the rest of a long first picture as news; everybody else gets all of it at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import lampfield
from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.sources.demo.simulation import FIRST_BATCH_SIZE
from lampfield.sources.demo.source import DemoSource, demo_account
from lampfield.sources.port import Emit
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted, ScriptedSession, contact
from tests.waiting import until

PEOPLE = FIRST_BATCH_SIZE + 200
BOB = contact("bob@acme.test", name="Bob")


class InParts(Scripted):
    """A source whose first picture is not told to its end until a test says so."""

    def __init__(self) -> None:
        super().__init__(contact("alice@acme.test", name="Alice"))
        self.told = asyncio.Event()

    def open(self, account: Account, emit: Emit) -> ScriptedSession:
        """Return a session whose first picture has an end."""
        session = SessionInParts(self, account, emit)
        self.sessions.append(session)
        return session


class SessionInParts(ScriptedSession):
    """A session of it."""

    def __init__(self, source: InParts, account: Account, emit: Emit) -> None:
        super().__init__(source, account, emit)
        self._told = source.told

    async def wait_for_snapshot(self) -> None:
        """Wait for the end of the first picture."""
        await self._told.wait()


async def test_the_answer_waits_for_the_end_of_the_first_picture() -> None:
    source = InParts()
    async with serving(source) as hub, calling(hub) as caller:
        await caller.ask("login", account="reception", secret="open sesame")
        asked = await caller.say("feed.start")
        await until(lambda: source.sessions, "a session")
        source.tell(BOB)
        source.told.set()
        started = await caller.answer(asked)
        assert [it["name"] for it in started["result"]["contacts"]] == ["Alice", "Bob"]


async def test_who_begins_early_is_answered_before_and_hears_the_rest() -> None:
    source = InParts()
    async with serving(source) as hub, calling(hub) as caller:
        started = await caller.start(early=True)
        assert [it["name"] for it in started["contacts"]] == ["Alice"]
        source.tell(BOB)
        assert (await caller.notice("contact.new"))["contact"]["name"] == "Bob"


@asynccontextmanager
async def connected(*, early: bool) -> AsyncIterator[lampfield.PBX]:
    """Connect to the hub of a demo whose office opens in two parts."""
    account = demo_account()
    async with (
        HubServer([account], [DemoSource(PEOPLE, rate=0)], linger=0.0) as hub,
        lampfield.connect(hub.url, account=account.name, secret=account.secret, early=early) as pbx,
    ):
        yield pbx


async def test_a_program_has_all_contacts_when_it_is_connected() -> None:
    async with connected(early=False) as pbx:
        assert len(pbx.contacts) == PEOPLE


async def test_one_that_begins_early_has_them_soon() -> None:
    async with connected(early=True) as pbx:
        assert len(pbx.contacts) == FIRST_BATCH_SIZE
        await until(lambda: len(pbx.contacts) == PEOPLE, "all contacts")
