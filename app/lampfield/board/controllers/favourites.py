"""Favourites and saved searches, kept between runs."""

from functools import partial

import msgspec

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.controllers.search import SearchController
from lampfield.board.kit.outcome import Kind
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.config.memory import Memory, SavedSearch
from lampfield.config.merged import merged_finding
from lampfield.frontend.operations.operation import NotAvailable
from lampfield.frontend.search.groups import ALL, FAVOURITES
from lampfield.frontend.search.groups import Kind as GroupKind
from lampfield.frontend.search.index import Favourites
from lampfield.frontend.wording import name_of
from lampfield.model.identity import ContactId
from lampfield.model.text import plain

NAME_CHARS = 24


class FavouritesController:
    """Favourites in the operator's order, and named searches; kept per hub and account.

    Args:
        context: What all controllers share.
        grid: Marks the favourites.
        search: Shows them.
    """

    def __init__(self, context: BoardContext, grid: ContactGrid, search: SearchController) -> None:
        self._context = context
        self._grid = grid
        self._search = search
        self._directory = search.directory
        self._kept_for = ""
        self._kept = SavedSearch()
        """The values last read or written."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of favourites and saved searches."""
        return (
            command("favourite", self.toggle, self._context.if_contact()),
            command("favourite-earlier", partial(self._move, -1)),
            command("favourite-later", partial(self._move, 1)),
            command("save-search", self.save_search),
        )

    def recall(self, kept_for: str) -> None:
        """Restore favourites and searches.

        Args:
            kept_for: The key for account and hub, the same in each run.
        """
        self._kept_for = kept_for
        kept = self._context.memory.values.finding.get(kept_for, SavedSearch())
        self._directory.favourites = Favourites(map(ContactId, kept.favourites))
        self._directory.saved = dict(kept.saved)
        self._kept = kept

    def toggle(self) -> None:
        """Add the contact to the favourites, or remove it."""
        contact = self._context.contact
        if contact is None:
            return
        is_one = self._directory.toggle_favourite(contact.value)
        why_not = self._keep()
        self._grid.changed((contact.cid,))
        self._search.show_found()
        now = "is a favourite now" if is_one else "is no longer a favourite"
        self._say_kept(f"{name_of(contact)} {now}", why_not)

    def save_search(self) -> None:
        """Save the current search under a name; on the tab of a saved search, delete it."""
        if self._directory.group.kind is GroupKind.SAVED and not self._directory.query:
            self._ask_to_forget(self._directory.group.name)
        elif text := self._directory.text():
            self._ask_for_name(text)
        else:
            self._context.hint("There is no search to save: type into find or choose a group first.")

    def _move(self, step: int) -> None:
        if self._directory.group != FAVOURITES or self._directory.query:
            self._context.hint("Favourites can be moved on their own tab only, without a search.")
        elif self._directory.move_favourite(self._grid.place, step):
            if why_not := self._keep():
                self._say_kept("The favourite was moved", why_not)
            self._search.look_again(keep=self._context.cursor)

    def _ask_for_name(self, text: str) -> None:
        from lampfield.board.dialogs.form import Field, Form

        field = Field("name", required=True, example="Free in sales")
        form = Form(
            f"Save the search  {plain(text, 48)}", [field], hint="Enter saves it as a tab   Esc cancels"
        )
        self._context.ask_lines(form, lambda lines: self._save_search(lines[0], text))

    def _save_search(self, name: str, text: str) -> None:
        name = plain(name, NAME_CHARS)
        if not name:
            raise NotAvailable("Type a name with letters or digits.")
        self._directory.saved[name] = text
        why_not = self._keep()
        self._directory.find_tabs()
        self._search.show_found()
        self._say_kept(f"The search was saved as a tab: {name}", why_not)

    def _ask_to_forget(self, name: str) -> None:
        from lampfield.board.dialogs.confirm import Confirm

        dialog = Confirm(f"Delete the saved search {plain(name)}?", "delete it")
        self._context.ask(dialog, lambda yes: self._forget(name) if yes else None)

    def _forget(self, name: str) -> None:
        self._directory.saved.pop(name, None)
        self._directory.group = ALL
        why_not = self._keep()
        self._search.refresh_and_scroll()
        self._say_kept(f"{plain(name)} was deleted", why_not)

    def _say_kept(self, what: str, why_not: str) -> None:
        """Show what was done; if it could not be saved, say that it lasts only until the board closes."""
        if why_not:
            self._context.say(Kind.FAILED, f"{what}, until the board ends: {why_not}.")
        else:
            self._context.say(Kind.DONE, f"{what}.")

    def _keep(self) -> str:
        """Save local changes, and merge those that another board of the operator has saved since.

        Returns why that failed; an empty text after success.
        """
        memory, directory = self._context.memory, self._directory
        before, now = (
            self._kept,
            SavedSearch(favourites=tuple(directory.favourites), saved=dict(directory.saved)),
        )

        def operation(memory: Memory) -> Memory:
            theirs = memory.finding.get(self._kept_for, SavedSearch())
            finding = {**memory.finding, self._kept_for: merged_finding(before, now, theirs)}
            return msgspec.structs.replace(memory, finding=finding)

        why_not = memory.edit(operation)
        self._kept = memory.values.finding[self._kept_for]
        if self._kept != now:
            directory.favourites = Favourites(map(ContactId, self._kept.favourites))
            directory.saved = dict(self._kept.saved)
            directory.find_tabs()
        return why_not
