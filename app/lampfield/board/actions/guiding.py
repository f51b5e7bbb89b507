"""What the keys do that help one find one's way: help, palette, labels to jump to, the tour, the settings."""

from typing import TYPE_CHECKING

from textual import on

from lampfield.board.actions.seeing import SeeingActions
from lampfield.board.canvas.panel import Panel
from lampfield.board.grid.face import Face
from lampfield.board.grid.grid import ContactGrid
from lampfield.board.grid.jumping import Jump, jump_to
from lampfield.board.keys.action import OF_BOXES, Scope
from lampfield.board.kit.outcome import Kind
from lampfield.config.memory_file import MemoryFile
from lampfield.model.identity import ContactId
from lampfield.words.names import name_of

if TYPE_CHECKING:
    from lampfield.board.palette.palette import Palette, Pick

NOT_IN_PALETTE = ("palette", "back")


class GuidingActions(SeeingActions):
    """Help, palette, jump, tour, settings."""

    grid: ContactGrid
    _jump: Jump | None = None

    def action_help(self) -> None:
        """Show the keys of what has the focus; close them again."""
        from lampfield.board.dialogs.help import Help

        if isinstance(self.app.screen, Help):
            self.app.screen.dismiss(None)
        else:
            self.app.push_screen(Help(self.offered, self.app.screen))

    def action_settings(self) -> None:
        """Open the settings; this screen and the application are told what changes."""
        from lampfield.board.settings.choices import checks_of, choices_of
        from lampfield.board.settings.screen import SettingsScreen

        app = self.board_app
        app.push_screen(SettingsScreen(app.settings, choices_of(app), self, checks_of(app)))

    def action_palette(self) -> None:
        """Choose among everything that the board does, and everybody."""
        from lampfield.board.palette.palette import Palette

        keys = [
            key
            for key in self.keys.keys
            if key.action.scope not in OF_BOXES
            and key.id not in NOT_IN_PALETTE
            and self.may(key.action.right)
        ]
        contact = self.contact
        title = f"For {name_of(contact)}, or type another name" if contact is not None else "Do, or go to"
        self._ask_palette(Palette(title, keys, self.directory.anybody, self._face))

    def _ask_palette(self, palette: "Palette") -> None:
        self.call_later(self.prepare_search)
        self.ask(palette, self._do_picked)

    @on(Panel.Clicked)
    def do_clicked(self, event: Panel.Clicked) -> None:
        """Do what stands where the mouse clicked."""
        self._do_action(event.action_id)

    @on(ContactGrid.MenuWanted)
    def offer_possible(self) -> None:
        """Choose among what can be done with the contact that was clicked, or go on to everything."""
        from lampfield.board.actions.possible import possible_with
        from lampfield.board.palette.palette import Palette

        contact = self.contact
        if contact is None or not self.check_action("palette", ()):
            return
        possible = possible_with(contact)
        keys = [key for key in self.keys.keys if key.id in possible and self.may(key.action.right)]
        everything = self.keys.by_id["palette"]
        title = f"For {name_of(contact)}"
        self._ask_palette(Palette(title, [*keys, everything], self.directory.anybody, self._face))

    def action_jump(self) -> None:
        """Write two letters on every tile in sight; they put the cursor there."""
        cids = [self.grid.order[place] for place in self.grid.visible_places]
        if cids:
            self.set_focus(self.grid)
            self._show_jump(jump_to(cids))
            self.say(Kind.UNDERWAY, "Two letters put the cursor there; Esc leaves it.")

    @property
    def is_jumping(self) -> bool:
        """Whether the next letters are those of a label."""
        return self._jump is not None

    def jump_by(self, key: str) -> None:
        """Go on with a jump; a key that is on no label ends it."""
        jump = self._jump.with_letter(key) if self._jump is not None and len(key) == 1 else None
        if jump is not None and (target := jump.target) is not None:
            self.grid.move_to(target)
            jump = None
        self._show_jump(jump)
        if jump is None:
            self.say(Kind.DONE, "")

    def _show_jump(self, jump: Jump | None) -> None:
        self._jump = jump
        self.grid.set_labels(jump.shown if jump is not None else {})

    def action_tour(self) -> None:
        """Show the board in a few steps."""
        from lampfield.board.tour.steps import tour_steps
        from lampfield.board.tour.tour import Tour

        self.app.push_screen(Tour(tour_steps(self.keys)))

    def offer_tour(self, memory: MemoryFile) -> None:
        """Show the tour at the first start. A board that remembers nothing has no first start."""
        if memory.path is not None and not memory.values.toured:
            memory.change(toured=True)
            self.action_tour()

    def _do_picked(self, pick: "Pick") -> None:
        """Do what was chosen in the palette, once it is closed."""
        if pick.cid is not None:
            self.show_contact(pick.cid)
            self.set_focus(self.grid)
        if pick.action_id != "go":
            self._do_action(pick.action_id)

    def _do_action(self, action_id: str) -> None:
        action = self.keys.by_id[action_id].action
        if not self.is_allowed(action):
            return
        self.call_later(self.app.run_action, action.does, self.grid if action.scope is Scope.GRID else self)

    def _face(self, cid: ContactId) -> Face | None:
        return self.grid.face(cid) if cid in self.grid.contacts else None
