"""The two links of a seat: what they let through, and how they are cut and come back."""

from collections.abc import Callable, Iterable

from lampfield.model.change import Change, LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.sources.demo.scheduler import Scheduler

SOURCE_NAME = "demo"
CUT = "cut on purpose; it comes back by itself"
NAMES = (LinkName.PHONE, LinkName.CHAT)


class Links:
    """The links of one seat, and the changes that wait to be told over them.

    Args:
        agenda: The time.
        outage: How many seconds a link stays down that was cut.
        back: Told each link that came back; it tells the fresh picture.
    """

    def __init__(self, scheduler: Scheduler, outage: float, on_restored: Callable[[LinkName], None]) -> None:
        self._scheduler = scheduler
        self._outage = outage
        self._on_restored = on_restored
        self.up = set(NAMES)
        self.has_listeners = False
        """Whether anybody listens. What nobody hears is not kept."""
        self._links = {name: _link(name, LinkState.UP, scheduler.wall) for name in NAMES}
        self._pending: list[Change] = []

    def emit(self, name: LinkName, change: Change) -> bool:
        """Tell a change over a link, as far as it is up and somebody listens. Returns whether it was told."""
        emitted = self.has_listeners and name in self.up
        if emitted:
            self._pending.append(change)
        return emitted

    def emit_over_any(self, changes: Iterable[Change]) -> None:
        """Tell what comes over any link, as far as one is up and somebody listens."""
        if self.has_listeners and self.up:
            self._pending += changes

    def drain(self) -> list[Change]:
        """Return the changes that wait, and forget them."""
        changes, self._pending = self._pending, []
        return changes

    def require(self, name: LinkName) -> None:
        """Check that an action can go over a link.

        Raises:
            Refusal: The link is down.
        """
        if name not in self.up:
            raise Refusal(
                RefusalCode.LINK_DOWN, f"The {name} link is down. It comes back by itself; try again then."
            )

    def cut(self, name: LinkName) -> None:
        """Cut a link for the time of an outage; one that is down stays down no longer for it.

        Raises:
            Refusal: It is no link of this source.
        """
        if name not in self._links:
            raise Refusal(RefusalCode.UNSUPPORTED, f"The demo has no {name} link to cut.")
        if name in self.up:
            self.up.discard(name)
            self._set(_link(name, LinkState.DOWN, self._scheduler.wall, CUT))
            self._scheduler.call_later(self._outage, lambda: self._restore(name))

    def snapshot(self) -> list[Change]:
        """Return both links as they are."""
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
    """Return both links as they are before the first picture."""
    return [LinkChange(_link(name, LinkState.CONNECTING, since)) for name in NAMES]


def _link(name: LinkName, state: LinkState, since: float, reason: str = "") -> Link:
    return Link(name, state, since, SOURCE_NAME, reason)
