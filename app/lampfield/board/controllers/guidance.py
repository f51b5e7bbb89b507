"""Guidance: help, palette, menu, jump labels, the tour, the settings, and leaving the board."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from lampfield.board.commands import Command, Commands, command
from lampfield.board.context import BoardContext
from lampfield.board.controllers.search import SearchController
from lampfield.board.keys.action import OF_BOXES
from lampfield.board.keys.keymap import Key
from lampfield.board.kit.outcome import Kind
from lampfield.board.widgets.grid.face import TileContent
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.board.widgets.grid.jumping import Jump, jump_to
from lampfield.frontend.wording import name_of
from lampfield.model.identity import ContactId

if TYPE_CHECKING:
    from lampfield.board.palette.palette import Pick

NOT_IN_PALETTE = ("palette", "back")


class GuidanceController:
    """Opens everything that helps an operator find a way around, and the way out.

    Args:
        context: What all controllers share.
        grid: Shows the jump labels.
        search: Finds contacts for the palette.
        commands: Returns the board's commands.
        settings_screen: Returns the settings dialog.
        leave: Exits the board.
    """

    def __init__(
        self,
        context: BoardContext,
        grid: ContactGrid,
        search: SearchController,
        commands: Callable[[], Commands],
        settings_screen: Callable[[], Screen[None]],
        leave: Callable[[], None],
    ) -> None:
        self._context = context
        self._grid = grid
        self._search = search
        self._commands = commands
        self._settings_screen = settings_screen
        self._leave = leave
        self._jump: Jump | None = None

    def commands(self) -> tuple[Command, ...]:
        """Return the commands for help, settings, palette, jump, tour, shell and quit."""
        return (
            command("help", self.toggle_help),
            command("settings", self.open_settings),
            command("palette", self.open_palette),
            command("jump", self.begin_jump),
            command("tour", self.open_tour),
            command("suspend", self.suspend),
            command("quit", self._leave),
        )

    def toggle_help(self) -> None:
        """Show the keys of the focused region, or hide them."""
        from lampfield.board.dialogs.help import Help

        top = self._context.window.top
        if isinstance(top, Help):
            top.dismiss(None)
        else:
            self._context.window.open(Help(self._context.offered, top))

    def open_settings(self) -> None:
        """Open the settings; screen and application get a message about each change."""
        self._context.window.open(self._settings_screen())

    def open_palette(self) -> None:
        """Open the palette: every action and every contact."""
        keys = [
            key
            for key in self._context.keys.keys
            if key.action.scope not in OF_BOXES
            and key.id not in NOT_IN_PALETTE
            and self._context.may(key.action.right)
        ]
        contact = self._context.contact
        title = f"For {name_of(contact)}, or type another name" if contact is not None else "Do, or go to"
        self._ask(title, keys)

    def open_menu(self) -> None:
        """Open the menu of the contact that was clicked; its last row opens the palette."""
        contact, commands = self._context.contact, self._commands()
        if contact is None or "palette" not in commands:
            return
        possible = {
            it.id for it in commands if it.of_contact and self._context.may(it.right) and it.available()
        }
        keys = [key for key in self._context.keys.keys if key.id in possible]
        self._ask(f"For {name_of(contact)}", [*keys, self._context.keys.by_id["palette"]])

    def _ask(self, title: str, keys: Sequence[Key]) -> None:
        from lampfield.board.palette.palette import Palette

        self._context.window.later(self._search.prepare)
        palette = Palette(title, keys, self._search.directory.anybody, self._tile_content)
        self._context.ask(palette, self._do_picked)

    def suspend(self) -> None:
        """Suspend to the shell; ``fg`` resumes the board."""
        if not self._context.window.suspend():
            self._context.hint("There is no shell to return to.")

    def begin_jump(self) -> None:
        """Label every visible tile with two letters; typing them puts the cursor there."""
        cids = [self._grid.order[place] for place in self._grid.visible_places]
        if cids:
            self._context.window.focus(self._grid)
            self._show_jump(jump_to(cids))
            self._context.say(Kind.UNDERWAY, "Type two letters to jump there; Esc cancels.")

    @property
    def is_jumping(self) -> bool:
        """Whether the next letters are those of a label."""
        return self._jump is not None

    def jump_by(self, key: str) -> None:
        """Continue a jump; a key that is on no label ends it."""
        jump = self._jump.with_letter(key) if self._jump is not None and len(key) == 1 else None
        if jump is not None and (target := jump.target) is not None:
            self._grid.move_to(target)
            jump = None
        self._show_jump(jump)
        if jump is None:
            self._context.say(Kind.DONE, "")

    def _show_jump(self, jump: Jump | None) -> None:
        self._jump = jump
        self._grid.set_labels(jump.shown if jump is not None else {})

    def open_tour(self) -> None:
        """Show the tour."""
        from lampfield.board.tour.steps import tour_steps
        from lampfield.board.tour.tour import Tour

        self._context.window.open(Tour(tour_steps(self._context.keys)))

    def offer_tour(self) -> None:
        """Show the tour at the first start. A board without a memory file has no first start."""
        memory = self._context.memory
        if memory.path is not None and not memory.values.toured:
            memory.change(toured=True)
            self.open_tour()

    def _do_picked(self, pick: "Pick") -> None:
        """Run what was chosen in the palette, after it has closed."""
        if pick.cid is not None:
            self._search.show_contact(pick.cid)
            self._context.window.focus(self._grid)
        if pick.action_id != "go":
            self._context.window.later(self._commands().run, pick.action_id)

    def _tile_content(self, cid: ContactId) -> TileContent | None:
        return self._grid.face(cid) if cid in self._grid.contacts else None
