"""Events of links: lost, back."""

from collections.abc import Iterable, Iterator, Mapping

from lampfield.frontend.events.event import Event, Kind
from lampfield.model.link import Link, LinkName, LinkState

GRACE_SECONDS = 3.0
"""A shorter outage is not reported; most are shorter."""


class LinkWatch:
    """Tracks the state of the links. A link that was never up cannot be lost."""

    def __init__(self) -> None:
        self.down: set[LinkName] = set()
        """Links that are down or connecting now, reported or not."""
        self.hub_lost_at = 0.0
        """When the link to the hub was last lost, in epoch seconds; 0: never."""
        self._up: set[LinkName] = set()
        """Links that have been up."""
        self._pending: dict[LinkName, tuple[float, Link]] = {}
        """Links whose loss has not been reported yet: the time of the loss and the first state."""
        self._reported: set[LinkName] = set()

    def begin(self, links: Mapping[LinkName, Link]) -> None:
        """Take the current links as the baseline. Of a link that is down, only the return is reported."""
        for name, link in links.items():
            if name is LinkName.HUB or link.state is LinkState.UP:
                self._mark_up(name)
            elif link.state is LinkState.DOWN:
                self.down.add(name)
                self._reported.add(name)
                self._up.add(name)

    @property
    def due(self) -> float | None:
        """When the next loss is due, on the clock of `check`; None: no loss is pending."""
        times = [since + GRACE_SECONDS for since, _ in self._pending.values()]
        return min(times, default=None)

    def check(
        self, links: Mapping[LinkName, Link], now: float, opened: Iterable[LinkName] = ()
    ) -> Iterator[Event]:
        """Yield an event for each link that has been lost for the grace period, or is back.

        Args:
            links: The current links.
            now: Seconds, always of the same clock.
            opened: Links that are known to be up, although their state is not set yet.
        """
        for name, link in sorted(links.items()):
            is_up = link.state is LinkState.UP or name in opened
            if (event := self._check_up(name, link) if is_up else self._check_down(link, now)) is not None:
                yield event

    def _check_up(self, name: LinkName, link: Link) -> Event | None:
        was_reported = name in self._reported
        self._mark_up(name)
        return Event(Kind.BACK, link=link) if was_reported else None

    def _mark_up(self, name: LinkName) -> None:
        self._up.add(name)
        self.down.discard(name)
        self._reported.discard(name)
        self._pending.pop(name, None)

    def _check_down(self, link: Link, now: float) -> Event | None:
        # While the hub is lost, only that is reported: the other links are unknown then.
        if link.state in (LinkState.ABSENT, LinkState.UNKNOWN):
            return None
        self._mark_down(link)
        if link.name not in self._up or link.name in self._reported:
            return None
        since, first = self._pending.get(link.name, (now, link))
        # A clock that is set back must not delay the report.
        since = min(since, now)
        self._pending[link.name] = since, first
        if now - since < GRACE_SECONDS:
            return None
        del self._pending[link.name]
        self._reported.add(link.name)
        return Event(Kind.LOST, link=first if first.reason else link)

    def _mark_down(self, link: Link) -> None:
        if link.name is LinkName.HUB and link.name not in self.down:
            self.hub_lost_at = link.since
        self.down.add(link.name)
