"""The wallboard: the same grid for everybody to look at. Nobody acts at it, and it tells nothing private."""

import asyncio
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from textual import events

from lampfield.board.feeding import Hub
from lampfield.board.grid.fields import tile_fields
from lampfield.board.header.facts import HeaderFacts
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.kit.outcome import Kind
from lampfield.board.screen import BoardScreen
from lampfield.config.settings import DensityChoice, LookTable
from lampfield.feed.batch import Batch
from lampfield.feed.pbx import PBX
from lampfield.model.identity import ContactId

PAGE_SECONDS = 20.0
"""How long a page stays, where not all tiles have room."""

LOOKING = ("next-group", "previous-group", "density", "theme", "help", "quit", "back")
"""What can be done at a wallboard: it changes what is seen, and nothing else."""

PAGING = ("page-up", "page-down", "first", "last")

ALLOWED = frozenset(action_id.replace("-", "_") for action_id in LOOKING)


class Wallboard(BoardScreen):
    """Header, groups and grid, without operator, card, chat, calls and keys.

    With whom somebody talks, what somebody wrote, and what waits for the operator is not on it.

    Args:
        hub: Where the contacts come from.
        clock: Epoch seconds.
        shown: Set when the first contacts are on the screen.
        keys: The key map, of which only what changes the sight is in force.
    """

    def __init__(self, hub: Hub, clock: Callable[[], float], shown: asyncio.Event, keys: KeyMap) -> None:
        super().__init__(hub, clock, shown, keys.only(*LOOKING, *PAGING))
        self.add_class("-wallboard")
        self.grid.marks_cursor = False
        self.directory.is_public = True

    def on_mount(self) -> None:
        """Turn the pages."""
        self.set_interval(PAGE_SECONDS, self.turn_page)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Show whole tiles alone, once the regions have their sizes."""
        self.call_after_refresh(self._fit_rows)

    def _fit_rows(self) -> None:
        """Let the grid be as high as its whole rows: nobody scrolls here to see the rest of a tile."""
        room, tile = self.query_one("#middle").size.height, self.grid.tile_height
        self.grid.styles.max_height = max(room - room % tile, min(room, tile)) or None

    def recall(self, kept_for: str) -> None:
        """Begin with nothing: favourites and saved searches are the operator's."""

    def recall_drafts(self, kept_for: str) -> None:
        """Begin with nothing: drafts are the operator's."""

    def wear(self, look: LookTable) -> None:
        """Show large tiles, unless another density is wanted, with what everybody may read."""
        density = DensityChoice.LARGE if look.density is DensityChoice.AUTO else look.density
        self.grid.wear(density, tile_fields(look.fields, public=True))
        if self.is_attached:
            self.call_after_refresh(self._fit_rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether an action can be done."""
        return action in ALLOWED and super().check_action(action, parameters)

    def turn_page(self) -> None:
        """Show the tiles below, or the first after the last."""
        grid = self.grid
        below = grid.scroll_y + grid.size.height // grid.tile_height * grid.tile_height
        grid.scroll_to(y=0 if grid.scroll_y >= grid.max_scroll_y else below, animate=False)

    def header_facts(self, pbx: PBX, now: float) -> HeaderFacts:
        """Return what the header says: nothing of the operator."""
        return HeaderFacts(None, pbx.links, 0, 0, now, by_second=self.board_app.by_second)

    def show_chats(self) -> None:
        """Show nothing: chats are nobody else's."""

    def tell_of(self, batch: Batch, asking: AbstractSet[ContactId]) -> None:
        """Tell nobody: what happens is seen."""

    def tell_late(self, asking: AbstractSet[ContactId]) -> None:
        """Tell nobody: what happens is seen."""

    def say(self, kind: Kind, sentence: str) -> None:
        """Say nothing: outcomes are the operator's."""
