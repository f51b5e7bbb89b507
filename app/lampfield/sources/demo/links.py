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

    def __init__(self, agenda: Scheduler, outage: float, back: Callable[[LinkName], None]) -> None:
        self._agenda = agenda
        self._outage = outage
        self._back = back
        self.up = set(NAMES)
        self.attended = False
        """Whether anybody listens. What nobody hears is not kept."""
        self._links = {name: _link(name, LinkState.UP, agenda.wall) for name in NAMES}
        self._waiting: list[Change] = []

    def tell(self, name: LinkName, change: Change) -> bool:
        """Tell a change over a link, as far as it is up and somebody listens. Returns whether it was told."""
        told = self.attended and name in self.up
        if told:
            self._waiting.append(change)
        return told

    def introduce(self, changes: Iterable[Change]) -> None:
        """Tell what comes over any link, as far as one is up and somebody listens."""
        if self.attended and self.up:
            self._waiting += changes

    def take(self) -> list[Change]:
        """Return the changes that wait, and forget them."""
        taken, self._waiting = self._waiting, []
        return taken

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
            self._set(_link(name, LinkState.DOWN, self._agenda.wall, CUT))
            self._agenda.after(self._outage, lambda: self._restore(name))

    def snapshot(self) -> list[Change]:
        """Return both links as they are."""
        return [LinkChange(link) for link in self._links.values()]

    def _restore(self, name: LinkName) -> None:
        self.up.add(name)
        self._set(_link(name, LinkState.UP, self._agenda.wall))
        self._back(name)

    def _set(self, link: Link) -> None:
        self._links[link.name] = link
        if self.attended:
            self._waiting.append(LinkChange(link))


def connecting(since: float) -> list[Change]:
    """Return both links as they are before the first picture."""
    return [LinkChange(_link(name, LinkState.CONNECTING, since)) for name in NAMES]


def _link(name: LinkName, state: LinkState, since: float, reason: str = "") -> Link:
    return Link(name, state, since, SOURCE_NAME, reason)
