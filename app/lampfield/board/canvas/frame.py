"""A frame: what is written to the terminal at once."""

from lampfield.board.canvas.ink import RESET, Ink
from lampfield.board.canvas.lines import InkedLine


class Frame:
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
        self._ink: Ink | None = None

    @property
    def is_full(self) -> bool:
        """Whether no more should be written to it."""
        return self.room <= 0

    def write(self, x: int, y: int, line: InkedLine) -> None:
        """Write text at a cell of the screen, counted from 0."""
        texts, ink = self._texts, self._ink
        before = len(texts)
        texts.append(f"\x1b[{y + 1};{x + 1}H")
        for text, its_ink in line:
            if its_ink is not ink:
                texts.append(its_ink.after(ink))
                ink = its_ink
            texts.append(text)
        self._ink = ink
        self.spans += 1
        self.room -= sum(map(len, texts[before:]))

    @property
    def text(self) -> str:
        """What a terminal is to be sent; it is left without any style."""
        return "".join((*self._texts, RESET)) if self._texts else ""
