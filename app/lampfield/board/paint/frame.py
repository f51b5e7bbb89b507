"""A frame: the output that is written to the terminal in one piece."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from lampfield.board.paint.lines import Part, Piece, TermLine, has_sure_width, has_sure_widths, shortened
from lampfield.board.paint.style import RESET, TermStyle


class TerminalFrame:
    """Collects pieces of lines at their positions.

    Args:
        room: About how many characters fit; later changes wait for the next frame.
    """

    __slots__ = ("_term_style", "_texts", "room", "spans")

    def __init__(self, room: int) -> None:
        self.room = room
        self.spans = 0
        """The number of parts of lines in it."""
        self._texts: list[str] = []
        self._term_style: TermStyle | None = None

    @property
    def is_full(self) -> bool:
        """Whether nothing more should be written to it."""
        return self.room <= 0

    def write(self, x: int, y: int, line: Sequence[Piece]) -> None:
        """Write text at a cell of the screen, counted from 0."""
        if not line:
            return
        texts, term_style = [f"\x1b[{y + 1};{x + 1}H"], self._term_style
        for text, its_style in line if has_sure_widths(line) else _placed(x, line):
            if its_style is not term_style:
                texts.append(its_style.after(term_style))
                term_style = its_style
            texts.append(text)
        written, self._term_style = "".join(texts), term_style
        self._texts.append(written)
        self.spans += 1
        self.room -= len(written)

    def write_parts(self, x: int, y: int, parts: Iterable[Part[TermStyle]]) -> None:
        """Write parts of a line that begins at a cell of the screen."""
        for part in parts:
            self.write(x + part.x, y, part.pieces)

    @property
    def text(self) -> str:
        """The output for the terminal; it ends with a reset of all styles."""
        return "".join((*self._texts, RESET)) if self._texts else ""


def _placed(x: int, line: Sequence[Piece]) -> TermLine:
    """Return a line in which texts of uncertain width do not shift what follows.

    Each is written over blanks, followed by a jump to the column of the next (CHA, ECMA-48).
    """
    placed = []
    for text, term_style in line:
        end = x + cell_len(text)
        if has_sure_width(text):
            placed.append((text, term_style))
        else:
            over = f"{' ' * (end - x)}\x1b[{x + 1}G{shortened(text, end - x)}\x1b[{end + 1}G"
            placed.append((over, term_style))
        x = end
    return tuple(placed)
