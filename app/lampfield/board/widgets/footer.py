"""The footer: the last outcome, then the live keys."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events

from lampfield.board.keys.keymap import Key
from lampfield.board.kit.cells import fit
from lampfield.board.kit.outcome import Kind, Outcome
from lampfield.board.paint.panel import Panel, StyledLine
from lampfield.board.paint.part import Part, action_at, spans_of
from lampfield.model.text import plain

STYLES = {
    Kind.DONE: "$success",
    Kind.FAILED: "bold $error",
    Kind.UNKNOWN: "bold $warning",
    Kind.UNDERWAY: "$muted",
}
GLYPHS = {Kind.DONE: "✓", Kind.FAILED: "✗", Kind.UNKNOWN: "?", Kind.UNDERWAY: "…"}

DEFAULTS = ("primary", "do-found")
"""The actions that are labelled with the default action."""


class FooterLine(Panel):
    """One line for the outcome and the keys.

    Args:
        keys: The keys on show, most useful first.
    """

    def __init__(self, keys: tuple[Key, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._outcome: Outcome | None = None
        self._default = ""
        self._is_of_search = False

    def say(self, outcome: Outcome | None) -> None:
        """Show an outcome; None: remove it."""
        self._outcome = outcome
        self.look_again()

    def show_keys(self, keys: tuple[Key, ...]) -> None:
        """Show the keys of another region."""
        if keys != self._keys:
            self._keys = keys
            self.look_again()

    def show_default(self, label: str, *, of_search: bool = False) -> None:
        """Show the default action.

        Args:
            label: Its label.
            of_search: Nobody matches the search, so the key that goes to the match does this, too.
        """
        if (label, of_search) != (self._default, self._is_of_search):
            self._default, self._is_of_search = label, of_search
            self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the line."""
        return [spans_of(self._parts(width))]

    def on_click(self, event: events.Click) -> None:
        """Remove an outcome that was clicked."""
        if self._outcome is not None and not self.action_at(event.x, event.y):
            event.prevent_default()
            self.say(None)

    def room_for(self, outcome: Outcome, width: int) -> bool:
        """Return whether the sentence of an outcome fits beside the keys that are always shown."""
        return cell_len(_told(outcome)) <= self._room_beside_keys(width)

    def action_at(self, x: int, y: int) -> str:
        """Return the action of the key at a cell."""
        return action_at(self._parts(self.size.width), x) if y == 0 else ""

    def _parts(self, width: int) -> list[Part]:
        """Return the outcome, if there is one, and as many keys as fit.

        The first key, which runs the default action, and the last one, which opens the help, are shown beside
        an outcome too.
        """
        *keys, last = self._keys
        end = self._parts_of(last)
        room = width - _width(end)
        shown: list[Part] = []
        if (outcome := self._outcome) is not None:
            told = _told(outcome)
            cells = max(0, min(cell_len(told), self._room_beside_keys(width)))
            shown.append(Part(fit(told, cells), STYLES[outcome.kind]))
        for key in keys:
            more = self._parts_of(key)
            if _width(shown) + _width(more) > room:
                break
            shown += more
        return [*shown, Part(" " * (room - _width(shown))), *end]

    def _room_beside_keys(self, width: int) -> int:
        return width - _width([*self._parts_of(self._keys[0]), *self._parts_of(self._keys[-1])])

    def _parts_of(self, key: Key) -> list[Part]:
        is_default = key.id in DEFAULTS or (key.id == "take-found" and self._is_of_search)
        label = self._default if is_default and self._default else key.label
        return [Part(f" {key.shown}", "bold $accent", key.id), Part(f" {label} ", "$muted", key.id)]


def _told(outcome: Outcome) -> str:
    return f" {GLYPHS[outcome.kind]} {plain(outcome.sentence)} "


def _width(parts: list[Part]) -> int:
    return sum(cell_len(part.text) for part in parts)
