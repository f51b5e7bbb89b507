"""A frame: what is written to the terminal at once."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from lampfield.board.paint.lines import InkedLine, Part, Piece, is_sure, is_sure_line, shortened
from lampfield.board.paint.style import RESET, TermStyle


class TerminalFrame:
    """Collects pieces of lines and their places.

    Args:
        room: About how many characters it takes; what comes later has to wait for the next one.
    """

    __slots__ = ("_ink", "_texts", "room", "spans")

    def __init__(self, room: int) -> None:
        self.room = room
        self.spans = 0
        """How many parts of lines it holds."""
        self._texts: list[str] = []
        self._ink: TermStyle | None = None

    @property
    def is_full(self) -> bool:
        """Whether no more should be written to it."""
        return self.room <= 0

    def write(self, x: int, y: int, line: Sequence[Piece]) -> None:
        """Write text at a cell of the screen, counted from 0."""
        if not line:
            return
        texts, ink = [f"\x1b[{y + 1};{x + 1}H"], self._ink
        for text, its_ink in line if is_sure_line(line) else _placed(x, line):
            if its_ink is not ink:
                texts.append(its_ink.after(ink))
                ink = its_ink
            texts.append(text)
        written, self._ink = "".join(texts), ink
        self._texts.append(written)
        self.spans += 1
        self.room -= len(written)

    def write_parts(self, x: int, y: int, parts: Iterable[Part[TermStyle]]) -> None:
        """Write parts of a line that begins at a cell of the screen."""
        for part in parts:
            self.write(x + part.x, y, part.pieces)

    @property
    def text(self) -> str:
        """What a terminal is to be sent; it is left without any style."""
        return "".join((*self._texts, RESET)) if self._texts else ""


def _placed(x: int, line: Sequence[Piece]) -> InkedLine:
    """Return a line whose texts of unsure width move nothing that stands behind them.

    Each is written over blanks, and left by going to the column of the next (CHA, ECMA-48).
    """
    placed = []
    for text, ink in line:
        end = x + cell_len(text)
        if is_sure(text):
            placed.append((text, ink))
        else:
            over = f"{' ' * (end - x)}\x1b[{x + 1}G{shortened(text, end - x)}\x1b[{end + 1}G"
            placed.append((over, ink))
        x = end
    return tuple(placed)
