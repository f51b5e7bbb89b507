"""A board at a hub, both real, in one process; the source does what the test says."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.pilot import Pilot

from lampfield.board.app import BoardApp, make_board
from lampfield.board.footer.line import FooterLine
from lampfield.board.grid.grid import ContactGrid
from lampfield.board.screen import BoardScreen
from lampfield.hub.server import HubServer
from lampfield.model.change import ContactChange
from lampfield.model.device import Device, DeviceState
from lampfield.model.identity import DeviceName
from lampfield.model.relationship import Relationship, Subscription
from lampfield.model.show import State
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted, contact
from tests.waiting import until

NOON = 1_795_521_600.0
"""Epoch seconds at which these boards' clocks stand."""

DEVICE = Device(name=DeviceName("PJSIP/1"), label="Desk phone", extension="1", state=DeviceState.UP, blf=0)


def person(name: str, number: str, **properties: object) -> ContactChange:
    """Return a contact who is online, free, and sees the operator."""
    address = f"{name.lower()}@acme.test"
    known: dict[str, object] = {
        "name": name,
        "uname": name.lower(),
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


@dataclass
class Booth:
    """All that a test of the board touches."""

    app: BoardApp
    pilot: Pilot[None]
    source: Scripted
    hub: HubServer

    @property
    def board(self) -> BoardScreen:
        """The board's screen."""
        return self.app.board

    @property
    def grid(self) -> ContactGrid:
        """The grid."""
        return self.board.grid

    def names(self) -> list[str]:
        """Return the names on the tiles, in their order."""
        return [self.grid.contacts[cid].name for cid in self.grid.order]

    def lines(self, selector: str = "Screen") -> list[str]:
        """Return what is written on the screen, or in one widget."""
        widget = self.app.screen if selector == "Screen" else self.board.query_one(selector)
        strips = self.app.screen._compositor.render_strips()
        region = widget.region
        rows = strips[region.y : region.bottom]
        return ["".join(segment.text for segment in row)[region.x : region.right] for row in rows]

    def text(self, selector: str = "Screen") -> str:
        """Return what is written, as one text."""
        return "\n".join(self.lines(selector))

    async def sees(self, words: str, selector: str = "Screen") -> None:
        """Wait until some words are on the screen."""

        def there() -> bool:
            return words in self.text(selector)

        try:
            await until(there, f"{words!r} on the screen")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text()}") from None

    async def asked(self, *words: object) -> None:
        """Wait until the source was asked for something."""
        await until(lambda: words in self.source.asked, f"{words} among {self.source.asked}")

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def outcome(self, words: str) -> None:
        """Wait until the footer says something."""
        await self.sees(words, "#footer")

    async def go_to(self, name: str) -> None:
        """Put the cursor on a contact."""
        cid = next(cid for cid, value in self.grid.contacts.items() if value.name == name)
        assert self.grid.move_to(cid)
        await self.pilot.pause()

    @property
    def footer(self) -> FooterLine:
        """The footer."""
        return self.board.query_one(FooterLine)


@asynccontextmanager
async def booth(
    *people: ContactChange,
    size: tuple[int, int] = (120, 35),
    clock: Callable[[], float] = lambda: NOON,
) -> AsyncIterator[Booth]:
    """Run a board with some contacts, up to its first picture."""
    from lampfield.model.change import DeviceChange

    source = Scripted(DeviceChange(DEVICE), *people)
    async with HubServer([ACCOUNT], [source], linger=0.0) as hub:
        app = make_board(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret, clock=clock)
        async with app.run_test(size=size) as pilot:
            standing = Booth(app, pilot, source, hub)
            await until(lambda: len(standing.grid.order) == len(people), "all tiles")
            await until(lambda: standing.board.query_one("#header").render() is not None, "a header")
            await pilot.pause()
            yield standing
