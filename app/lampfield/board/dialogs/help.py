"""The help: the keys of the focused region, all other keys, and every sign."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from lampfield.board.dialogs.dialog import Dialog
from lampfield.board.dialogs.help_lines import (
    Section,
    board_sections,
    box_sections,
    dialog_sections,
    help_lines,
    sign_sections,
)
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.keys.names import shown
from lampfield.board.kit.hint import Hint
from lampfield.board.kit.text_box import TextBox


class Help(Dialog[None]):
    """The keys of the focused region of a screen.

    Args:
        keys: The key map in force.
        of: The screen that the help is about.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "back"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, keys: KeyMap, of: Screen[Any]) -> None:
        super().__init__()
        title, sections = _about(keys, of)
        self._title = title
        self._sections = tuple(sections)

    def compose(self) -> ComposeResult:
        """Lay out the help."""
        with Vertical(classes="dialog-box", id="help"):
            yield Static(Content.styled(self._title, "bold"), classes="dialog-title")
            yield Input(placeholder="type to search the keys", compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(id="help-lines")
            yield Hint("↑ ↓ PgUp PgDn scroll   Esc closes", classes="dialog-hint")

    def fit(self) -> None:
        """Wrap the lines to the new width."""
        self._show(self.query_one(Input).value)

    def on_key(self, event: events.Key) -> None:
        """Insert text that was typed before the input had the focus."""
        if event.character is not None and event.is_printable:
            event.stop()
            self.query_one(Input).insert_text_at_cursor(event.character)

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        """Show only what matches; the key that opened the help closes it again."""
        event.stop()
        if event.input.value == "?":
            self.action_close()
        else:
            self._show(event.input.value)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss(None)

    def _show(self, query: str) -> None:
        width = min(76, int(self.app.size.width * 0.96)) - 7
        lines = list(help_lines(self._sections, width, query))
        if not lines:
            lines = [(("nothing matches", "$muted"),)]
        text = Content("\n").join(Content.assemble(*line) for line in lines)
        self.query_one("#help-lines", Static).update(text)
        self.query_one(VerticalScroll).scroll_home(animate=False)


def _about(keys: KeyMap, of: Screen[Any]) -> tuple[str, Iterable[Section]]:
    """Return the title and the sections of the help."""
    focused = of.focused
    if of.is_modal:
        return "Keys in this dialog", dialog_sections(keys, list(_own_keys(of)))
    if isinstance(focused, TextBox):
        return f"Keys {focused.PLACE}", [
            *box_sections(keys, focused.OWN_KEYS, focused.SCOPE),
            *sign_sections(),
        ]
    return f"Keys, by the map {keys.name}", [*board_sections(keys), *sign_sections()]


def _own_keys(of: Screen[Any]) -> Iterator[tuple[str, str]]:
    """Yield a dialog's own keys and what they do."""
    told: dict[str, list[str]] = {}
    for key, active in of.active_bindings.items():
        if active.node is of and active.binding.show:
            told.setdefault(active.binding.description, []).append(shown(key))
    for what, names in told.items():
        yield " ".join(names), what
