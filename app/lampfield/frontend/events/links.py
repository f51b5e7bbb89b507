"""Links that are lost and come back."""

from collections.abc import Iterable, Iterator, Mapping

from lampfield.frontend.events.event import Event, Kind
from lampfield.model.link import Link, LinkName, LinkState

GRACE_SECONDS = 3.0
"""A link that is back sooner is not reported: most are."""


class LinkWatch:
    """Follows the links. A link that was never up cannot be lost."""

    def __init__(self) -> None:
        self.down: set[LinkName] = set()
        """Links that are down or connecting now, reported or not."""
        self.hub_lost_at = 0.0
        """When the link to the hub was lost last, in epoch seconds; 0: never."""
        self._up: set[LinkName] = set()
        self._pending: dict[LinkName, tuple[float, Link]] = {}
        """Links whose loss is not reported yet: since when, and how they were then."""
        self._reported: set[LinkName] = set()

    def begin(self, links: Mapping[LinkName, Link]) -> None:
        """Take the links as they are. The return of one that is down already is reported, its loss is not."""
        for name, link in links.items():
            if name is LinkName.HUB or link.state is LinkState.UP:
                self._rise(name)
            elif link.state is LinkState.DOWN:
                self.down.add(name)
                self._reported.add(name)
                self._up.add(name)

    @property
    def due(self) -> float | None:
        """When the next loss is to be reported, on the clock of `look`; None: no link is down."""
        times = [since + GRACE_SECONDS for since, _ in self._pending.values()]
        return min(times, default=None)

    def look(
        self, links: Mapping[LinkName, Link], now: float, opened: Iterable[LinkName] = ()
    ) -> Iterator[Event]:
        """Yield which links are lost for long enough, and which are back.

        Args:
            links: The links as they are.
            now: Seconds of any clock, always the same one.
            opened: Links that are known to be up though their state does not say so yet.
        """
        for name, link in sorted(links.items()):
            is_up = link.state is LinkState.UP or name in opened
            if (event := self._up_again(name, link) if is_up else self._not_up(link, now)) is not None:
                yield event

    def _up_again(self, name: LinkName, link: Link) -> Event | None:
        was_reported = name in self._reported
        self._rise(name)
        return Event(Kind.BACK, link=link) if was_reported else None

    def _rise(self, name: LinkName) -> None:
        self._up.add(name)
        self.down.discard(name)
        self._reported.discard(name)
        self._pending.pop(name, None)

    def _not_up(self, link: Link, now: float) -> Event | None:
        # While the hub is lost, that is reported, and not what it can no longer say.
        if link.state in (LinkState.ABSENT, LinkState.UNKNOWN):
            return None
        self._fall(link)
        if link.name not in self._up or link.name in self._reported:
            return None
        since, first = self._pending.get(link.name, (now, link))
        # A clock that was set back must not delay the report.
        since = min(since, now)
        self._pending[link.name] = since, first
        if now - since < GRACE_SECONDS:
            return None
        del self._pending[link.name]
        self._reported.add(link.name)
        return Event(Kind.LOST, link=first if first.reason else link)

    def _fall(self, link: Link) -> None:
        if link.name is LinkName.HUB and link.name not in self.down:
            self.hub_lost_at = link.since
        self.down.add(link.name)
