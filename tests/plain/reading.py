"""Plain mode at a hub, both real, in one process, for one who types lines and reads lines."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec

from lampfield.cli.finding import BoardFinder
from lampfield.client.connect import connect
from lampfield.client.pbx import PBX
from lampfield.frontend.events.links import GRACE_SECONDS
from lampfield.hub.server import HubServer
from lampfield.model.account import Right
from lampfield.model.change import ContactChange, DeviceChange
from lampfield.model.link import LinkName, LinkState
from lampfield.plain.loop import Loop
from lampfield.plain.session import PlainSession, SessionOptions
from tests.board.booth import DEVICE, NOON
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted
from tests.timing import HandMoved
from tests.waiting import until


class ScriptedInput:
    """An ear that hears what a test types."""

    is_person = True

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str | None] = asyncio.Queue()
        self.typed = ""
        self.pressed_at: float | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a line was begun."""
        return bool(self.typed)

    async def line(self) -> str | None:
        """Wait for the next line."""
        return await self.lines.get()


class Reader:
    """Types lines and reads lines."""

    def __init__(self, source: Scripted) -> None:
        self.source = source
        self.input = ScriptedInput()
        self.written = ""
        """All that was written."""
        self._read = 0
        """Up to where it was read."""

    def write(self, text: str) -> None:
        """Take what is written."""
        self.written += text

    @property
    def unread(self) -> str:
        """What was written since something was read last."""
        return self.written[self._read :]

    async def reads(self, *words: str) -> None:
        """Wait until some words are written, one after another, and read up to them."""
        for text in words:
            await until(lambda text=text: text in self.unread, f"{text!r} in {self.unread!r}")  # type: ignore[misc]
            self._read += self.unread.index(text) + len(text)

    async def types(self, line: str, *answers: str) -> None:
        """Type a line, and wait for words of the answer."""
        self._read = len(self.written)
        self.input.lines.put_nowait(line)
        await self.reads(*answers)

    async def asked(self, *words: object) -> None:
        """Wait until the source was asked for something."""
        await until(lambda: words in self.source.asked, f"{words} among {self.source.asked}")


class Reading(Reader):
    """A reader with the session that is read."""

    def __init__(self, source: Scripted, hub: HubServer, pbx: PBX, spoken: Callable[[str], str]) -> None:
        super().__init__(source)
        self.hub = hub
        self.pbx = pbx
        self.timing = HandMoved()
        options = SessionOptions(self.input, self.write, BoardFinder(), lambda: NOON, self.timing, spoken)
        self.session = PlainSession(pbx, options)
        self.session.announcer.follow(pbx)

    async def hears_of(self, name: LinkName, state: LinkState) -> None:
        """Wait until a link is known to be in a state, and for as long as its loss is not reported."""
        await until(lambda: self.pbx.links[name].state is state, f"{name} {state}")
        self.timing.move(GRACE_SECONDS)

    def hub_link(self, state: LinkState, reason: str) -> None:
        """Have the link to the hub in a state."""
        self.pbx.feed._set_link(state, reason)


@asynccontextmanager
async def reading(
    *people: ContactChange, may: Sequence[Right] = ACCOUNT.may, spoken: Callable[[str], str] = str
) -> AsyncIterator[Reading]:
    """Run plain mode with some contacts, up to its first prompt; it is left at the end."""
    source = Scripted(DeviceChange(DEVICE), *people)
    account = msgspec.structs.replace(ACCOUNT, may=tuple(may))
    async with (
        HubServer([account], [source], linger=0.0) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        reader = Reading(source, hub, pbx, spoken)
        await until(lambda: len(pbx.contacts) == len(people), "everybody")
        running = asyncio.create_task(Loop(reader.session).run())
        await reader.reads("help lists the commands.\n> ")
        yield reader
        reader.input.lines.put_nowait(None)
        async with asyncio.timeout(5.0):
            await running
