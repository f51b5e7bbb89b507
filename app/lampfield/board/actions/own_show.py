"""What the operator shows of himself."""

from textual.content import Content

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.kit.signs import SHOW_SIGNS
from lampfield.deeds.deed import Deed
from lampfield.deeds.presence import OWN_SHOWS, own_word, set_show
from lampfield.model.show import Show


class OwnShowActions(ActingScreen):
    """Own show and status."""

    def action_own_show(self) -> None:
        """Choose one's own show, then its status."""
        from lampfield.board.dialogs.choice import Choice

        options = [(_show_text(show), show) for show in OWN_SHOWS]
        me = self.pbx.me if self.pbx is not None else None
        first = OWN_SHOWS.index(me.show) if me is not None else 0
        dialog: Choice[Show] = Choice("Show yourself as", options, first=first)
        self.ask(dialog, lambda chosen: self._ask_status(chosen.value))

    def _ask_status(self, show: Show) -> None:
        from lampfield.board.dialogs.form import Field, Form

        me = self.pbx.me if self.pbx is not None else None
        field = Field("status, may be empty", me.status if me is not None else "", example="lunch till 1")
        form = Form(f"You: {own_word(show)}", [field], hint="Enter sets it   Esc leaves it")
        self.ask_lines(form, lambda lines: self._set_show(show, lines[0]))

    def _set_show(self, show: Show, status: str) -> Deed | None:
        return set_show(self.pbx, show, status) if self.pbx is not None else None


def _show_text(show: Show) -> Content:
    sign = SHOW_SIGNS[show]
    return Content.assemble((f"{sign.glyph} ", f"${sign.variable}"), (own_word(show), ""))
