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
    """Does what is most likely wanted now, with the contact under the cursor or the one that is found.

    Args:
        context: What all controllers share.
        grid: Has the focus when somebody is found.
        box: Where one types the search.
        search: Finds contacts.
        commands: Returns the board's commands.
        dial: Dials a number.
        unread: Returns how many messages of whom are unread.
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
        """Return the commands that do what is most likely wanted."""
        return (
            command("primary", self.do, self._context.if_contact()),
            command("take-found", self.take_found),
            command("do-found", self.do_found),
        )

    async def do(self) -> None:
        """Do what is most likely wanted with the contact under the cursor."""
        await self._commands().run(self.action().id)

    def take_found(self) -> None:
        """Go to what was found; a number that is nobody's is dialled."""
        self._search.catch_up()
        if self._dial_nobody():
            return
        if self._search.nobody_action is not None:
            self._context.hint(f"{self._search.why_empty()}.")
        else:
            self._context.window.focus(self._grid)

    async def do_found(self) -> None:
        """Do with who is found what is most likely wanted, and show everybody again."""
        self._search.catch_up()
        if self._context.cursor is None:
            self.take_found()
            return
        if self._search.is_slip_unsure():
            return
        action = self.action()
        self._search.clear()
        await self._commands().run(action.id)

    def action(self) -> DefaultAction:
        """Return what is most likely wanted. Who looks for somebody means that contact, whoever rings."""
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

    def _dial_nobody(self) -> bool:
        """Dial a number that was looked for and is nobody's. Returns whether it was one."""
        directory = self._search.directory
        number = typed_number(directory.query)
        if not number or directory.result.best is not None:
            return False
        self._search.clear()
        self._dial(number)
        return True
