"""A board at a hub, both real, in one process; the source does what the test says."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec
from textual.pilot import Pilot

from lampfield.board.app import BoardApp, make_board
from lampfield.board.keys.keymap import KeyMap
from lampfield.config.memory_file import MemoryFile
from lampfield.config.settings_file import SettingsFile
from lampfield.frontend.announcing.announcer import Announcer
from lampfield.hub.server import HubServer
from lampfield.model.account import Right
from lampfield.model.change import ContactChange, DeviceChange
from lampfield.model.device import Device, DeviceState
from lampfield.model.identity import DeviceName
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from tests.board.sight import Sight
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

NOON = 1_795_521_600.0
"""Epoch seconds at which these boards' clocks stand."""

DEVICE = Device(name=DeviceName("PJSIP/1"), label="Desk phone", extension="1", state=DeviceState.UP, blf=0)


def person(called: str, number: str, /, **properties: object) -> ContactChange:
    """Return a contact who is online, free, and sees the operator; a property given goes before."""
    address = f"{called.lower()}@acme.test"
    known: dict[str, object] = {
        "name": called,
        "uname": called.lower(),
        "number": number,
        "chat_id": address,
        "can_call": True,
        "can_tag": True,
        "tags": ("Sales",),
        "blf": 0,
        "states": {"desk": State()},
        "relationship": Relationship.MUTUAL,
        "subscription": Subscription.BOTH,
    }
    return contact(address, **known | properties)


class Booth(Sight):
    """All that a test of the board touches."""

    def __init__(self, app: BoardApp, pilot: Pilot[None], source: Scripted, hub: HubServer) -> None:
        super().__init__(app, pilot)
        self.source = source
        self.hub = hub

    async def asked(self, *words: object) -> None:
        """Wait until the source was asked for something."""
        await until(lambda: words in self.source.asked, f"{words} among {self.source.asked}")


@asynccontextmanager
async def booth(
    *people: ContactChange,
    size: tuple[int, int] = (120, 35),
    clock: Callable[[], float] = lambda: NOON,
    may: Sequence[Right] = ACCOUNT.may,
    announcer: Announcer | None = None,
    keys: KeyMap | None = None,
    memory: MemoryFile | None = None,
    settings: SettingsFile | None = None,
    public: bool = False,
) -> AsyncIterator[Booth]:
    """Run a board with some contacts, up to its first picture."""
    source = Scripted(DeviceChange(DEVICE), *people)
    account = msgspec.structs.replace(ACCOUNT, may=tuple(may))
    async with HubServer([account], [source], linger=0.0) as hub:
        app = make_board(
            hub.url,
            account=ACCOUNT.name,
            secret=ACCOUNT.secret,
            clock=clock,
            announcer=announcer,
            keys=keys,
            memory=memory,
            settings=settings,
            public=public,
        )
        async with app.run_test(size=size) as pilot:
            standing = Booth(app, pilot, source, hub)
            await until(lambda: len(standing.grid.order) == len(people), "all tiles")
            await standing.sees("lampfield", "#header")
            await pilot.pause()
            yield standing
