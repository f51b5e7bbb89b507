"""The stage of the pictures: the real board on a real hub with the demo, at a time that stands still."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Input

from lampfield.board.app import BoardApp, make_board
from lampfield.hub.server import HubServer
from lampfield.sources.demo.source import DemoSource, demo_account
from tests.waiting import until

MORNING = 1_795_514_400.0
"""Epoch seconds: 24 November 2026, 10:00 UTC."""


class StoppedClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> float:
        """Return epoch seconds."""
        return self.now


class Stage:
    """A board, and the clock that it looks at."""

    def __init__(self, app: BoardApp, pilot: Pilot[None], clock: StoppedClock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    @property
    def text(self) -> str:
        """Return what is written on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    async def shows(self, words: str) -> None:
        """Wait until some words are on the screen."""
        await until(lambda: words in self.text, f"{words!r} in the picture", 10.0)
        await self.pilot.pause()

    async def go_to(self, name: str) -> None:
        """Put the cursor on a contact."""
        grid = self.app.board.grid
        cid = next(cid for cid, contact in grid.contacts.items() if contact.name == name)
        self.app.board.show_contact(cid)
        await self.pilot.pause()


@asynccontextmanager
async def stage(columns: int, rows: int) -> AsyncIterator[Stage]:
    """Open the board on the demo, up to its first tiles."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    clock = StoppedClock()
    account = demo_account()
    source = DemoSource(clock=StoppedClock())
    async with HubServer([account], [source], linger=0.0) as hub:
        app = make_board(hub.url, account=account.name, secret=account.secret, clock=clock)
        app.animation_level = "none"
        async with app.run_test(size=(columns, rows)) as pilot:
            set_up = Stage(app, pilot, clock)
            await until(lambda: app.board.grid.order, "tiles", 10.0)
            await set_up.shows("Aaron Diaz")
            for box in app.board.query(Input):
                box.cursor_blink = False
            yield set_up
