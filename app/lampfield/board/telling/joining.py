"""Joining: what happens in quick succession is told together. Pure."""

from collections.abc import Iterable

from lampfield.board.telling.happening import Happening
from lampfield.config.tell import Occasion

JOIN_SECONDS: dict[Occasion, float] = {
    Occasion.ASKS: 5.0,
    Occasion.MESSAGE: 5.0,
    Occasion.LOST: 5.0,
    Occasion.BACK: 5.0,
}
"""How long what follows waits for more of its kind. Who is free, and who rings, waits for nothing."""

Group = tuple[Happening, ...]
"""What is told together; all of one occasion."""


class Joining:
    """The first is told at once; what follows within `JOIN_SECONDS` is told at their end, as one."""

    def __init__(self) -> None:
        self._until: dict[Occasion, float] = {}
        self._waiting: dict[Occasion, list[Happening]] = {}

    def hold(self, now: float) -> None:
        """Let everything wait for more of it, as if it had been told just now."""
        self._until = {occasion: now + seconds for occasion, seconds in JOIN_SECONDS.items()}

    def take(self, happenings: Iterable[Happening], now: float) -> list[Group]:
        """Return what is to be told now; the rest waits."""
        groups: dict[Occasion, list[Happening]] = {}
        for happening in happenings:
            groups.setdefault(happening.occasion, []).append(happening)
        told = []
        for occasion, group in groups.items():
            if occasion in self._until:
                self._waiting.setdefault(occasion, []).extend(group)
            else:
                told.append(self._told(occasion, group, now))
        return told

    def due(self, now: float) -> list[Group]:
        """Return what has waited long enough."""
        ended = [occasion for occasion, until in self._until.items() if _is_over(occasion, until, now)]
        for occasion in ended:
            del self._until[occasion]
        return [
            self._told(occasion, self._waiting.pop(occasion), now)
            for occasion in ended
            if occasion in self._waiting
        ]

    def _told(self, occasion: Occasion, group: list[Happening], now: float) -> Group:
        if seconds := JOIN_SECONDS.get(occasion):
            self._until[occasion] = now + seconds
        return tuple(group)


def _is_over(occasion: Occasion, until: float, now: float) -> bool:
    """Say whether a wait is over. A clock that was set back ends it too; a second of that is rounding."""
    return now >= until or until - now > JOIN_SECONDS[occasion] + 1.0
