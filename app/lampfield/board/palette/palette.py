"""The palette as a dialog."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.dialogs.ordered import OrderedInput
from lampfield.board.keys.keymap import Key
from lampfield.board.kit.hint import Hint
from lampfield.board.palette.matching import found_actions
from lampfield.board.palette.rows import action_row, contact_row
from lampfield.board.widgets.grid.face import TileContent
from lampfield.model.identity import ContactId

MOST_CONTACTS = 20
"""The number of contacts shown; another letter moves a match further up."""

RENEW_SECONDS = 0.5
"""How often the states of the listed contacts are updated."""


class Pick(NamedTuple):
    """The choice: an action, or a contact and the action on it."""

    action_id: str
    """``go`` with a contact: put the cursor there."""
    cid: ContactId | None = None


class Palette(Dialog[Pick]):
    """A line to type, and its matches.

    Args:
        title: The contact that actions apply to.
        keys: All actions that can be chosen.
        find: Returns the contacts that match a query, best first.
        content: Returns the content of a contact's tile; None if the contact is gone.
    """

    LIST_PERCENT = 50

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "back"),
        Binding("up", "step(-1)", show=False),
        Binding("down,tab", "step(1)", show=False),
        Binding("pageup", "step(-10)", show=False),
        Binding("pagedown", "step(10)", show=False),
        Binding("f2", "pick('dial')", "dial"),
        Binding("f4", "pick('chat')", "chat"),
    ]

    def __init__(
        self,
        title: str,
        keys: Sequence[Key],
        find: Callable[[str], Sequence[ContactId]],
        face: Callable[[ContactId], TileContent | None],
    ) -> None:
        super().__init__()
        self._title = title
        self.keys = keys
        self._find = find
        self._tile_content = face
        self._query: str | None = None
        self._picks: list[Pick] = []
        self._left_out = 0

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog-box", id="palette"):
            yield Static(Content.styled(self._title, "bold"), classes="dialog-title")
            yield OrderedInput(placeholder="an action, a name, a number…", compact=True)
            yield OptionList(compact=True)
            yield Hint(classes="dialog-hint")

    def prepare(self) -> None:
        """Show all actions, and keep the states up to date."""
        self.query_one(OptionList).can_focus = False
        self._look("")
        self.set_interval(RENEW_SECONDS, self._renew)

    def on_key(self, event: events.Key) -> None:
        """Insert text that was typed before the input had the focus."""
        if event.character is not None and event.is_printable:
            event.stop()
            self.query_one(Input).insert_text_at_cursor(event.character)

    def fit(self) -> None:
        """Lay the rows out for the new width."""
        self._renew()

    @on(Input.Changed)
    def look(self, event: Input.Changed) -> None:
        """Show the matches after the letter itself is painted; of several letters at once, only the last."""
        event.stop()
        self.call_after_refresh(self._look_again)

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Choose the highlighted row."""
        event.stop()
        # The input may already contain keys that followed Enter.
        self._look(event.value)
        self._pick("")

    @on(OptionList.OptionSelected)
    def select(self, event: OptionList.OptionSelected) -> None:
        """Choose a row that was clicked."""
        event.stop()
        self.dismiss(self._picks[event.option_index])

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        self._look_again()
        rows_of = self.query_one(OptionList)
        if self._picks:
            rows_of.highlighted = min(max((rows_of.highlighted or 0) + rows, 0), len(self._picks) - 1)

    def action_pick(self, action_id: str) -> None:
        """Choose the highlighted row; for a contact, with an action."""
        self._look_again()
        self._pick(action_id)

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def _pick(self, action_id: str) -> None:
        index = self.query_one(OptionList).highlighted
        if index is None:
            return
        pick = self._picks[index]
        if action_id and pick.cid is None:
            return
        self.dismiss(pick._replace(action_id=action_id or pick.action_id))

    def _look_again(self) -> None:
        """Show the matches of the current text, so that a choice applies to them."""
        self._look(self.query_one(Input).value)

    def _look(self, query: str) -> None:
        """Show the matches of a query: exact actions, contacts, then loose actions."""
        if query == self._query:
            return
        self._query = query
        named, maybe = found_actions(query, self.keys)
        cids = self._find(query) if query.strip() else ()
        self._left_out = max(0, len(cids) - MOST_CONTACTS)
        contacts = [Pick("go", cid) for cid in cids[:MOST_CONTACTS]]
        self._picks = [*map(_pick, named), *contacts, *map(_pick, maybe)]
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options([Option(self._row(pick)) for pick in self._picks])
        rows.highlighted = 0 if self._picks else None
        self.query_one(Hint).say(self._hint())

    def _renew(self) -> None:
        """Update the rows of contacts to the state of their tiles."""
        rows = self.query_one(OptionList)
        for index, pick in enumerate(self._picks):
            row = self._row(pick)
            if row != rows.get_option_at_index(index).prompt:
                rows.replace_option_prompt_at_index(index, row)

    def _row(self, pick: Pick) -> Content:
        width = min(76, int(self.app.size.width * 0.96)) - 7
        if pick.cid is None:
            return action_row(next(key for key in self.keys if key.id == pick.action_id), width)
        face = self._tile_content(pick.cid)
        return contact_row(face, width) if face is not None else Content.styled("  no longer there", "$muted")

    def _hint(self) -> str:
        more = f"{self._left_out} more   " if self._left_out else ""
        nothing = "nothing matches   " if not self._picks else ""
        return f"{more}{nothing}Enter does it   F2 dials   F4 chats   Esc closes"


def _pick(key: Key) -> Pick:
    return Pick(key.id)
