"""What the rivals on Textual share: a header, the grid at the left, and the feed."""

import asyncio
from collections.abc import Sequence

from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from tests.bench.rivals.following import Following, Person
from tests.bench.rivals.tile import COLOURS, GRID_WIDTH

STYLES = {
    (name, cursor): Style(
        color=colour,
        bgcolor=COLOURS["cursor" if cursor else "back"],
        bold=cursor and name == "name",
        reverse=cursor and name == "name",
    )
    for name, colour in COLOURS.items()
    for cursor in (False, True)
}
"""By the name of the text's colour, and whether the cursor is there."""


class RivalApp(App[None]):
    """An application on the bench's feed.

    Args:
        url: Of the feed.
    """

    CSS = f"#head {{ height: 2; }} #grid {{ width: {GRID_WIDTH}; height: 1fr; }} #side {{ width: 1fr; }}"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, url: str) -> None:
        super().__init__()
        self._following = Following(url)

    def compose(self) -> ComposeResult:
        """Lay out."""
        yield Static("switchboard", id="head")
        with Horizontal():
            yield self.make_grid()
            yield Static("", id="side")

    def on_mount(self) -> None:
        """Follow the feed."""
        self.run_worker(self._follow(), exit_on_error=True)

    def make_grid(self) -> Widget:
        """Return the widget with id ``grid``."""
        raise NotImplementedError

    async def started(self, people: Sequence[Person]) -> None:
        """Show everybody for the first time."""
        raise NotImplementedError

    def changed(self, people: Sequence[Person]) -> None:
        """Show those who changed."""
        raise NotImplementedError

    async def _follow(self) -> None:
        async for people in self._following.frames():
            if people is self._following.people:
                await self.started(people)
            else:
                self.changed(people)
            await asyncio.sleep(0)
