"""The stage of the pictures: the real board on a real hub, at a time that stands still."""

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from lampfield.board.app import BoardApp, make_board
from lampfield.board.widgets.card.pane import CardPane
from lampfield.config.settings import LookTable, Settings
from lampfield.config.settings_file import SettingsFile
from lampfield.hub.server import HubServer
from lampfield.model.account import Account
from lampfield.sources.demo.source import DemoSource, demo_account
from lampfield.sources.port import Source
from lampfield.sources.replay.recording import Recording
from lampfield.sources.replay.source import ReplaySource, account_for
from tests.drawn import drawn
from tests.waiting import until

MORNING = 1_795_514_400.0
"""Epoch seconds: 24 November 2026, 10:00 UTC."""


class StoppedClock:
    """A clock that moves only when it is told to.

    Args:
        now: Epoch seconds.
    """

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return epoch seconds."""
        return self.now


class Setting(NamedTuple):
    """Who sits at the board, and what it shows."""

    account: Account
    source: Callable[[], Source]
    now: float
    """Epoch seconds."""
    first: str
    """What is on the screen once everybody is."""


def recorded(name: str, first: str) -> Setting:
    """Return the setting of a recording, at the moment at which that began.

    Args:
        name: Its file, beside this one; `lampfield record` writes such.
        first: What is on the screen once everybody is.
    """
    tape = Recording(Path(__file__).with_name(name))
    now = tape.header.began
    return Setting(
        account_for(tape, demo_account()), lambda: ReplaySource(tape, clock=StoppedClock(now)), now, first
    )


DEMO = Setting(demo_account(), lambda: DemoSource(clock=StoppedClock(MORNING)), MORNING, "Aaron Diaz")


class Stage:
    """A board, and the clock that it looks at."""

    def __init__(self, app: BoardApp, pilot: Pilot[None], clock: StoppedClock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    @property
    def text(self) -> str:
        """Return what is written on the screen."""
        return "\n".join(strip.text for strip in self.strips())

    def strips(self) -> list[Strip]:
        """Return the lines of the screen."""
        return drawn(self.app)

    async def shows(self, words: str) -> None:
        """Wait until some words are on the screen."""
        await until(lambda: words in self.text, f"{words!r} in the picture", 10.0)
        await self.pilot.pause()

    async def settles(self) -> None:
        """Wait until the card's photo is there, where there is one, and let no cursor blink."""
        for box in self.app.screen.query(Input):
            box.cursor_blink = False
            box._cursor_visible = True
        pane = self.app.board.query_one(CardPane)
        # A photo is asked for again once the pane has heard of another theme.
        await self.pilot.pause()
        await until(lambda: not pane.awaits_photo, "the photo", 10.0)
        await self.pilot.pause()

    async def go_to(self, name: str) -> None:
        """Put the cursor on a contact."""
        grid = self.app.board.grid
        cid = next(cid for cid, contact in grid.contacts.items() if contact.name == name)
        self.app.board.search.show_contact(cid)
        await self.pilot.pause()


@asynccontextmanager
async def stage(
    setting: Setting, columns: int, rows: int, look: LookTable | None = None, *, public: bool = False
) -> AsyncIterator[Stage]:
    """Open the board, up to its first tiles.

    Args:
        setting: Who sits there.
        columns: Width in cells.
        rows: Height in cells.
        look: How it is wanted; None: as it comes.
        public: It is a wallboard.
    """
    os.environ["TZ"] = "UTC"
    time.tzset()
    clock, account = StoppedClock(setting.now), setting.account
    async with HubServer([account], [setting.source()], linger=0.0) as hub:
        app = make_board(
            hub.url,
            account=account.name,
            secret=account.secret,
            clock=clock,
            settings=SettingsFile(values=Settings(look=replace(look or LookTable(), motion=False))),
            public=public,
        )
        app.counts_seconds = True
        async with app.run_test(size=(columns, rows), notifications=True) as pilot:
            set_up = Stage(app, pilot, clock)
            await until(lambda: app.board.grid.order, "tiles", 10.0)
            await set_up.shows(setting.first)
            for box in app.board.query(Input):
                box.cursor_blink = False
            yield set_up
