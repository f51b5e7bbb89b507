"""Lists in parts, so that a listener can keep up."""

from collections.abc import Callable, Sequence

PART_LINES = 10
"""The number of lines that a person gets at once."""


class Listing:
    """The current list.

    Args:
        say: Writes a line.
        part_lines: The number of lines per part; None: all.
    """

    def __init__(self, say: Callable[[str], None], part_lines: int | None) -> None:
        self._say = say
        self._part_lines = part_lines
        self._length = 0
        self._line: Callable[[int], str] = str
        self._next = 0

    def begin(self, length: int, line: Callable[[int], str]) -> None:
        """Start a list and write its first part.

        Args:
            length: The number of lines.
            line: Returns the line with an index from 0, when it is written.
        """
        self._length, self._line, self._next = length, line, 0
        self.more()

    def begin_lines(self, lines: Sequence[str]) -> None:
        """Start a list of fixed lines."""
        self.begin(len(lines), lambda place: lines[place])

    def more(self) -> bool:
        """Write the next part. Returns False if there is none."""
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
