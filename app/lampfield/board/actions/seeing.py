"""What the keys do that change what is seen, not what is so."""

from textual.content import Content

from lampfield.board.actions.finding import FindingActions
from lampfield.board.card.pane import CardPane
from lampfield.board.chat.pane import ChatPane
from lampfield.board.find.groups import ALL
from lampfield.board.grid.density import next_choice
from lampfield.board.grid.grid import ContactGrid
from lampfield.board.header.facts import LINK_GLYPHS
from lampfield.board.kit.outcome import Kind
from lampfield.deeds.presence import reset_link
from lampfield.deeds.rights import can_reset
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.text import plain
from lampfield.words.staleness import age_text


class SeeingActions(FindingActions):
    """Panes, links, colours, room."""

    def action_card(self) -> None:
        """Open or close the card, where it lies over the grid."""
        self.toggle_class("-card-open")

    def action_switch_pane(self) -> None:
        """Go from the grid to the chat, or to the card, and back."""
        pane = self.query_one(ChatPane)
        grid = self.query_one(ContactGrid)
        if self.focused is not grid:
            self.set_focus(grid)
        elif pane.display:
            self.set_focus(pane.box)
        else:
            self.add_class("-card-open")
            self.set_focus(self.query_one(CardPane))

    def action_back(self) -> None:
        """Close what is open: the chat, then the card, then the search."""
        pane = self.query_one(ChatPane)
        if pane.display:
            self.close_chat()
        elif self.has_class("-card-open"):
            self.remove_class("-card-open")
        elif self.directory.query:
            self.clear_search()
        elif self.directory.group != ALL:
            self.directory.group = ALL
            self.look_elsewhere()
        self.set_focus(self.query_one(ContactGrid))

    def action_links(self) -> None:
        """List the links, why each is down, and reset one."""
        from lampfield.board.dialogs.choice import Choice

        if self.pbx is None:
            return
        pbx, now = self.pbx, self.now()
        links = [link for name in LinkName if (link := pbx.links.get(name)) is not None]
        options = [(_link_text(link, now), link.name) for link in links]
        resets = any(can_reset(pbx, link.name) for link in links)
        hint = "r cuts the link and lets it come back   Esc closes" if resets else "Esc closes"
        dialog: Choice[LinkName] = Choice(
            "Links", options, hint=hint, keys={"r": "reset"} if resets else {}, chooses=resets
        )
        self.ask(dialog, lambda chosen: self._reset(chosen.value, sure=chosen.key == "reset"))

    def action_density(self) -> None:
        """Give tiles another measure of room."""
        choice = next_choice(self.settings.values.look.density)
        if self.set_setting("look", "density", choice.value):
            self.say(Kind.DONE, f"Density: {choice}")

    def action_theme(self) -> None:
        """Choose a theme; the one under the cursor is worn meanwhile."""
        from lampfield.board.dialogs.themes import ThemeChoice

        dialog = ThemeChoice(self.board_app.theme_names(), self.settings.values.look.theme)
        self.ask(dialog, lambda chosen: self.set_setting("look", "theme", chosen.value))

    def _reset(self, name: LinkName, *, sure: bool) -> None:
        question = "" if sure else f"Cut the link {name} and let it come back?"
        if (pbx := self.pbx) is not None:
            self.perform(lambda: reset_link(pbx, name)._replace(question=question, yes="cut it"))


def _link_text(link: Link, now: float) -> Content:
    glyph, style = LINK_GLYPHS[link.state]
    word = {LinkState.UP: "up", LinkState.ABSENT: "none is configured"}.get(link.state, link.state.value)
    age = f" for {age_text(now - link.since)}" if link.since and link.state is not LinkState.ABSENT else ""
    source = f" ({link.source})" if link.source else ""
    reason = f"\n    {plain(link.reason)}" if link.reason else ""
    return Content.assemble(
        (f"{glyph} {link.name:<9} ", style), (f"{word}{age}{source}", ""), (reason, "$muted")
    )
