"""A line that lists the keys of a dialog; clicking one presses it."""

import re

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import Static

NAMES = {"enter": "enter", "⏎": "enter", "esc": "escape", "tab": "tab", "↑": "up", "↓": "down", "←": "left"}
"""Textual's names of the keys, by their names in hints."""

BETWEEN = re.compile(r"\s{2,}|, ")
"""The separator between two keys."""


class Hint(Static):
    """Keys with what they do, such as ``Enter saves   Esc closes``.

    Args:
        text: The keys, separated by two spaces or a comma.
    """

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(Content.styled(text, "$muted"), id=id, classes=classes)
        self._text = text

    def say(self, text: str, *, layout: bool = True) -> None:
        """Change the text.

        Args:
            text: The keys.
            layout: Whether the number of lines may change.
        """
        self._text = text
        self.update(Content.styled(text, "$muted"), layout=layout)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        lines = Content(self._text).wrap(max(1, self.content_size.width))
        if offset.y < len(lines) and (key := key_at(lines[offset.y].plain, offset.x)):
            event.stop()
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))


def shortened(text: str, width: int) -> str:
    """Return a hint without the parts that do not fit, so that none is cut.

    The last part, which says how to leave, is kept longest; then the first ones.

    Args:
        text: Keys with what they do, separated by two spaces or a comma.
        width: In cells.
    """
    if cell_len(text) <= width:
        return text
    parts = BETWEEN.split(text)
    gap = next(iter(BETWEEN.findall(text)), "")
    for count in range(len(parts) - 2, -1, -1):
        if cell_len(shorter := gap.join([*parts[:count], parts[-1]])) <= width:
            return shorter
    return ""


def key_at(line: str, x: int) -> str:
    """Return the key at a column of a line, by Textual's name; empty if there is none."""
    begin = 0
    for part in BETWEEN.split(line):
        begin = line.index(part, begin)
        if begin <= x < begin + len(part):
            return _key_of(part)
        begin += len(part)
    return ""


def _key_of(part: str) -> str:
    word = part.split(maxsplit=1)[0].rstrip(":").lower() if part.split() else ""
    is_function = word[:1] == "f" and word[1:].isdigit()
    return NAMES.get(word) or (word if is_function or (len(word) == 1 and word.isalpha()) else "")
