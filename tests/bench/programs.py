"""The programs that are measured, by what starts them."""

import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Who(StrEnum):
    """Who is measured."""

    BOARD = "Lampfield"
    TEXTUAL = "Lampfield, painted by Textual"
    RECEIVE = "receive and decode alone"
    ANSI = "escape sequences, no framework"
    LINES = "Textual, line API as documented"
    TABLE = "Textual, DataTable"
    WIDGETS = "Textual, one widget a tile"
    BARE = "bare Textual app"
    PAGE = "Chromium, a tile a DOM element"
    VIRTUAL = "Chromium, only tiles in sight"
    BROADCAST = "websockets.broadcast"


class Program(NamedTuple):
    """What runs in a terminal."""

    who: Who
    words: tuple[str, ...]
    """The module and its arguments; where one is ``URL`` the feed's address stands."""
    env: Mapping[str, str] = {}

    def command(self, url: str = "") -> list[str]:
        """Return what starts it on a feed."""
        return [sys.executable, "-m", *(url if word == "URL" else word for word in self.words)]


def _rival(who: Who, name: str) -> Program:
    return Program(who, (f"tests.bench.rivals.{name}", "URL"))


SECRET = {"LAMPFIELD_SECRET": "bench"}
BOARD = Program(Who.BOARD, ("lampfield", "--url", "URL", "--account", "reception"), SECRET)
TEXTUAL = BOARD._replace(who=Who.TEXTUAL, env={**SECRET, "LAMPFIELD_PAINT": "textual"})
DEMO = Program(Who.BOARD, ("lampfield", "demo", "--contacts", "10000", "--rate", "0"))
RECEIVE = _rival(Who.RECEIVE, "receive")
ANSI = _rival(Who.ANSI, "ansi")
LINES = _rival(Who.LINES, "lines")
TABLE = _rival(Who.TABLE, "table")
WIDGETS = _rival(Who.WIDGETS, "widgets")
BARE = _rival(Who.BARE, "bare")
