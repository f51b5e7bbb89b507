"""The operator's own presence and status."""

from textual.content import Content

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.kit.signs import SHOW_SIGNS
from lampfield.frontend.operations.operation import Operation
from lampfield.frontend.operations.presence import OWN_PRESENCES, own_presence_word, set_presence
from lampfield.model.show import Show


class PresenceController:
    """Sets the operator's own presence and status.

    Args:
        context: What all controllers share.
    """

    def __init__(self, context: BoardContext) -> None:
        self._context = context

    def commands(self) -> tuple[Command, ...]:
        """Return the command that sets the own presence."""
        return (command("own-presence", self.choose),)

    def choose(self) -> None:
        """Choose the own presence, then the status."""
        from lampfield.board.dialogs.choice import Choice

        options = [(_presence_text(show), show) for show in OWN_PRESENCES]
        me = self._context.pbx.me if self._context.pbx is not None else None
        first = OWN_PRESENCES.index(me.show) if me is not None else 0
        dialog: Choice[Show] = Choice("Your presence", options, first=first)
        self._context.ask(dialog, lambda chosen: self._ask_status(chosen.value))

    def _ask_status(self, show: Show) -> None:
        from lampfield.board.dialogs.form import Field, Form

        me = self._context.pbx.me if self._context.pbx is not None else None
        field = Field("status (optional)", me.status if me is not None else "", example="lunch till 1")
        form = Form(f"You: {own_presence_word(show)}", [field], hint="Enter sets it   Esc cancels")
        self._context.ask_lines(form, lambda lines: self._set(show, lines[0]))

    def _set(self, show: Show, status: str) -> Operation | None:
        return set_presence(self._context.pbx, show, status) if self._context.pbx is not None else None


def _presence_text(show: Show) -> Content:
    sign = SHOW_SIGNS[show]
    return Content.assemble((f"{sign.glyph} ", f"${sign.variable}"), (own_presence_word(show), ""))
