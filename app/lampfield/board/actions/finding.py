"""What the search and the group keys do."""

from textual import on
from textual.widgets import Input

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.find.directory import Directory
from lampfield.board.find.groups import ALL
from lampfield.board.find.line import FindInput
from lampfield.board.find.number import typed_number
from lampfield.board.find.tabs import GroupTabs
from lampfield.board.grid.grid import ContactGrid
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName


class FindingActions(ActingScreen):
    """Find and groups."""

    grid: ContactGrid
    directory: Directory

    def __init__(self) -> None:
        super().__init__()
        self.directory = Directory()

    def look_again(self) -> None:
        """Find the order anew, after group or search changed."""
        if self.pbx is not None:
            self.directory.refresh(self.pbx.contacts.values_by_key)
        self.grid.set_order(self.directory.order)
        self.query_one(GroupTabs).show(self.directory.groups, self.directory.group)
        self.say_why_empty()

    def clear_search(self) -> None:
        """Show everybody of the group again; the cursor stays on its contact."""
        box = self.query_one("#find-input", Input)
        with box.prevent(Input.Changed):
            box.clear()
        self.directory.query = ""
        self.look_again()
        self.set_focus(self.query_one(ContactGrid))

    def show_contact(self, cid: ContactId) -> None:
        """Put the cursor on a contact, whatever is shown."""
        grid = self.query_one(ContactGrid)
        if not grid.move_to(cid):
            self.directory.group = ALL
            self.clear_search()
            grid.move_to(cid)

    def action_find(self) -> None:
        """Go to the search; what is typed takes the place of what was looked for before."""
        box = self.query_one("#find-input", Input)
        self.set_focus(box)
        box.action_select_all()
        self.call_later(self._prepare_search)

    def action_take_found(self) -> None:
        """Go to what was found; a number that is nobody's is dialled."""
        self.catch_up()
        if not self._dial_nobody():
            self.set_focus(self.grid)

    def action_leave_search(self) -> None:
        """Show everybody again; the cursor stays on whom was found."""
        self.catch_up()
        self.clear_search()

    def action_next_group(self) -> None:
        """Show the group after."""
        self.directory.step_group(1)
        self.look_again()

    def action_previous_group(self) -> None:
        """Show the group before."""
        self.directory.step_group(-1)
        self.look_again()

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

    @on(Input.Changed, "#find-input")
    def search(self, event: Input.Changed) -> None:
        """Show only what matches what stands there now: the event may be older."""
        self._search(event.input.value)

    @on(FindInput.Moved)
    def move_in_grid(self, event: FindInput.Moved) -> None:
        """Move the cursor while the search has the focus."""
        self.grid.action_move(event.columns, event.rows)

    @on(GroupTabs.Chosen)
    def choose_group(self, event: GroupTabs.Chosen) -> None:
        """Show another group."""
        self.directory.group = event.group
        self.look_again()

    def _search(self, query: str) -> None:
        """Look for something else; the cursor goes to whom is found first."""
        if query != self.directory.query:
            self.directory.query = query
            self.look_again()
            if query:
                self.grid.action_edge(0)

    def _prepare_search(self) -> None:
        """Read what is written on the contacts while the first letter is awaited."""
        if not self.directory.prepare():
            self.call_later(self._prepare_search)

    def _dial_nobody(self) -> bool:
        """Dial a number that was looked for and is nobody's. Returns whether it was one."""
        number = typed_number(self.directory.query)
        if not number or self.grid.order:
            return False
        self.clear_search()
        self.dial_typed(number)
        return True

    def say_why_empty(self) -> None:
        """Say on an empty grid why it is."""
        self.grid.empty_text = self._why_empty()
        if not self.grid.order:
            self.grid.refresh()

    def _why_empty(self) -> str:
        hub = self.pbx.links.get(LinkName.HUB) if self.pbx is not None else None
        if self.pbx is None or self.pbx.me is None:
            return (hub.reason if hub is not None else "") or "connecting to the hub…"
        if number := typed_number(self.directory.query):
            return f"nobody has it; Enter dials {number}"
        if self.directory.query:
            return "nobody matches; Esc shows everybody"
        return "there is nobody in this group"
