"""What the operator shows of himself."""

from textual.content import Content

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.signs import SHOW_SIGNS
from lampfield.model.show import Show

OWN_SHOWS = (Show.ONLINE, Show.AWAY, Show.DND, Show.OFFLINE)


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
        self.ask(form, lambda fields: self._set_show(show, fields[0]))

    def _set_show(self, show: Show, status: str) -> None:
        if self.pbx is not None:
            said = f"You are {own_word(show)}{f': {status}' if status else ''}."
            self.act(self.pbx.set_presence(show, status), "telling the others…", said)


def own_word(show: Show) -> str:
    """Return how the operator's own show is called: nobody sees one who is offline."""
    return SHOW_SIGNS[show].word if show is not Show.OFFLINE else "invisible"


def _show_text(show: Show) -> Content:
    sign = SHOW_SIGNS[show]
    return Content.assemble((f"{sign.glyph} ", f"${sign.variable}"), (own_word(show), ""))
