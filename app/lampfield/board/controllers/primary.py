"""The default action: what Enter does on the grid, and in the search."""

from collections.abc import Callable, Mapping

from textual.widget import Widget

from lampfield.board.commands import Command, Commands, command
from lampfield.board.context import BoardContext
from lampfield.board.controllers.default_action import DefaultAction, default_action
from lampfield.board.controllers.search import SearchController
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.frontend.search.text import typed_number
from lampfield.model.account import Right
from lampfield.model.identity import ContactId


class PrimaryController:
    """Runs the most likely action on the contact under the cursor, or on the match.

    Args:
        context: What all controllers share.
        grid: Gets the focus after a search.
        box: The search box.
        search: Finds contacts.
        commands: Returns the board's commands.
        dial: Dials a number.
        unread: Returns the number of unread messages by contact.
    """

    def __init__(
        self,
        context: BoardContext,
        grid: ContactGrid,
        box: Widget,
        search: SearchController,
        commands: Callable[[], Commands],
        dial: Callable[[str], None],
        unread: Callable[[], Mapping[ContactId, int]],
    ) -> None:
        self._context = context
        self._grid = grid
        self._box = box
        self._search = search
        self._commands = commands
        self._dial = dial
        self._unread = unread

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of the default action."""
        return (
            command("primary", self.do, self._context.if_contact()),
            command("take-found", self.take_found),
            command("do-found", self.do_found),
        )

    async def do(self) -> None:
        """Run the default action on the contact under the cursor."""
        await self._commands().run(self.action().id)

    def take_found(self) -> None:
        """Go to the match; dial a number that belongs to no contact."""
        self._search.catch_up()
        if self._dial_unknown_number():
            return
        if self._search.empty_action is not None:
            self._context.hint(f"{self._search.why_empty()}.")
        else:
            self._context.window.focus(self._grid)

    async def do_found(self) -> None:
        """Run the default action on the match, and show everybody again."""
        self._search.catch_up()
        if self._context.cursor is None:
            self.take_found()
            return
        if self._search.points_out_typo():
            return
        action = self.action()
        self._search.clear()
        await self._commands().run(action.id)

    def action(self) -> DefaultAction:
        """Return the default action. During a search it is about the match, even while a call rings."""
        contact = self._context.contact
        searching = self._context.window.focused is self._box
        unread = self._unread().get(contact.cid, 0) if contact is not None else 0
        value = contact.value if contact is not None else None
        return default_action(
            value,
            self._context.own_calls,
            unread,
            answers=not searching and self._context.may(Right.DIAL),
            accepts=self._context.may(Right.CHAT),
        )

    def _dial_unknown_number(self) -> bool:
        """Dial the number in the search if it belongs to no contact. Returns whether there was one."""
        directory = self._search.directory
        number = typed_number(directory.query)
        if not number or directory.result.best is not None:
            return False
        self._search.clear()
        self._dial(number)
        return True
