"""The two simulated links of an account: which changes they carry, and how they are cut and restored."""

from collections.abc import Callable, Iterable

from lampfield.model.change import Change, LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.demo.scheduler import Scheduler

SOURCE_NAME = "demo"
CUT = "It was cut on purpose; it reconnects by itself."
NAMES = (LinkName.PHONE, LinkName.CHAT)


class Links:
    """The links of one account, with the changes that wait for the next flush.

    Args:
        scheduler: The scheduler.
        outage: How long a link that was cut stays down, in seconds.
        on_restored: Called with each link that is up again; it emits a fresh snapshot.
    """

    def __init__(self, scheduler: Scheduler, outage: float, on_restored: Callable[[LinkName], None]) -> None:
        self._scheduler = scheduler
        self._outage = outage
        self._on_restored = on_restored
        self.up = set(NAMES)
        self.has_listeners = False
        """Whether a session listens. Otherwise changes are dropped."""
        self._links = {name: _link(name, LinkState.UP, scheduler.wall) for name in NAMES}
        self._pending: list[Change] = []

    def emit(self, name: LinkName, change: Change) -> bool:
        """Queue a change if its link is up and a session listens. Returns whether it was queued."""
        emitted = self.has_listeners and name in self.up
        if emitted:
            self._pending.append(change)
        return emitted

    def emit_over_any(self, changes: Iterable[Change]) -> None:
        """Queue changes that any link carries, if one is up and a session listens."""
        if self.has_listeners and self.up:
            self._pending += changes

    def drain(self) -> list[Change]:
        """Return the queued changes, and empty the queue."""
        changes, self._pending = self._pending, []
        return changes

    def require(self, name: LinkName) -> None:
        """Check that a link is up.

        Raises:
            Refusal: It is down.
        """
        if name not in self.up:
            raise Refusal(
                RefusalCode.LINK_DOWN, f"The {name} link is down. It reconnects by itself; try again then."
            )

    def cut(self, name: LinkName) -> None:
        """Cut a link until the outage is over. A link that is down keeps its remaining time.

        Raises:
            Refusal: The demo has no such link.
        """
        if name not in self._links:
            raise Refusal(RefusalCode.UNSUPPORTED, f"The demo has no {name} link to cut.")
        if name in self.up:
            self.up.discard(name)
            self._set(_link(name, LinkState.DOWN, self._scheduler.wall, CUT))
            self._scheduler.call_later(self._outage, lambda: self._restore(name))

    def snapshot(self) -> list[Change]:
        """Return the state of both links."""
        return [LinkChange(link) for link in self._links.values()]

    def _restore(self, name: LinkName) -> None:
        self.up.add(name)
        self._set(_link(name, LinkState.UP, self._scheduler.wall))
        self._on_restored(name)

    def _set(self, link: Link) -> None:
        self._links[link.name] = link
        if self.has_listeners:
            self._pending.append(LinkChange(link))


def connecting(since: float) -> list[Change]:
    """Return the state of both links before the first snapshot."""
    return [LinkChange(_link(name, LinkState.CONNECTING, since)) for name in NAMES]


def _link(name: LinkName, state: LinkState, since: float, reason: str = "") -> Link:
    return Link(name, state, since, SOURCE_NAME, reason)
