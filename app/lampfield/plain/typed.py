"""The line that is being typed, letter by letter, and what each key writes on the terminal. Pure.

Only what is at the end changes, as a terminal's own line editing does it: nothing is painted anew, and the
cursor is never sent anywhere. So a screen reader speaks each letter, and a braille line follows.
"""

import unicodedata

ERASE = ("\x7f", "\b")
ERASE_LINE, ERASE_WORD = "\x15", "\x17"
END_OF_INPUT = "\x04"
ENTER = ("\n", "\r")
ESCAPE = "\x1b"
BELL = "\a"


class TypedLine:
    """What was typed since the last Enter."""

    def __init__(self) -> None:
        self.text = ""
        self._escape = ""
        """What came of an escape sequence: keys such as arrows, which mean nothing here."""

    def key(self, char: str) -> str:
        """Take a key that neither ends the line nor the input. Returns what is written for it."""
        if self._swallows(char):
            return ""
        if char in ERASE:
            return self._erase(1)
        if char == ERASE_LINE:
            return self._erase(len(self.text))
        if char == ERASE_WORD:
            return self._erase(len(self.text) - len(self.text.rstrip().rpartition(" ")[0].rstrip()))
        if not char.isprintable():
            return ""
        self.text += char
        return char

    def take(self) -> str:
        """Return the line, and begin the next."""
        text, self.text, self._escape = self.text, "", ""
        return text

    def _erase(self, count: int) -> str:
        if not count:
            return BELL
        kept = len(self.text) - count
        erased, self.text = self.text[kept:], self.text[:kept]
        return "\b \b" * sum(map(_cells, erased))

    def _swallows(self, char: str) -> bool:
        """Say whether a key is part of a sequence (ECMA-48, 5.4): ``ESC [ ... letter``, ``ESC O letter``."""
        if char == ESCAPE:
            self._escape = ESCAPE
            return True
        if self._escape == ESCAPE:
            self._escape = self._escape + char if char in "[O" else ""
            return bool(self._escape)
        if self._escape:
            is_end = self._escape[1] == "O" or "@" <= char <= "~"
            self._escape = "" if is_end else self._escape
            return True
        return False


def _cells(char: str) -> int:
    """Return how many cells a letter takes on the terminal (Unicode TR 11)."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
