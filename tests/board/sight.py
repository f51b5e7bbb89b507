"""A board as a person sees it and types into it."""

from collections.abc import Callable

from textual import events
from textual.pilot import Pilot

from lampfield.board.app import BoardApp
from lampfield.board.controllers.operator import Operator
from lampfield.board.screen import BoardScreen
from lampfield.board.widgets.grid.grid import ContactGrid
from tests.drawn import drawn
from tests.waiting import until

NAMED = {"/": "slash", "\r": "enter", ",": "comma", " ": "space", "\x1b": "escape", "\t": "tab", ":": "colon"}
"""What Textual calls the keys whose names are not their characters."""


class Sight:
    """A board that runs.

    Args:
        app: The board.
        pilot: Types into it.
    """

    def __init__(self, app: BoardApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def board(self) -> BoardScreen:
        """The board's screen."""
        return self.app.board

    @property
    def operator(self) -> Operator:
        """The controllers with which the operator acts."""
        assert self.board.operator is not None
        return self.board.operator

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
        region = widget.region
        rows = drawn(self.app)[region.y : region.bottom]
        return [row.crop(region.x, region.right).text for row in rows]

    def text(self, selector: str = "Screen") -> str:
        """Return what is written, as one text."""
        return "\n".join(self.lines(selector))

    async def sees(self, words: str, selector: str = "Screen", seconds: float = 5.0) -> None:
        """Wait until some words are on the screen."""
        await self._so(lambda: words in self.text(selector), f"{words!r} on the screen", seconds)

    async def misses(self, words: str, selector: str = "Screen", seconds: float = 5.0) -> None:
        """Wait until some words are no longer on the screen."""
        await self._so(lambda: words not in self.text(selector), f"no {words!r} on the screen", seconds)

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    def burst(self, text: str) -> None:
        """Type a text at once, as a slow line brings it: no key waits until the one before had its effect."""
        for character in text:
            key = NAMED.get(character, character)
            self.app.post_message(events.Key(key, character))

    def key(self, name: str) -> None:
        """Press a key that types nothing behind those of a burst."""
        self.app.post_message(events.Key(name, None))

    async def outcome(self, words: str) -> None:
        """Wait until the footer says something."""
        await self.sees(words, "#footer", 12.0)

    async def go_to(self, name: str) -> None:
        """Put the cursor on a contact."""
        cid = next(cid for cid, value in self.grid.contacts.items() if value.name == name)
        assert self.grid.move_to(cid)
        await self.pilot.pause()

    async def _so(self, condition: Callable[[], bool], what: str, seconds: float) -> None:
        try:
            await until(condition, what, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text()}") from None
