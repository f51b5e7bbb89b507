"""Lists, a part at a time: what is heard must not run away."""

from collections.abc import Callable, Sequence

PART_LINES = 10
"""How many lines of a list are said at once to a person."""


class Listing:
    """The list that was begun last.

    Args:
        say: Writes a line.
        part_lines: How many at once; None: all.
    """

    def __init__(self, say: Callable[[str], None], part_lines: int | None) -> None:
        self._say = say
        self._part_lines = part_lines
        self._length = 0
        self._line: Callable[[int], str] = str
        self._next = 0

    def begin(self, length: int, line: Callable[[int], str]) -> None:
        """Begin a list and say its first part.

        Args:
            length: How many there are.
            line: Makes the line of a place from 0, at the moment when it is said.
        """
        self._length, self._line, self._next = length, line, 0
        self.more()

    def begin_lines(self, lines: Sequence[str]) -> None:
        """Begin a list of lines that are there already."""
        self.begin(len(lines), lambda place: lines[place])

    def more(self) -> bool:
        """Say the next part. Returns False when there is none."""
        first = self._next
        end = min(self._length, first + (self._part_lines or self._length))
        for place in range(first, end):
            self._say(self._line(place))
        self._next = end
        if end < self._length:
            self._say(f"{self._length - end} more: type more.")
        return end > first


def numbered(lines: Sequence[str]) -> list[str]:
    """Return lines with their numbers, from 1."""
    return [f"{place} {line}" for place, line in enumerate(lines, 1)]
