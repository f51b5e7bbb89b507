"""The footer: what the last action came to, then the live keys."""

from collections.abc import Sequence

from rich.cells import cell_len

from lampfield.board.actions.outcome import Kind, Outcome
from lampfield.board.canvas.panel import Panel, StyledLine
from lampfield.board.cells import fit
from lampfield.board.keys.keymap import Key
from lampfield.model.text import plain

STYLES = {Kind.DONE: "$success", Kind.FAILED: "bold $error", Kind.UNDERWAY: "$muted"}
GLYPHS = {Kind.DONE: "✓", Kind.FAILED: "✗", Kind.UNDERWAY: "…"}

MOMENTS = ("moment", "do-found")
"""The actions that are called by what they would do now."""


class FooterLine(Panel):
    """One line for the outcome and the keys.

    Args:
        keys: Those that are shown, most useful first.
    """

    def __init__(self, keys: tuple[Key, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._outcome: Outcome | None = None
        self._moment = ""

    def say(self, outcome: Outcome | None) -> None:
        """Show what an action came to; None: nothing any more."""
        self._outcome = outcome
        self.look_again()

    def show_keys(self, keys: tuple[Key, ...]) -> None:
        """Show other keys: another part of the board has the focus."""
        if keys != self._keys:
            self._keys = keys
            self.look_again()

    def show_moment(self, label: str) -> None:
        """Say what the key of the moment would do."""
        if label != self._moment:
            self._moment = label
            self.look_again()

    def lines(self, width: int) -> Sequence[StyledLine]:
        """Return the line."""
        if self._outcome is not None:
            kind = self._outcome.kind
            text = f" {GLYPHS[kind]} {plain(self._outcome.sentence)}"
            return [((fit(text, width), STYLES[kind]),)]
        return [self._key_spans(width)]

    def _key_spans(self, width: int) -> list[tuple[str, str]]:
        """Return as many keys as there is room for; the last one, which leads to all others, always."""
        *keys, last = self._keys
        spans = self._spans_of(last)
        room = width - _width(spans)
        shown: list[tuple[str, str]] = []
        for key in keys:
            more = self._spans_of(key)
            if _width(shown) + _width(more) > room:
                break
            shown += more
        return [*shown, (" " * (room - _width(shown)), ""), *spans]

    def _spans_of(self, key: Key) -> list[tuple[str, str]]:
        label = self._moment if key.id in MOMENTS and self._moment else key.label
        return [(f" {key.shown}", "bold $accent"), (f" {label} ", "$muted")]


def _width(spans: list[tuple[str, str]]) -> int:
    return sum(cell_len(text) for text, _ in spans)
