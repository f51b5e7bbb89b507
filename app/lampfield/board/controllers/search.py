"""The search and the groups: which contacts are shown, and in which order."""

import time
from collections.abc import Mapping
from functools import partial

from textual.widgets import Input

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.controllers.default_action import DIAL_NUMBER, EVERYBODY, DefaultAction
from lampfield.board.widgets.find_line import FindInput
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.board.widgets.group_tabs import GroupTabs
from lampfield.frontend.search.conditions import State
from lampfield.frontend.search.contact_view import ContactView
from lampfield.frontend.search.groups import ALL, FAVOURITES, Group
from lampfield.frontend.search.text import typed_number
from lampfield.frontend.wording import name_of
from lampfield.model.identity import ContactId
from lampfield.model.link import LinkName
from lampfield.model.text import plain

REST_SECONDS = 4.0
"""During a search the order is frozen until no key has been pressed for this long."""


class SearchController:
    """Finds contacts by search and group, and keeps them in their places.

    While the operator chooses among the matches the order is frozen: a contact that no longer matches is
    dimmed in its place, and a new match waits. After a rest, or when the query changes, the list is computed
    again; the contact under the cursor stays in it as long as the cursor is there.

    Args:
        context: What all controllers share.
        grid: Shows the matches.
        box: The search box.
        tabs: The groups.
    """

    def __init__(self, context: BoardContext, grid: ContactGrid, box: FindInput, tabs: GroupTabs) -> None:
        self._context = context
        self._grid = grid
        self._box = box
        self._tabs = tabs
        self.directory = ContactView()
        self.touched = False
        """Whether the operator has done anything: from then on the cursor stays on its contact when others
        arrive."""
        self._touched_at = 0.0
        self._typo_shown = ""
        """The query whose typo correction was already pointed out."""
        self._is_settling = False
        """Whether an outdated list waits for the operator to rest."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of search and groups."""
        return (
            command("find", self.find),
            command("leave-search", self.leave),
            command("next-group", partial(self._step_group, 1)),
            command("previous-group", partial(self._step_group, -1)),
            command("next-match", partial(self._step_match, 1)),
            command("previous-match", partial(self._step_match, -1)),
        )

    def touch(self) -> None:
        """Record that the operator has just done something."""
        self.touched = True
        self._touched_at = time.monotonic()

    def look_again(self, keep: ContactId | None = None) -> None:
        """Compute the order again after group or search changed.

        Args:
            keep: A contact that is shown in any case.
        """
        self.directory.dims = self._context.settings.values.find.dim
        if self._context.pbx is not None:
            self.directory.refresh(self._context.pbx.contacts.values_by_key, keep)
        self._show_order()

    def refresh_and_scroll(self) -> None:
        """Compute the order again, and scroll to the cursor."""
        self.look_again()
        self._grid.show_cursor()

    def show_changes(self) -> None:
        """Show arrivals, departures and moves: at once, or when the operator has chosen."""
        if not self.directory.keeps_order:
            self.look_again()
            return
        if self.directory.remove_gone():
            self._show_order()
        self.settle_soon()

    def settle_soon(self) -> None:
        """Compute the order again as soon as the operator rests."""
        if not self._is_settling:
            self._is_settling = True
            self._context.window.after(REST_SECONDS, self._settle)

    def show_found(self) -> None:
        """Show the current result of the search, which may be about to change."""
        self._tabs.show(self.directory.groups, self.directory.group, self._found())
        if self.directory.result.is_outdated and self.directory.keeps_order:
            self.settle_soon()
        elif self.directory.result.is_outdated:
            self.look_again()

    def note_unread(self, unread: Mapping[ContactId, int]) -> None:
        """Apply which contacts have unread messages."""
        if self.directory.set_unread(tuple(unread)):
            self.show_found()

    def clear(self) -> None:
        """Clear the search; the cursor stays on its contact."""
        with self._box.prevent(Input.Changed):
            self._box.clear()
        self.directory.query = ""
        self.refresh_and_scroll()
        self._context.window.focus(self._grid)

    def show_contact(self, cid: ContactId) -> None:
        """Put the cursor on a contact, whatever is shown."""
        if not self._grid.move_to(cid):
            self.directory.group = ALL
            self.clear()
            self._grid.move_to(cid)

    def find(self) -> None:
        """Go to the search; typing replaces the last query."""
        self._context.window.focus(self._box)
        self._box.action_select_all()
        self._context.window.later(self.prepare)

    def leave(self) -> None:
        """Show everybody again; the cursor stays on the match."""
        self.catch_up()
        self.clear()

    def begin(self, character: str) -> None:
        """Begin a search with a character."""
        self.find()
        self._box.clear()
        self._box.insert_text_at_cursor(character)

    def catch_up(self) -> None:
        """Search for the current text: the event of the last key may still be pending."""
        self.look_for(self._box.value)

    def points_out_typo(self) -> bool:
        """Point out a typo correction once, before anything is done with the contact it led to."""
        query, contact = self.directory.query, self._context.contact
        if not self.directory.result.meant or contact is None or query == self._typo_shown:
            return False
        self._typo_shown = query
        self._context.hint(f"No “{plain(query, 20)}”. Press again for {name_of(contact)}.")
        return True

    def move(self, columns: int, rows: int) -> None:
        """Move the cursor during a search; if others are dimmed instead of hidden, move to the next match."""
        if self.directory.dims and self.directory.is_search:
            self._step_match(rows)
        else:
            self._grid.move_by(columns, rows)

    def choose_group(self, group: Group) -> None:
        """Show another group."""
        self.directory.group = group
        self.refresh_and_scroll()

    def drop_dimmed(self) -> None:
        """Drop contacts that were shown only for the cursor's sake, now that it has moved."""
        if self.directory.result.dimmed and self.directory.keeps_order:
            self.settle_soon()

    def _step_group(self, step: int) -> None:
        self.directory.step_group(step)
        self.refresh_and_scroll()

    def say_why_empty(self) -> None:
        """Show on an empty grid why it is empty."""
        self._grid.empty_text = self.why_empty()
        if not self._grid.order:
            self._grid.refresh()

    def _show_order(self) -> None:
        self._grid.set_order(self.directory.order, self.directory.result.dimmed)
        self.show_found()
        self.say_why_empty()

    def look_for(self, query: str) -> None:
        """Search for another query; the cursor goes to the best match."""
        if query == self.directory.query:
            return
        self.directory.query = query
        self.look_again()
        if query and (best := self.directory.result.best) is not None:
            self._grid.move_to(best)

    def _step_match(self, step: int) -> None:
        if (cid := self.directory.result.step(self._grid.place, step)) is not None:
            self._grid.move_to(cid)

    def _settle(self) -> None:
        self._is_settling = False
        left = self._touched_at + REST_SECONDS - time.monotonic()
        if left > 0:
            self._is_settling = True
            self._context.window.after(left, self._settle)
        else:
            self.look_again(keep=self._context.cursor)

    def prepare(self) -> None:
        """Build the search index while the operator starts typing."""
        if not self.directory.prepare():
            self._context.window.later(self.prepare)
        else:
            self._load_typos()

    def _load_typos(self) -> None:
        """Load the typo correction in a thread: it takes longer than a key press may."""
        from lampfield.frontend.search.typos import load

        self._context.window.work(load, "loading find", group="find", thread=True)

    def _found(self) -> str:
        """Return the result of the search in words; empty without a search."""
        directory, result = self.directory, self.directory.result
        if not directory.query and (directory.group == FAVOURITES or not directory.is_search):
            return ""
        if directory.unknown:
            return f"is: {', '.join(State)}"
        if result.meant:
            return f"{result.count} like {' or '.join(result.meant)}"
        nobody = f", {directory.number} is nobody's" if directory.number and result.count else ""
        return f"{result.count} of {result.among}{nobody}"

    def why_empty(self) -> str:
        """Return why no contact is shown."""
        hub = self._context.pbx.links.get(LinkName.HUB) if self._context.pbx is not None else None
        if self._context.pbx is None or self._context.pbx.me is None:
            return (hub.reason if hub is not None else "") or "connecting to the hub…"
        sought = plain(self.directory.query, 40)
        if number := typed_number(self.directory.query):
            return f"Nobody has {number}. {self._context.keys.shown('take-found')} dials it"
        if sought:
            return f"Nobody matches {sought}. {self._context.keys.shown('leave-search')} shows everybody"
        return "there is nobody in this group"

    @property
    def empty_action(self) -> DefaultAction | None:
        """What Enter does when nobody matches; None if somebody does."""
        if not self.directory.query or self.directory.result.best is not None:
            return None
        return DIAL_NUMBER if typed_number(self.directory.query) else EVERYBODY
