"""The links of an account to its sources: what lights the lamps of the header."""

from collections.abc import Callable, Mapping

from lampfield.hub.journal import Journal
from lampfield.model.link import Link, LinkName, LinkState

SOURCE_LINKS = (LinkName.PHONE, LinkName.CHAT)
"""The link to the hub is made by its client."""


class LinkBook:
    """The last states of the links.

    Args:
        journal: Gets every change.
        owners: The source that lights each link; a link without one is absent.
        clock: Epoch seconds.
    """

    def __init__(self, journal: Journal, owners: Mapping[LinkName, str], clock: Callable[[], float]) -> None:
        self._journal = journal
        self._owners = owners
        now = clock()
        # A server that is not configured is told as absent; a file that is not is nothing to tell of.
        names = (*SOURCE_LINKS, *(name for name in owners if name not in SOURCE_LINKS))
        self.values = {name: _first(name, owners.get(name), now) for name in names}
        for name in self.values:
            journal.links.born(name, journal.next_seq())

    @property
    def settled(self) -> bool:
        """Whether every link is known to be up or down, or has no source."""
        return all(link.state is not LinkState.CONNECTING for link in self.values.values())

    def tell(self, source: str, link: Link) -> None:
        """Take a link's state from the source that lights it; what others say of it is nothing."""
        before = self.values.get(link.name)
        if self._owners.get(link.name) == source and before is not None and before != link:
            self.values[link.name] = link
            self._journal.links.changed(link.name, self._journal.next_seq())


def owners_of(sources: Mapping[str, frozenset[LinkName]]) -> dict[LinkName, str]:
    """Return the source of each link: where two would light the same, it is the first.

    Args:
        sources: The links that each source lights, by its name, in the order of the configuration.
    """
    owners: dict[LinkName, str] = {}
    for source, links in sources.items():
        for link in links:
            owners.setdefault(link, source)
    return owners


def absent_reason(name: LinkName) -> str:
    """Return why nothing comes over a link that has no source."""
    what = "directory file" if name is LinkName.DIRECTORY else f"{name} server"
    return f"No {what} is configured."


def _first(name: LinkName, source: str | None, now: float) -> Link:
    if source is None:
        return Link(name, LinkState.ABSENT, now, reason=absent_reason(name))
    return Link(name, LinkState.CONNECTING, now, source)
