"""The view: panes, cursor, density, theme, and the list of links."""

from collections.abc import Callable
from functools import partial

from textual.content import Content
from textual.widget import Widget

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.controllers.search import SearchController
from lampfield.board.kit.outcome import Kind
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.grid.density import next_choice
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.board.widgets.header import LINK_GLYPHS
from lampfield.frontend.operations.presence import reset_link
from lampfield.frontend.operations.rights import can_reset
from lampfield.frontend.search.groups import ALL
from lampfield.frontend.staleness import age_text
from lampfield.frontend.views import link_of
from lampfield.model.link import Link, LinkName
from lampfield.model.text import plain


class ViewController:
    """Changes the view alone: panes, cursor, density, theme.

    Args:
        context: What all controllers share.
        grid: The tiles.
        card: The card's pane.
        chat: The chat's pane.
        search: The search, which `go_back` clears.
        close_chat: Closes the chat's pane.
    """

    def __init__(
        self,
        context: BoardContext,
        grid: ContactGrid,
        card: Widget,
        chat: ChatPane,
        search: SearchController,
        close_chat: Callable[[], None],
    ) -> None:
        self._context = context
        self._window = context.window
        self._grid = grid
        self._card = card
        self._chat = chat
        self._search = search
        self._close_chat = close_chat

    def commands(self) -> tuple[Command, ...]:
        """Return the commands that change the view."""
        return (
            command("card", self.toggle_card, self._context.if_contact()),
            command("switch-pane", self.switch_pane),
            command("back", self.go_back),
            command("links", self.list_links),
            command("density", self.change_density),
            command("theme", self.choose_theme),
            *self._cursor_commands(),
        )

    def _cursor_commands(self) -> tuple[Command, ...]:
        grid = self._grid
        return (
            command("cursor-up", partial(grid.move_by, 0, -1)),
            command("cursor-down", partial(grid.move_by, 0, 1)),
            command("cursor-left", partial(grid.move_by, -1, 0)),
            command("cursor-right", partial(grid.move_by, 1, 0)),
            command("page-up", partial(grid.page_by, -1)),
            command("page-down", partial(grid.page_by, 1)),
            command("first", partial(grid.go_to_end, 0)),
            command("last", partial(grid.go_to_end, 1)),
        )

    def toggle_card(self) -> None:
        """Open or close the card where it covers the grid."""
        self._window.mark("-card-open", on=not self._window.is_marked("-card-open"))

    def switch_pane(self) -> None:
        """Go from the grid to the chat or the card, and back."""
        if self._window.focused is not self._grid:
            self._window.focus(self._grid)
        elif self._chat.display:
            self._window.focus(self._chat.box)
        else:
            self._window.mark("-card-open")
            self._window.focus(self._card)

    def go_back(self) -> None:
        """Close the chat, else the card, else the search."""
        if self._chat.display:
            self._close_chat()
        elif self._window.is_marked("-card-open"):
            self._window.mark("-card-open", on=False)
        elif self._search.directory.query:
            self._search.clear()
        elif self._search.directory.group != ALL:
            self._search.choose_group(ALL)
        self._window.focus(self._grid)

    def list_links(self) -> None:
        """List the links, with the reason of each that is down, and reset one."""
        from lampfield.board.dialogs.choice import Choice

        pbx = self._context.pbx
        if pbx is None:
            return
        links = [link for name in LinkName if (link := pbx.links.get(name)) is not None]
        options = [(_link_text(link, self._context.now()), link.name) for link in links]
        resets = any(can_reset(pbx, link.name) for link in links)
        hint = "r resets the link   Esc closes" if resets else "Esc closes"
        dialog: Choice[LinkName] = Choice(
            "Links", options, hint=hint, keys={"r": "reset"} if resets else {}, chooses=resets
        )
        self._context.ask(dialog, lambda chosen: self._reset(chosen.value, sure=chosen.key == "reset"))

    def change_density(self) -> None:
        """Change to the next density."""
        choice = next_choice(self._context.settings.values.look.density)
        if self._context.set_setting("look", "density", choice.value):
            self._context.say(Kind.DONE, f"Density: {choice}")

    def choose_theme(self) -> None:
        """Choose a theme; the one under the cursor is previewed."""
        from lampfield.board.dialogs.themes import ThemeChoice

        dialog = ThemeChoice(self._window.theme_names(), self._context.settings.values.look.theme)
        self._context.ask(dialog, lambda chosen: self._context.set_setting("look", "theme", chosen.value))

    def _reset(self, name: LinkName, *, sure: bool) -> None:
        question = "" if sure else f"Reset the {name} link?"
        self._context.perform_at(
            lambda pbx: reset_link(pbx, name)._replace(question=question, yes="reset it")
        )


def _link_text(link: Link, now: float) -> Content:
    glyph, style = LINK_GLYPHS[link.state]
    view = link_of(link)
    age = f" for {age_text(now - view.since)}" if view.since else ""
    source = f" ({view.source})" if view.source else ""
    reason = f"\n    {plain(view.reason)}" if view.reason else ""
    return Content.assemble(
        (f"{glyph} {link.name:<9} ", style), (f"{view.word}{age}{source}", ""), (reason, "$muted")
    )
