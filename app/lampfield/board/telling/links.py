"""Links that are lost and come back. Pure."""

from collections.abc import Mapping

from lampfield.board.telling.happening import Happening
from lampfield.config.tell import Occasion
from lampfield.model.link import Link, LinkName, LinkState

GRACE_SECONDS = 3.0
"""A link that is back before is not told of: most are."""


class LinkWatch:
    """Follows the links. One that was never up cannot be lost."""

    def __init__(self) -> None:
        self._up: set[LinkName] = set()
        self._down_since: dict[LinkName, float] = {}
        self._told: set[LinkName] = set()

    def look(self, links: Mapping[LinkName, Link], now: float) -> list[Happening]:
        """Return what is lost for long enough, and what is back.

        Args:
            links: How they are.
            now: Epoch seconds.
        """
        found = (self._look(link, now) for link in links.values())
        return [happening for happening in found if happening is not None]

    def _look(self, link: Link, now: float) -> Happening | None:
        if link.state is LinkState.UP:
            return self._rise(link)
        # Where the hub is lost, that is told, and not what it can no longer say.
        if link.state in (LinkState.ABSENT, LinkState.UNKNOWN):
            return None
        if link.name not in self._up or link.name in self._told:
            return None
        # A clock that was set back must not hold it up.
        since = self._down_since[link.name] = min(self._down_since.get(link.name, now), now)
        if now - since < GRACE_SECONDS:
            return None
        self._told.add(link.name)
        return Happening(Occasion.LOST, link.name, text=link.reason)

    def _rise(self, link: Link) -> Happening | None:
        self._up.add(link.name)
        self._down_since.pop(link.name, None)
        if link.name not in self._told:
            return None
        self._told.discard(link.name)
        return Happening(Occasion.BACK, link.name)
