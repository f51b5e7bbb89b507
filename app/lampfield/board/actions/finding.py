"""What the find line and the group keys do."""

import time
from collections.abc import Mapping

from textual import on
from textual.timer import Timer
from textual.widgets import Input

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.actions.moment import DIAL_NUMBER, EVERYBODY, MomentAction
from lampfield.board.find.directory import Directory
from lampfield.board.find.groups import ALL, FAVOURITES
from lampfield.board.find.line import FindInput
from lampfield.board.find.number import typed_number
from lampfield.board.find.state import State
from lampfield.board.find.tabs import GroupTabs
from lampfield.board.grid.grid import ContactGrid
from lampfield.board.settings.changed import SettingsChanged
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.model.text import plain
from lampfield.words.names import name_of

REST_SECONDS = 4.0
"""While a search stands nobody moves until no key was pressed for so long."""


class FindingActions(ActingScreen):
    """Find and groups.

    While somebody chooses among those who were found, nobody moves: who no longer matches becomes dim in
    their place, and who comes to match waits. When the operator has rested, or looks for something else, the
    list is found anew; whoever is under the cursor stays in it as long as the cursor does.
    """

    grid: ContactGrid
    directory: Directory

    def __init__(self) -> None:
        super().__init__()
        self.directory = Directory()
        self.touched = False
        """The operator has done something: from then on the cursor stays on its contact, whoever comes."""
        self._touched_at = 0.0
        self._slip_told = ""
        """The query of which it was said that nobody is called so."""
        self._settling: Timer | None = None
        """Runs while a list that is out of date waits for the operator to rest."""

    def touch(self) -> None:
        """Note that the operator has just done something."""
        self.touched = True
        self._touched_at = time.monotonic()

    @property
    def sought_number(self) -> str:
        """The number that is looked for and that nobody has."""
        return self.directory.number

    def look_again(self, keep: ContactId | None = None) -> None:
        """Find the order anew, after group or search changed.

        Args:
            keep: Who is shown in any case.
        """
        self.directory.dims = self.settings.values.find.dim
        if self.pbx is not None:
            self.directory.refresh(self.pbx.contacts.values_by_key, keep)
        self._show_order()

    def look_elsewhere(self) -> None:
        """Find the order anew, and bring what the cursor is on in sight."""
        self.look_again()
        self.grid.show_cursor()

    def look_at_changes(self) -> None:
        """Show who came, went or moved: at once, or when the operator has chosen."""
        if not self.directory.holds_still:
            self.look_again()
            return
        if self.directory.leave_out_gone():
            self._show_order()
        self.settle_soon()

    def settle_soon(self) -> None:
        """Find the order anew as soon as the operator rests."""
        if self._settling is None:
            self._settling = self.set_timer(REST_SECONDS, self._settle)

    def show_found(self) -> None:
        """Show what the search came to so far; it may be about to be out of date."""
        self.query_one(GroupTabs).show(self.directory.groups, self.directory.group, self._found())
        if self.directory.result.is_outdated and self.directory.holds_still:
            self.settle_soon()
        elif self.directory.result.is_outdated:
            self.look_again()

    def note_unread(self, unread: Mapping[ContactId, int]) -> None:
        """Take whose messages are unread now."""
        if self.directory.set_unread(tuple(unread)):
            self.show_found()

    def clear_search(self) -> None:
        """Show everybody of the group again; the cursor stays on its contact."""
        box = self.query_one("#find-input", Input)
        with box.prevent(Input.Changed):
            box.clear()
        self.directory.query = ""
        self.look_elsewhere()
        self.set_focus(self.grid)

    def show_contact(self, cid: ContactId) -> None:
        """Put the cursor on a contact, whatever is shown."""
        if not self.grid.move_to(cid):
            self.directory.group = ALL
            self.clear_search()
            self.grid.move_to(cid)

    def action_find(self) -> None:
        """Go to the search; what is typed takes the place of what was looked for before."""
        box = self.query_one("#find-input", Input)
        self.set_focus(box)
        box.action_select_all()
        self.call_later(self.prepare_search)

    def action_take_found(self) -> None:
        """Go to what was found; a number that is nobody's is dialled."""
        self.catch_up()
        if self.dial_nobody():
            return
        if self.nobody_moment is not None:
            self.hint(f"{self._why_empty()}.")
        else:
            self.set_focus(self.grid)

    def action_leave_search(self) -> None:
        """Show everybody again; the cursor stays on whom was found."""
        self.catch_up()
        self.clear_search()

    def begin_search(self, character: str) -> bool:
        """Search for what begins with a character. Returns that it does."""
        box = self.query_one(FindInput)
        self.action_find()
        box.clear()
        box.insert_text_at_cursor(character)
        return True

    def catch_up(self) -> None:
        """Find what stands in the search now."""
        self._search(self.query_one(FindInput).value)

    def dial_nobody(self) -> bool:
        """Dial a number that was looked for and is nobody's. Returns whether it was one."""
        number = typed_number(self.directory.query)
        if not number or self.directory.result.best is not None:
            return False
        self.clear_search()
        self.dial_typed(number)
        return True

    def is_slip_unsure(self) -> bool:
        """Say once who is taken to be meant by what nobody is called, before anything is done with them."""
        query, contact = self.directory.query, self.contact
        if not self.directory.result.meant or contact is None or query == self._slip_told:
            return False
        self._slip_told = query
        self.hint(f"Nobody is called {plain(query, 20)}; once more, and {name_of(contact)} is meant.")
        return True

    def action_next_group(self) -> None:
        """Show the group after."""
        self.directory.step_group(1)
        self.look_elsewhere()

    def action_previous_group(self) -> None:
        """Show the group before."""
        self.directory.step_group(-1)
        self.look_elsewhere()

    def action_next_match(self) -> None:
        """Go to who matches next."""
        self._step_match(1)

    def action_previous_match(self) -> None:
        """Go to who matches before."""
        self._step_match(-1)

    @on(SettingsChanged)
    def find_as_wanted(self, event: SettingsChanged) -> None:
        """Leave out who does not match, or dim them, as the settings say now."""
        if event.concerns("find"):
            self.look_again()

    @on(Input.Changed, "#find-input")
    def search(self, event: Input.Changed) -> None:
        """Show only what matches what stands there now: the event may be older."""
        self._search(event.input.value)

    @on(FindInput.Moved)
    def move_in_grid(self, event: FindInput.Moved) -> None:
        """Move the cursor while the search has the focus; where others stay in sight, to who matches."""
        if self.directory.dims and self.directory.is_search:
            self._step_match(event.rows)
        else:
            self.grid.action_move(event.columns, event.rows)

    @on(GroupTabs.Chosen)
    def choose_group(self, event: GroupTabs.Chosen) -> None:
        """Show another group."""
        self.directory.group = event.group
        self.look_elsewhere()

    @on(ContactGrid.CursorMoved)
    def leave_dimmed(self) -> None:
        """Let one who was shown for the cursor's sake go, now that it is elsewhere."""
        if self.directory.result.dimmed and self.directory.holds_still:
            self.settle_soon()

    def say_why_empty(self) -> None:
        """Say on an empty grid why it is."""
        self.grid.empty_text = self._why_empty()
        if not self.grid.order:
            self.grid.refresh()

    def _show_order(self) -> None:
        self.grid.set_order(self.directory.order, self.directory.result.dimmed)
        self.show_found()
        self.say_why_empty()

    def _search(self, query: str) -> None:
        """Look for something else; the cursor goes to the best match."""
        if query == self.directory.query:
            return
        self.directory.query = query
        self.look_again()
        if query and (best := self.directory.result.best) is not None:
            self.grid.move_to(best)

    def _step_match(self, step: int) -> None:
        if (cid := self.directory.result.step(self.grid.place, step)) is not None:
            self.grid.move_to(cid)

    def _settle(self) -> None:
        self._settling = None
        left = self._touched_at + REST_SECONDS - time.monotonic()
        if left > 0:
            self._settling = self.set_timer(left, self._settle)
        else:
            self.look_again(keep=self.cursor)

    def prepare_search(self) -> None:
        """Read what is written on the contacts while the first letter is awaited."""
        if not self.directory.prepare():
            self.call_later(self.prepare_search)
        else:
            self._load_slips()

    def _load_slips(self) -> None:
        """Load what finds slips beside the event loop: it takes longer than a key may."""
        from lampfield.board.find.slips import load

        self.run_worker(load, thread=True, group="find", description="loading find", exit_on_error=False)

    def _found(self) -> str:
        """Return what the search came to, in words; empty when nothing is looked for."""
        directory, result = self.directory, self.directory.result
        if not directory.query and (directory.group == FAVOURITES or not directory.is_search):
            return ""
        if directory.unknown:
            return f"is: {', '.join(State)}"
        if result.meant:
            return f"{result.count} like {' or '.join(result.meant)}"
        nobody = f", {directory.number} is nobody's" if directory.number and result.count else ""
        return f"{result.count} of {result.among}{nobody}"

    def _why_empty(self) -> str:
        hub = self.pbx.links.get(LinkName.HUB) if self.pbx is not None else None
        if self.pbx is None or self.pbx.me is None:
            return (hub.reason if hub is not None else "") or "connecting to the hub…"
        sought = plain(self.directory.query, 40)
        if number := typed_number(self.directory.query):
            return f"Nobody has {number}. {self.keys.shown('take-found')} dials it"
        if sought:
            return f"Nobody matches {sought}. {self.keys.shown('leave-search')} shows everybody"
        return "there is nobody in this group"

    @property
    def nobody_moment(self) -> MomentAction | None:
        """What the keys of the search do where nobody matches; None where somebody does."""
        if not self.directory.query or self.directory.result.best is not None:
            return None
        return DIAL_NUMBER if typed_number(self.directory.query) else EVERYBODY
